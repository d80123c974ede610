using System.Reflection;
using ModelContextProtocol.Server;

namespace McpSecure.Arguments.Hardening;

/// <summary>How a tool's input schema was made, and what its arguments are read into.</summary>
internal sealed class ToolOrigin
{
    /// <summary>Gets the origin of a schema that a person or another program wrote.</summary>
    public static ToolOrigin Handwritten { get; } = new();

    /// <summary>Gets a value indicating whether the SDK made the schema from a method's parameters.</summary>
    public bool IsGenerated { get; private init; }

    public static ToolOrigin Of(McpServerTool tool) =>
        tool.Metadata.OfType<MethodInfo>().Any() ? new ToolOrigin { IsGenerated = true } : Handwritten;
}
