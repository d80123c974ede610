namespace McpSecure.Schemas.Compilation;

/// <summary>
/// Where each <c>$dynamicAnchor</c> leads, seen from a subschema: to the outermost resource on the way to it that has one. A subschema that
/// is reached on different ways is compiled once for each outcome, so that nothing has to be looked up at run time.
/// </summary>
internal sealed class DynamicScope
{
    private readonly Dictionary<int, DynamicScope> _entered = [];
    private readonly Dictionary<string, SchemaLocation> _anchors;
    private readonly Dictionary<string, DynamicScope> _all;

    private DynamicScope(Dictionary<string, SchemaLocation> anchors, Dictionary<string, DynamicScope> all)
    {
        _anchors = anchors;
        _all = all;
        Number = anchors.Count == 0 ? 0 : all.Count + 1;
    }

    /// <summary>Gets a number that tells scopes apart.</summary>
    public int Number { get; }

    public static DynamicScope Empty() => new(new Dictionary<string, SchemaLocation>(StringComparer.Ordinal), new Dictionary<string, DynamicScope>(StringComparer.Ordinal));

    /// <summary>The scope inside of a resource.</summary>
    public DynamicScope Enter(SchemaResource resource)
    {
        if (resource.DynamicAnchors.Count == 0)
        {
            return this;
        }

        if (!_entered.TryGetValue(resource.Number, out var scope))
        {
            scope = With(resource);
            _entered.Add(resource.Number, scope);
        }

        return scope;
    }

    public bool TryGet(string anchor, out SchemaLocation location) => _anchors.TryGetValue(anchor, out location);

    private DynamicScope With(SchemaResource resource)
    {
        var anchors = new Dictionary<string, SchemaLocation>(_anchors, StringComparer.Ordinal);
        foreach (var (name, location) in resource.DynamicAnchors)
        {
            anchors.TryAdd(name, location);
        }

        if (anchors.Count == _anchors.Count)
        {
            return this;
        }

        var key = string.Join('\n', anchors.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value.Resource.Number}"));
        if (!_all.TryGetValue(key, out var scope))
        {
            scope = new DynamicScope(anchors, _all);
            _all.Add(key, scope);
        }

        return scope;
    }
}
