namespace McpSecure;

/// <summary>What <c>AddMcpSecurityInstrumentation</c> collects beside the spans of McpSecure.</summary>
public sealed class McpSecurityInstrumentationOptions
{
    /// <summary>Gets or sets a value indicating whether the spans of the MCP SDK are collected as well (<c>Experimental.ModelContextProtocol</c>).</summary>
    /// <value>
    /// The default is <see langword="false"/>. They are the parents of those of McpSecure, which ends each with what may be told; those of messages that the SDK turns away before any filter have the text of
    /// its exception, and those of an MCP client in the same process are as the SDK makes them. Its metrics are another matter, and never collected: they have the names and URIs that clients make up as tags,
    /// and with them a time series for each.
    /// </value>
    public bool IncludeSdkSpans { get; set; }
}
