using System.Diagnostics.Metrics;
using McpSecure.Calls;
using Microsoft.Extensions.Logging;

namespace McpSecure.Alerts;

/// <summary>Every alert is a log event and a measurement.</summary>
internal sealed partial class LogAlertSink(ILogger logger, Meter meter) : IAlertSink
{
    private readonly Counter<long> _alerts = meter.CreateCounter<long>("mcpsecure.alerts", "{alert}", "Alerts, by rule.");

    public ValueTask SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        _alerts.Add(1, new KeyValuePair<string, object?>("security_rule.name", alert.Rule));
        var level = LevelOf(alert.Severity);
        if (!logger.IsEnabled(level))
        {
            return ValueTask.CompletedTask;
        }

        Log(
            level, alert.Rule, alert.Caller is { } caller ? Echo.Of(caller) : "-", alert.Tool ?? "-", alert.Observed, alert.Expected, alert.Window.TotalSeconds, alert.Count,
            alert.FirstSeen, alert.LastSeen, alert.Suppressed, alert.Key);
        return ValueTask.CompletedTask;
    }

    private static LogLevel LevelOf(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Information => LogLevel.Information,
        AlertSeverity.Error => LogLevel.Error,
        _ => LogLevel.Warning,
    };

    [LoggerMessage(
        EventId = 28,
        EventName = "mcpsecure.alert",
        SkipEnabledCheck = true,
        Message = "{Rule}: {Caller} {Tool} observed {Observed:0.##} where {Expected:0.##} is usual, within {Window} s, {Count} since {FirstSeen:O} until {LastSeen:O}, {Suppressed} untold before, key {Key}")]
    private partial void Log(
        LogLevel level, string rule, string caller, string tool, double observed, double expected, double window, long count, DateTimeOffset firstSeen,
        DateTimeOffset lastSeen, long suppressed, string key);
}
