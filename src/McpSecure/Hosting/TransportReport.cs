using Microsoft.Extensions.Logging;

namespace McpSecure.Hosting;

/// <summary>Tells the operator, once, that a client can send lines of any length.</summary>
internal sealed partial class TransportReport(ILoggerFactory loggers, RegisteredServices registered)
{
    private readonly ILogger _logger = loggers.CreateLogger(nameof(McpSecure));

    public void Write()
    {
        if (registered.HasPlainStdio)
        {
            LogPlain();
        }
    }

    [LoggerMessage(
        26, LogLevel.Warning,
        "WithStdioServerTransport() reads lines of any length into memory, before anything can refuse them. " +
        "Use WithSecureStdioServerTransport() in its place: it skips lines that are longer than McpSecurity:Limits:LineBytes.")]
    private partial void LogPlain();
}
