using System.Text.Json;

namespace McpSecure.Schemas.Compilation;

/// <summary>A schema with a URI of its own: a document, or a part of one with an <c>$id</c>.</summary>
internal sealed class SchemaResource(SchemaDocument document, string uri, Dialect dialect, Vocabularies vocabularies, int number)
{
    private Dictionary<string, SchemaLocation>? _anchors;
    private List<KeyValuePair<string, SchemaLocation>>? _dynamicAnchors;

    public SchemaDocument Document { get; } = document;

    public UriReference Uri { get; } = UriReference.Parse(uri);

    public Dialect Dialect { get; } = dialect;

    public Vocabularies Vocabularies { get; } = vocabularies;

    /// <summary>Gets a number that tells resources apart.</summary>
    public int Number { get; } = number;

    public SchemaLocation Root { get; private set; }

    public IReadOnlyList<KeyValuePair<string, SchemaLocation>> DynamicAnchors => _dynamicAnchors ?? [];

    public void StartsAt(JsonElement element, Place place) => Root = new SchemaLocation(element, this, place);

    /// <summary>Adds an anchor; <see langword="false"/> if there is one of that name.</summary>
    public bool AddAnchor(string name, SchemaLocation location) =>
        (_anchors ??= new Dictionary<string, SchemaLocation>(StringComparer.Ordinal)).TryAdd(name, location);

    public void AddDynamicAnchor(string name, SchemaLocation location) => (_dynamicAnchors ??= []).Add(new(name, location));

    public bool TryGetAnchor(string name, out SchemaLocation location)
    {
        location = default;
        return _anchors?.TryGetValue(name, out location) == true;
    }

    public bool IsDynamicAnchor(string name) => _dynamicAnchors?.Exists(anchor => string.Equals(anchor.Key, name, StringComparison.Ordinal)) == true;
}
