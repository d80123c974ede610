using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Policy.Paths;

namespace McpSecure.Arguments.Hardening;

/// <summary>Writes into a hardened schema which texts are paths, beneath which root, and how long they may be.</summary>
internal static class PathMarks
{
    private const int MaximumLength = 4096;
    private const int MaximumDepth = 1000;

    private static readonly string[] Branches = ["allOf", "anyOf", "oneOf"];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaximumDepth };

    /// <summary>Marks the paths.</summary>
    /// <returns>A schema with memory of its own, or the same if there is nothing to mark.</returns>
    public static JsonElement Write(JsonElement schema, IReadOnlyList<DefinedPath> paths)
    {
        var options = new JsonDocumentOptions { MaxDepth = MaximumDepth };
        if (paths.Count == 0 || JsonNode.Parse(schema.GetRawText(), documentOptions: options) is not JsonObject root)
        {
            return schema;
        }

        foreach (var path in paths)
        {
            Mark(root, path, step: 0);
        }

        return JsonElement.Parse(root.ToJsonString(Relaxed), options);
    }

    private static void Mark(JsonNode? node, DefinedPath path, int step)
    {
        if (node is not JsonObject schema)
        {
            return;
        }

        foreach (var branch in Branches.SelectMany(keyword => schema[keyword] as JsonArray ?? []))
        {
            Mark(branch, path, step);
        }

        if (step == path.Argument.Steps.Length)
        {
            MarkText(schema, path);
        }
        else if (path.Argument.Steps[step] is { } name)
        {
            Mark((schema["properties"] as JsonObject)?[name], path, step + 1);
        }
        else
        {
            Mark(schema["items"], path, step + 1);
        }
    }

    private static void MarkText(JsonObject schema, DefinedPath path)
    {
        schema[DefinedPath.Keyword] = path.Root;
        if (schema["maxLength"] is not JsonValue known || known.GetValueKind() != JsonValueKind.Number || !known.TryGetValue<decimal>(out var length) || length > MaximumLength)
        {
            schema["maxLength"] = MaximumLength;
        }
    }
}
