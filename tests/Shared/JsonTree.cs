using System.Text;
using System.Text.Json;

namespace McpSecure.Tests.BadInput;

/// <summary>JSON that can be changed into what JSON libraries refuse to build: keys given twice, escapes of half characters, any number.</summary>
internal sealed class JsonTree
{
    private JsonTree(string? scalar) => Scalar = scalar;

    /// <summary>The text of a string, number or literal as it is written; null for objects and arrays.</summary>
    public string? Scalar { get; set; }

    public bool IsArray { get; private init; }

    /// <summary>Members of an object, or elements of an array, whose keys are not written.</summary>
    public List<(string Key, JsonTree Value)> Members { get; } = [];

    public bool IsObject => Scalar is null && !IsArray;

    public bool IsText => Scalar is ['"', ..];

    public static JsonTree Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    public static JsonTree Raw(string scalar) => new(scalar);

    public static JsonTree Text(string text) => new(JsonSerializer.Serialize(text));

    public static JsonTree Around(JsonTree inner, bool asArray)
    {
        var tree = new JsonTree(null) { IsArray = asArray };
        tree.Members.Add(("x", inner));
        return tree;
    }

    /// <summary>Every object and array, the root first.</summary>
    public IEnumerable<JsonTree> Containers() =>
        Scalar is null ? Members.SelectMany(member => member.Value.Containers()).Prepend(this) : [];

    public override string ToString() => Write(new StringBuilder()).ToString();

    private static JsonTree Of(JsonElement element)
    {
        var tree = new JsonTree(element.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? null : element.GetRawText())
        {
            IsArray = element.ValueKind == JsonValueKind.Array,
        };
        tree.Members.AddRange(element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(member => (member.Name, Of(member.Value))),
            JsonValueKind.Array => element.EnumerateArray().Select(item => ("", Of(item))),
            _ => [],
        });
        return tree;
    }

    private StringBuilder Write(StringBuilder to)
    {
        if (Scalar is not null)
        {
            return to.Append(Scalar);
        }

        to.Append(IsArray ? '[' : '{');
        foreach (var (key, value) in Members)
        {
            if (to[^1] is not ('[' or '{'))
            {
                to.Append(',');
            }

            if (!IsArray)
            {
                to.Append('"').Append(key).Append("\":");
            }

            value.Write(to);
        }

        return to.Append(IsArray ? ']' : '}');
    }
}
