using System.Diagnostics;
using System.Diagnostics.Metrics;
using McpSecure.Calls;
using Microsoft.Extensions.Logging;

namespace McpSecure.Limits;

/// <summary>Counts the code that goes on after its time was over and its answer was sent. Nothing can stop it; an operator can see it.</summary>
internal sealed partial class AbandonedCalls
{
    private readonly ILogger _logger;
    private readonly UpDownCounter<long> _running;

    public AbandonedCalls(ILoggerFactory loggers, IMeterFactory meters)
    {
        _logger = loggers.CreateLogger(McpSecurityTelemetry.LogCategory);
        _running = meters.Create(McpSecurityTelemetry.MeterName, typeof(AbandonedCalls).Assembly.GetName().Version?.ToString(3))
            .CreateUpDownCounter<long>("mcpsecure.calls.abandoned", "{call}", "Calls whose time is over and whose code still runs.");
    }

    public void Begun(PrimitiveKind kind, string target) => _running.Add(1, Tags(kind, target));

    public void Ended(PrimitiveKind kind, string target) => _running.Add(-1, Tags(kind, target));

    /// <summary>Says which code did not end when it was told to.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="target">The name under which the server holds it; nothing that a client made up.</param>
    /// <param name="elapsed">How long it has run.</param>
    public void GoesOn(PrimitiveKind kind, string target, TimeSpan elapsed) => LogGoesOn(Wire.NameOf(kind), target, elapsed.TotalSeconds);

    private static TagList Tags(PrimitiveKind kind, string target) => new() { { "mcpsecure.kind", Wire.NameOf(kind) }, { "mcpsecure.target", target } };

    [LoggerMessage(
        24, LogLevel.Warning, "The {Kind} {Target} was told to stop and still runs after {Elapsed:F1} seconds; it keeps its place among the running calls",
        EventName = "mcpsecure.abandoned")]
    private partial void LogGoesOn(string kind, string target, double elapsed);
}
