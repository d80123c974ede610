using System.Text.Json;
using McpSecure.Policy.Rules;

namespace McpSecure.Hosting;

/// <summary>Finds the arguments of a tool that are open texts, or lists of them, and are named like something.</summary>
internal static class NamedTexts
{
    private const int MaximumDepth = 8;

    /// <summary>Their places, such as <c>edits[*].path</c>.</summary>
    /// <param name="schema">The schema of the tool.</param>
    /// <param name="isMeant">Whether a text is meant, by its name and its schema.</param>
    public static IEnumerable<string> In(JsonElement schema, Func<string, JsonElement, bool> isMeant) =>
        Below(schema, string.Empty, isMeant, MaximumDepth).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Below(JsonElement schema, string place, Func<string, JsonElement, bool> isMeant, int depth)
    {
        if (depth == 0)
        {
            return [];
        }

        return
        [
            .. from property in SchemaNodes.Members(schema, "properties")
               let path = place.Length == 0 ? property.Name : $"{place}.{property.Name}"
               from found in Of(property.Value, path, property.Name, isMeant, depth)
               select found,
            .. SchemaNodes.Branches(schema).SelectMany(branch => Below(branch, place, isMeant, depth - 1)),
        ];
    }

    private static IEnumerable<string> Of(JsonElement schema, string path, string name, Func<string, JsonElement, bool> isMeant, int depth)
    {
        var items = SchemaNodes.Find(schema, "items") ?? default;
        return
        [
            .. IsOpenText(schema) && isMeant(name, schema) ? [path] : Array.Empty<string>(),
            .. IsOpenText(items) && isMeant(name, items) ? [$"{path}[*]"] : Array.Empty<string>(),
            .. Below(schema, path, isMeant, depth - 1),
            .. Below(items, $"{path}[*]", isMeant, depth - 1),
        ];
    }

    private static bool IsOpenText(JsonElement schema) =>
        SchemaNodes.TypesOf(schema).Contains("string", StringComparer.Ordinal) && SchemaNodes.ValuesOf(schema) is null;
}
