using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Compilation;

/// <summary>Takes what the author of a schema should know of it.</summary>
internal sealed class FactsCollector
{
    private readonly Dictionary<SchemaNode, Place> _values = [];
    private readonly Dictionary<SchemaNode, bool> _closed = [];
    private readonly List<Place> _unanchored = [];
    private readonly List<Place> _backtracking = [];
    private readonly SortedSet<string> _ignoredFormats = new(StringComparer.Ordinal);

    /// <summary>Adds a subschema that is all there is about some value.</summary>
    public void AddValue(SchemaNode node, Place place) => _values.TryAdd(node, place);

    public void AddUnanchored(Place place) => _unanchored.Add(place);

    public void AddBacktracking(Place place) => _backtracking.Add(place);

    public void AddIgnoredFormat(string name) => _ignoredFormats.Add(name);

    public SchemaFacts ToFacts(SchemaDialect dialect) => new()
    {
        Dialect = dialect,
        OpaquePointers = Pointers(_values.Where(pair => IsOpaque(pair.Key)).Select(pair => pair.Value)),
        OpenObjectPointers = Pointers(_values.Where(pair => IsOpen(pair.Key)).Select(pair => pair.Value)),
        UnanchoredPatternPointers = Pointers(_unanchored),
        BacktrackingPointers = Pointers(_backtracking),
        IgnoredFormats = [.. _ignoredFormats],
    };

    private static string[] Pointers(IEnumerable<Place> places) => [.. places.Select(place => place.ToString()).Distinct(StringComparer.Ordinal)];

    private static bool IsOpaque(SchemaNode node) =>
        node is { Applicators: null, Enum: null, Const: null, Strings: null, Numbers: null }
        && (node.DeclaredTypes == JsonTypes.Any || (node.DeclaredTypes & JsonTypes.Object) != JsonTypes.None)
        && (node.Objects is null || (node.Objects is { Properties.Length: 0, Patterns.Length: 0, NameNode: null } && AllowsAll(node.Objects.Additional)))
        && node.Arrays is not { Items: not null } and not { Prefix.Length: > 0 };

    private static bool AllowsAll(SchemaNode? node) => node is null || (IsOpaque(node) && node.DeclaredTypes == JsonTypes.Any);

    private bool IsOpen(SchemaNode node) =>
        (node.Types & JsonTypes.Object) != JsonTypes.None
        && !IsClosed(node)
        && IsAboutObjects(node);

    // What a reference leads to is a value of its own.
    private static bool IsAboutObjects(SchemaNode node) =>
        node.Objects is not null
        || (node.DeclaredTypes != JsonTypes.Any && (node.DeclaredTypes & JsonTypes.Object) != JsonTypes.None)
        || (node.Applicators is { } applicators
            && applicators.AllOf.Concat(applicators.AnyOf?.All ?? []).Concat(applicators.OneOf?.All ?? []).Any(IsAboutObjects));

    /// <summary>Whether an object takes no member that nothing is said of.</summary>
    private bool IsClosed(SchemaNode node)
    {
        if (!_closed.TryGetValue(node, out var closed))
        {
            closed = Closes(node);
            _closed.Add(node, closed);
        }

        return closed;
    }

    private bool Closes(SchemaNode node) =>
        (node.Types & JsonTypes.Object) == JsonTypes.None
        || node.Enum is not null
        || node.Const is not null
        || (node.Objects is { } objects && !AllowsAll(objects.Additional))
        || (node.Applicators is { } applicators && IsClosed(applicators));

    private bool IsClosed(Applicators applicators) =>
        (applicators.UnevaluatedProperties is { } rest && !AllowsAll(rest))
        || applicators.References.Any(IsClosed)
        || applicators.AllOf.Any(IsClosed)
        || applicators.AnyOf?.All.All(IsClosed) == true
        || applicators.OneOf?.All.All(IsClosed) == true;
}
