using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Calls;
using Microsoft.Extensions.AI;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace McpSecure.Arguments.Hardening;

/// <summary>How a tool's input schema was made, and what its arguments are read into.</summary>
internal sealed class ToolOrigin
{
    /// <summary>Gets the origin of a schema that a person or another program wrote.</summary>
    public static ToolOrigin Handwritten { get; } = new();

    /// <summary>Gets a value indicating whether the SDK made the schema from a method's parameters.</summary>
    public bool IsGenerated { get; private init; }

    /// <summary>Gets what the arguments are read into. It holds whoever wrote the schema: the binder does not look at it.</summary>
    public ClrShape Arguments { get; private init; } = ClrShape.Unknown;

    public static ToolOrigin Of(McpServerTool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        var function = SdkTool.FunctionOf(tool);
        var method = function?.UnderlyingMethod ?? tool.Metadata.OfType<MethodInfo>().FirstOrDefault();
        return method is null ? Handwritten : new ToolOrigin
        {
            IsGenerated = function is null || IsOf(function, tool.ProtocolTool.InputSchema),
            Arguments = ShapeOf(method, function?.JsonSerializerOptions ?? McpJsonUtilities.DefaultOptions),
        };
    }

    private static ClrShape ShapeOf(MethodInfo method, JsonSerializerOptions options)
    {
        var shapes = new ClrShapes(options);
        var members = new ClrMembers(isCaseInsensitive: false);
        foreach (var parameter in method.GetParameters())
        {
            members.Add(parameter.Name ?? string.Empty, shapes.Of(parameter.ParameterType));
        }

        return new ClrShape { Members = members };
    }

    /// <summary>Whether the schema is still the one that was made with the function: it can be set at run time.</summary>
    private static bool IsOf(AIFunction function, JsonElement schema) =>
        JsonElement.DeepEquals(function.JsonSchema, schema) || JsonElement.DeepEquals(function.JsonSchema, WithoutHeaders(schema));

    // The SDK adds these to what the function says.
    private static JsonElement WithoutHeaders(JsonElement schema)
    {
        if (JsonNode.Parse(schema.GetRawText()) is not JsonObject root
            || root["properties"] is not JsonObject properties)
        {
            return schema;
        }

        foreach (var (_, property) in properties)
        {
            (property as JsonObject)?.Remove("x-mcp-header");
        }

        using var document = JsonDocument.Parse(root.ToJsonString());
        return document.RootElement.Clone();
    }
}
