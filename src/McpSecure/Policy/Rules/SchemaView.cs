using System.Text.Json;

namespace McpSecure.Policy.Rules;

/// <summary>What the schema of a tool says about one argument: enough to find the mistakes of an operator, and a declared default.</summary>
/// <remarks>It follows local references and looks into every branch. The checks themselves are the schema engine's.</remarks>
internal sealed class SchemaView
{
    private static readonly JsonElement Anything = JsonElement.Parse("true");

    private static readonly string[] ItemKeywords = ["items", "prefixItems"];

    private readonly JsonElement _root;
    private readonly IReadOnlyList<JsonElement> _stated;
    private readonly List<JsonElement> _nodes;

    private SchemaView(JsonElement root, IReadOnlyList<JsonElement> stated)
    {
        _root = root;
        _stated = stated;
        _nodes = SchemaNodes.Expand(root, stated);
        JsonElement?[] defaults = [.. stated.Select(node => SchemaNodes.Find(node, "default"))];
        Defaults = Array.TrueForAll(defaults, value => value is not null) ? [.. defaults.OfType<JsonElement>()] : [];
        IsOpaque = _nodes.Count == 0 || _nodes.Any(SchemaNodes.SaysNothing);
        Types = IsOpaque ? new HashSet<string>(StringComparer.Ordinal) : _nodes.SelectMany(SchemaNodes.TypesOf).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Gets the values that the schema says an absent argument has: all of them, where several branches say so.</summary>
    /// <remarks>None if one branch does not say: whichever branch holds, the tool then has a value that nobody knows.</remarks>
    public IReadOnlyList<JsonElement> Defaults { get; }

    /// <summary>Gets a value indicating whether it can be anything, as far as the schema says.</summary>
    public bool IsOpaque { get; }

    /// <summary>Gets the JSON types it can have; empty if it can be anything.</summary>
    public IReadOnlySet<string> Types { get; }

    /// <summary>Gets the names that an object has here.</summary>
    public IEnumerable<string> Names => _nodes.SelectMany(node => SchemaNodes.Members(node, "properties")).Select(property => property.Name)
        .Distinct(StringComparer.Ordinal);

    /// <summary>Gets the only values it can have; <see langword="null"/> if they are not listed.</summary>
    public IReadOnlyList<JsonElement>? Values
    {
        get
        {
            var stated = _nodes.Where(node => !SchemaNodes.IsComposed(node)).ToArray();
            return stated.Length > 0 && Array.TrueForAll(stated, node => SchemaNodes.ValuesOf(node) is not null)
                ? [.. stated.SelectMany(node => SchemaNodes.ValuesOf(node)!)]
                : null;
        }
    }

    /// <summary>Gets the least number that it can be, where the argument itself says so and refers to nothing else.</summary>
    public decimal? Least => Bound("minimum");

    /// <summary>Gets the greatest number that it can be, where the argument itself says so and refers to nothing else.</summary>
    public decimal? Most => Bound("maximum");

    /// <summary>Gets a value indicating whether the schema says, in any branch, that the value is not to be shown.</summary>
    public bool IsSecret => _nodes.Exists(node =>
        SchemaNodes.Find(node, "writeOnly") is { ValueKind: JsonValueKind.True }
        || SchemaNodes.Find(node, "format") is { ValueKind: JsonValueKind.String } format && format.ValueEquals("password"));

    /// <summary>Gets what two views of one schema have in common if they say the same.</summary>
    public string Identity => string.Join('\n', _stated.Select(node => node.GetRawText()));

    /// <summary>Whether every object that fits has a member.</summary>
    public bool Requires(string name) => _nodes.Any(node =>
        SchemaNodes.Find(node, "required") is { ValueKind: JsonValueKind.Array } required
        && required.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals(name)));

    public static SchemaView Of(JsonElement schema) => new(schema, [schema.ValueKind == JsonValueKind.Undefined ? Anything : schema]);

    /// <summary>One step further; <see langword="null"/> where the schema has no such argument.</summary>
    /// <param name="name">The name of a member, or <see langword="null"/> for every element of a list.</param>
    public SchemaView? Step(string? name)
    {
        JsonElement[] children = [.. _nodes.SelectMany(node => name is null ? ItemsOf(node) : MemberOf(node, name))];
        return children.Length == 0 ? null : new SchemaView(_root, children);
    }

    private decimal? Bound(string keyword) =>
        _nodes is [var only] && SchemaNodes.Find(only, keyword) is { ValueKind: JsonValueKind.Number } bound && bound.TryGetDecimal(out var value) ? value : null;

    private static JsonElement[] MemberOf(JsonElement node, string name)
    {
        var member = SchemaNodes.Members(node, "properties").Where(property => property.NameEquals(name)).Select(property => property.Value).ToArray();
        if (member.Length > 0)
        {
            return member;
        }

        if (SchemaNodes.Find(node, "additionalProperties") is { } others)
        {
            return others.ValueKind == JsonValueKind.False ? [] : [others];
        }

        // An object of which the schema names no member can have any; one with named members is closed.
        var isOpen = SchemaNodes.Find(node, "patternProperties") is not null || (CanBe(node, "object") && SchemaNodes.Find(node, "properties") is null);
        return isOpen ? [Anything] : [];
    }

    private static IEnumerable<JsonElement> ItemsOf(JsonElement node)
    {
        JsonElement[] items = [.. ItemKeywords.Select(keyword => SchemaNodes.Find(node, keyword)).OfType<JsonElement>()];
        return items.Length == 0
            ? CanBe(node, "array") ? [Anything] : []
            : items.SelectMany(item => item.ValueKind == JsonValueKind.Array ? [.. item.EnumerateArray()] : new[] { item });
    }

    private static bool CanBe(JsonElement node, string type) =>
        SchemaNodes.SaysNothing(node) || SchemaNodes.TypesOf(node).Contains(type, StringComparer.Ordinal);
}
