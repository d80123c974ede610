using System.Text.Json;
using McpSecure.Schemas;
using ModelContextProtocol.Server;

namespace McpSecure.Arguments.Hardening;

/// <summary>
/// Makes the schema of a tool say what its author means: objects take nothing they do not name, and a generated schema says what the types
/// behind it can hold. The result is enforced, and advertised, so that a model sees what will be held against it.
/// </summary>
/// <remarks>It never loosens: what the result accepts, the original accepts, but for a <see cref="TimeOnly"/>, of which no value fits the original. Hardening a hardened schema changes nothing.</remarks>
internal static class HardenedSchema
{
    /// <summary>Hardens the input schema that a tool has now.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="defaultDialect">The dialect of a schema without <c>$schema</c>.</param>
    /// <returns>A schema with memory of its own; the tool's is shared with every session and stays as it is.</returns>
    public static JsonElement Of(McpServerTool tool, SchemaDialect defaultDialect = SchemaDialect.Draft202012)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return Of(tool.ProtocolTool.InputSchema, ToolOrigin.Of(tool), defaultDialect);
    }

    /// <summary>Hardens a schema about whose making something is known.</summary>
    /// <param name="schema">Any JSON; what is no schema is handed to the engine as it is, to be refused there.</param>
    /// <param name="origin">How it was made. <see cref="ToolOrigin.Handwritten"/> closes objects and does nothing else.</param>
    /// <param name="defaultDialect">The dialect of a schema without <c>$schema</c>.</param>
    /// <returns>A schema with memory of its own.</returns>
    public static JsonElement Of(JsonElement schema, ToolOrigin origin, SchemaDialect defaultDialect = SchemaDialect.Draft202012)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (schema.ValueKind == JsonValueKind.Undefined)
        {
            return schema;
        }

        try
        {
            return SchemaTree.Of(schema, defaultDialect) is { } tree ? Harden(tree, origin) : schema.Clone();
        }
        catch (InvalidOperationException)
        {
            return schema.Clone(); // a text in it is no text: half of a character
        }
    }

    private static JsonElement Harden(SchemaTree tree, ToolOrigin origin)
    {
        Ownership.Mark(tree);
        if (origin.IsGenerated)
        {
            ClrMarks.Mark(tree, origin.Arguments);
        }

        return SchemaWriter.Write(tree, origin);
    }
}
