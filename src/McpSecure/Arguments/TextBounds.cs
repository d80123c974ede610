using System.Text.Json;
using McpSecure.Schemas;

namespace McpSecure.Arguments;

/// <summary>
/// Bounds that are texts: the SDK makes them of <c>[Range(typeof(DateTime), …)]</c>. JSON Schema has none of that kind, and an engine that let
/// them pass would check nothing.
/// </summary>
internal static class TextBounds
{
    private static readonly string[] Keywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

    // Under these, a member called as a keyword is none.
    private static readonly string[] ByName = ["properties", "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions"];
    private static readonly string[] Values = ["const", "enum", "default", "examples"];

    /// <summary>One problem for each of them.</summary>
    public static SchemaProblem[] Find(JsonElement schema)
    {
        try
        {
            return [.. In(schema, string.Empty)];
        }
        catch (InvalidOperationException)
        {
            return []; // a text in it is no text, half of a character: for the engine to refuse
        }
    }

    private static IEnumerable<SchemaProblem> In(JsonElement schema, string pointer)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            return schema.EnumerateArray().SelectMany((item, index) => In(item, $"{pointer}/{index}"));
        }

        return schema.ValueKind == JsonValueKind.Object ? schema.EnumerateObject().SelectMany(keyword => Of(keyword, pointer)) : [];
    }

    private static IEnumerable<SchemaProblem> Of(JsonProperty keyword, string pointer)
    {
        if (keyword.Value.ValueKind == JsonValueKind.String && Keywords.Contains(keyword.Name, StringComparer.Ordinal))
        {
            return [new(pointer, keyword.Name, "A bound is a number, and this is a text, as the SDK makes it of [Range(typeof(DateTime), ...)]. Remove the attribute and compare in the tool, or say what the text looks like with [RegularExpression].")];
        }

        if (ByName.Contains(keyword.Name, StringComparer.Ordinal) && keyword.Value.ValueKind == JsonValueKind.Object)
        {
            return keyword.Value.EnumerateObject().SelectMany(named => In(named.Value, $"{pointer}/{keyword.Name}/{JsonPointers.Escaped(named.Name)}"));
        }

        return Values.Contains(keyword.Name, StringComparer.Ordinal) ? [] : In(keyword.Value, $"{pointer}/{keyword.Name}");
    }
}
