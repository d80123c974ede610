using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>A schema as it came, and the resources in it.</summary>
internal sealed class SchemaDocument(JsonElement root, Place place, int number)
{
    private readonly Dictionary<int, SchemaResource> _resources = [];
    private readonly Dictionary<int, Dictionary<string, JsonElement>> _members = [];

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

    /// <summary>One step of a JSON Pointer. Whoever refers to one definition refers to others beside it.</summary>
    public bool TryStep(JsonElement element, string segment, out JsonElement inner)
    {
        inner = default;
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return false;
        }

        var offset = OffsetOf(element);
        if (!_members.TryGetValue(offset, out var members))
        {
            members = MembersOf(element);
            _members.Add(offset, members);
        }

        return members.TryGetValue(segment, out inner);
    }

    /// <summary>The resource that a value is the root of.</summary>
    public SchemaResource? ResourceAt(JsonElement element) =>
        _resources.Count == 1 ? null : _resources.GetValueOrDefault(OffsetOf(element));

    private static Dictionary<string, JsonElement> MembersOf(JsonElement element)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : default)
        {
            members.Add(members.Count.ToString(CultureInfo.InvariantCulture), item);
        }

        foreach (var member in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default)
        {
            members.TryAdd(JsonMembers.NameOf(member), member.Value);
        }

        return members;
    }
}
