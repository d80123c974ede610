using System.Runtime.InteropServices;
using System.Text.Json;

namespace McpSecure.Schemas.Compilation;

/// <summary>A schema as it came, and the resources in it.</summary>
internal sealed class SchemaDocument(JsonElement root, Place place, int number)
{
    private readonly Dictionary<int, SchemaResource> _resources = [];

    public JsonElement Root { get; } = root;

    public Place Place { get; } = place;

    /// <summary>Gets a number that tells documents apart.</summary>
    public int Number { get; } = number;

    /// <summary>Where in the text of the document a value begins: no two values begin at the same place.</summary>
    public int OffsetOf(JsonElement element)
    {
        JsonMarshal.GetRawUtf8Value(Root).Overlaps(JsonMarshal.GetRawUtf8Value(element), out var offset);
        return offset;
    }

    public void Add(SchemaResource resource, JsonElement element) => _resources[OffsetOf(element)] = resource;

    /// <summary>The resource that a value is the root of.</summary>
    public SchemaResource? ResourceAt(JsonElement element) =>
        _resources.Count == 1 ? null : _resources.GetValueOrDefault(OffsetOf(element));
}
