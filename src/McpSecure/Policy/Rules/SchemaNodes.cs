using System.Globalization;
using System.Text.Json;

namespace McpSecure.Policy.Rules;

/// <summary>Reads the keywords of one subschema.</summary>
internal static class SchemaNodes
{
    private const int MaximumNodes = 256;

    private static readonly string[] BranchKeywords = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] Composing = [.. BranchKeywords, "$ref"];
    private static readonly string[] Telling = ["type", "const", "enum", "properties"];

    /// <summary>The subschemas themselves, and those that they refer to or branch into.</summary>
    public static List<JsonElement> Expand(JsonElement root, IEnumerable<JsonElement> nodes)
    {
        var open = new Queue<JsonElement>(nodes);
        var expanded = new List<JsonElement>();
        while (expanded.Count < MaximumNodes && open.TryDequeue(out var node))
        {
            expanded.Add(node);
            if (Find(node, "$ref") is { } reference && Target(root, reference) is { } target)
            {
                open.Enqueue(target);
            }

            foreach (var branch in Branches(node))
            {
                open.Enqueue(branch);
            }
        }

        return expanded;
    }

    public static JsonElement? Find(JsonElement node, string keyword) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(keyword, out var value) ? value : null;

    public static IEnumerable<JsonProperty> Members(JsonElement node, string keyword) =>
        Find(node, keyword) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : [];

    /// <summary>The alternatives and additions that a subschema holds.</summary>
    public static IEnumerable<JsonElement> Branches(JsonElement node) => BranchKeywords.SelectMany(keyword => Items(node, keyword));

    /// <summary>Whether other subschemas say what this one is.</summary>
    public static bool IsComposed(JsonElement node) => Array.Exists(Composing, keyword => Find(node, keyword) is not null);

    /// <summary>Whether it takes any value: <c>true</c>, or an object that tells no type.</summary>
    public static bool SaysNothing(JsonElement node) =>
        node.ValueKind != JsonValueKind.False && !IsComposed(node) && !Array.Exists(Telling, keyword => Find(node, keyword) is not null);

    public static IEnumerable<JsonElement>? ValuesOf(JsonElement node) =>
        Find(node, "const") is { } value ? [value] : Find(node, "enum") is { ValueKind: JsonValueKind.Array } values ? values.EnumerateArray() : null;

    public static IEnumerable<string> TypesOf(JsonElement node) => Find(node, "type") switch
    {
        { ValueKind: JsonValueKind.Array } types => types.EnumerateArray().Select(type => type.ToString()),
        { } type => [type.ToString()],
        null => ValuesOf(node)?.Select(TypeOf) ?? (Find(node, "properties") is null ? [] : ["object"]),
    };

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => "null",
    };

    private static JsonElement[] Items(JsonElement node, string keyword) =>
        Find(node, keyword) is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()] : [];

    /// <summary>What a reference within the document leads to.</summary>
    private static JsonElement? Target(JsonElement root, JsonElement reference)
    {
        if (reference.ValueKind != JsonValueKind.String || reference.GetString() is not ['#', .. var pointer])
        {
            return null;
        }

        JsonElement? found = root;
        foreach (var part in Uri.UnescapeDataString(pointer).Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = found is not { } node ? null : node.ValueKind == JsonValueKind.Array ? ElementAt(node, name) : Find(node, name);
        }

        return found;
    }

    private static JsonElement? ElementAt(JsonElement list, string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.GetArrayLength() ? list[index] : null;
}
