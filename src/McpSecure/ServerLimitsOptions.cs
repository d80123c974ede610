namespace McpSecure;

/// <summary>What every caller is held to, and what the server takes at all.</summary>
public sealed class ServerLimitsOptions : CallerLimitsOptions
{
    /// <summary>Gets or sets how long a line on standard input may be, on the transport of <c>WithSecureStdioServerTransport</c>. A longer one is answered with an error and skipped.</summary>
    /// <value>Bytes, from 1,024 to 1,073,741,824. The default is 4,194,304.</value>
    public int LineBytes { get; set; } = 4 * 1024 * 1024;
}
