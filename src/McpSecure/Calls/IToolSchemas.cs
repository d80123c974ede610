using ModelContextProtocol.Server;

namespace McpSecure.Calls;

/// <summary>The compiled schemas of all tools, whenever they were added or changed.</summary>
internal interface IToolSchemas
{
    /// <summary>Gets the schemas of a tool as it is defined now. Compiled on first sight and again when the definition has changed.</summary>
    ToolSchema Of(McpServerTool tool);
}
