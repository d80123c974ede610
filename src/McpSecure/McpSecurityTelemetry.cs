namespace McpSecure;

/// <summary>The names under which McpSecure reports to OpenTelemetry.</summary>
public static class McpSecurityTelemetry
{
    /// <summary>The activity source: one span for each message that reaches McpSecure.</summary>
    public const string ActivitySourceName = "McpSecure";

    /// <summary>The meter: a counter and a duration histogram of the same messages, callers who have to wait, and calls whose code runs past its time.</summary>
    public const string MeterName = "McpSecure";

    /// <summary>The logging category of the records. It is never forwarded to a client.</summary>
    public const string LogCategory = "McpSecure.Audit";

    /// <summary>The logging category of the copies of the journal, where <see cref="AuditOptions.ForwardToLog"/> asks for them. It is never forwarded to a client.</summary>
    public const string JournalLogCategory = "McpSecure.Journal";

    /// <summary>The activity source, and the meter, of the MCP SDK.</summary>
    internal const string SdkName = "Experimental.ModelContextProtocol";
}
