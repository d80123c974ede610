using System.Text.Json;

namespace McpSecure.Schemas.Evaluation;

/// <summary>A value, or an object that is given by its members.</summary>
internal readonly struct Instance
{
    public readonly JsonElement Element;
    public readonly Dictionary<string, JsonElement>? Members;

    public Instance(JsonElement element) => Element = element;

    public Instance(Dictionary<string, JsonElement> members) => Members = members;

    public JsonValueKind Kind => Members is null ? Element.ValueKind : JsonValueKind.Object;

    /// <summary>Gets how many members or items there are.</summary>
    public int Count => Members?.Count ?? (Element.ValueKind == JsonValueKind.Array ? Element.GetArrayLength() : Element.GetPropertyCount());
}
