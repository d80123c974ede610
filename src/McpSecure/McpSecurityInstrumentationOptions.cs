namespace McpSecure;

/// <summary>What <c>AddMcpSecurityInstrumentation</c> collects beside the spans and measurements of McpSecure.</summary>
public sealed class McpSecurityInstrumentationOptions
{
    /// <summary>Gets or sets a value indicating whether what the MCP SDK itself reports is collected as well (<c>Experimental.ModelContextProtocol</c>).</summary>
    /// <value>
    /// The default is <see langword="false"/>. Its spans are the parents of those of McpSecure, which ends each with what may be told; those of messages that the SDK turns away before any filter have the text of
    /// its exception, and those of an MCP client in the same process are as the SDK makes them. Its metrics have the names and URIs that clients make up as tags, and with them a time series for each: drop
    /// <c>gen_ai.tool.name</c>, <c>gen_ai.prompt.name</c>, <c>mcp.resource.uri</c> and <c>mcp.method.name</c> by a view.
    /// </value>
    public bool IncludeSdk { get; set; }
}
