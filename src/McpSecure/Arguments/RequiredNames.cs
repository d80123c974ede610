using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Schemas.Values;

namespace McpSecure.Arguments;

/// <summary>Does a tool require an argument that it refuses as unknown? Such a schema is sound, and no call fits it.</summary>
internal static class RequiredNames
{
    /// <summary>Finds them among the arguments themselves.</summary>
    /// <param name="hardened">The schema as it is enforced.</param>
    /// <returns>A sentence for each.</returns>
    public static IEnumerable<string> Unknown(JsonElement hardened)
    {
        if (Find(hardened, "additionalProperties") is not { ValueKind: JsonValueKind.False } || Find(hardened, "patternProperties") is not null)
        {
            return [];
        }

        string[] known = Find(hardened, "properties") is { ValueKind: JsonValueKind.Object } properties
            ? [.. properties.EnumerateObject().Select(property => property.Name)]
            : [];
        return from name in Texts(Find(hardened, "required")).Except(known, StringComparer.Ordinal)
               let nearest = Nearest.Of(name, known)
               select $"its inputSchema requires '{Echo.Of(name)}' and takes no such argument, so that every call would be refused. "
                   + (nearest is null ? "Declare it under 'properties', or say additionalProperties: true." : $"Did you mean '{nearest}'?");
    }

    private static JsonElement? Find(JsonElement schema, string keyword) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(keyword, out var value) ? value : null;

    private static IEnumerable<string> Texts(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } items
        ? items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
        : [];
}
