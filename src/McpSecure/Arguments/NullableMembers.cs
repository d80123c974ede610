using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSecure.Arguments;

/// <summary>
/// Output schemas as results are held against them: a member that is missing counts as <see langword="null"/>. The SDK says "required" of
/// every member of a record, and then leaves out those that are null.
/// </summary>
internal static class NullableMembers
{
    private const int MaxReferences = 16;

    private static readonly string[] Values = ["const", "enum", "default", "examples"];
    private static readonly string[] ByName = ["properties", "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions"];

    /// <summary>Takes out of <c>required</c> what may be null.</summary>
    public static JsonElement MadeOptional(JsonElement schema)
    {
        try
        {
            if (JsonNode.Parse(schema.GetRawText()) is not JsonObject root)
            {
                return schema;
            }

            Visit(root, root);
            return JsonElement.Parse(root.ToJsonString());
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or JsonException)
        {
            return schema; // a key twice, or half a character: for the engine to refuse
        }
    }

    private static void Visit(JsonNode? node, JsonObject root)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Visit(item, root);
            }
        }

        if (node is not JsonObject schema)
        {
            return;
        }

        if (schema["required"] is JsonArray required && schema["properties"] is JsonObject properties)
        {
            required.RemoveAll(name => name?.GetValueKind() == JsonValueKind.String && properties[name.GetValue<string>()] is { } member && AdmitsNull(member, root, MaxReferences));
        }

        foreach (var (keyword, value) in schema)
        {
            if (ByName.Contains(keyword, StringComparer.Ordinal) && value is JsonObject members)
            {
                VisitAll(members, root);
            }
            else if (!Values.Contains(keyword, StringComparer.Ordinal))
            {
                Visit(value, root);
            }
        }
    }

    // A member may be called as a keyword is.
    private static void VisitAll(JsonObject schemas, JsonObject root)
    {
        foreach (var (_, schema) in schemas)
        {
            Visit(schema, root);
        }
    }

    private static bool AdmitsNull(JsonNode? node, JsonObject root, int references)
    {
        if (node is not JsonObject schema)
        {
            return node?.GetValueKind() == JsonValueKind.True;
        }

        if (schema["$ref"] is JsonValue reference)
        {
            return references > 0 && AdmitsNull(Find(root, reference.GetValue<string>()), root, references - 1);
        }

        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray branches)
        {
            return branches.Any(branch => AdmitsNull(branch, root, references));
        }

        return schema["type"] switch
        {
            JsonArray types => types.Any(type => type?.GetValue<string>() is "null"),
            JsonValue type => type.GetValue<string>() is "null",
            _ => schema["enum"] is JsonArray values ? values.Contains(null) : !schema.ContainsKey("const") && !schema.ContainsKey("allOf"),
        };
    }

    private static JsonNode? Find(JsonNode root, string reference)
    {
        JsonNode? found = reference.StartsWith('#') ? root : null;
        foreach (var part in JsonPointers.Parts(Uri.UnescapeDataString(reference)))
        {
            found = found switch
            {
                JsonObject members => members[part],
                JsonArray items when int.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < items.Count => items[index],
                _ => null,
            };
        }

        return found;
    }
}
