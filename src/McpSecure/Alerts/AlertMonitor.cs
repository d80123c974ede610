using System.Diagnostics.Metrics;
using McpSecure.Calls;
using Microsoft.Extensions.Logging;

namespace McpSecure.Alerts;

/// <summary>Watches the traffic, message by message, and says when somebody should look. Never throws, never waits for a sink. Thread-safe.</summary>
internal sealed partial class AlertMonitor : ICallWatch, IAsyncDisposable, IDisposable
{
    private readonly bool _isEnabled;
    private readonly KeyedHash _hash;
    private readonly ToolTable _tools = new();
    private readonly IdentityTable _table;
    private readonly CallerRules _callers;
    private readonly ToolRules _ofTools;
    private readonly AlertDesk _desk;
    private readonly AlertDispatch _dispatch;
    private readonly Thresholds _thresholds;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _journalLock = new();
    private CoolDown _journal;
    private int _failures;

    public AlertMonitor(AlertOptions options, IEnumerable<IAlertSink> sinks, ILoggerFactory loggers, IMeterFactory meters, TimeProvider time, KeyedHash? hash = null)
    {
        _hash = hash ?? new KeyedHash();
        _isEnabled = options.Enabled;
        _time = time;
        _logger = loggers.CreateLogger(McpSecurityTelemetry.LogCategory);
        _thresholds = new Thresholds(options);
        _table = new IdentityTable(_thresholds.IsOn(Rule.Enumeration));
        var meter = meters.Create(McpSecurityTelemetry.MeterName, typeof(AlertMonitor).Assembly.GetName().Version?.ToString(3));
        meter.CreateObservableGauge("mcpsecure.alerts.callers", Callers, "{caller}", "Callers that are watched, by whether it is known yet what is usual for them.");
        meter.CreateObservableCounter("mcpsecure.alerts.shared", () => _table.Shared, "{message}", "Messages of callers for whom there was no place: they are watched together.");
        _dispatch = new AlertDispatch(sinks, loggers, meter, time);
        _desk = new AlertDesk(_thresholds, _dispatch);
        _callers = new CallerRules(_thresholds, new HourRules(options.Hours), _table, _hash, _desk);
        _ofTools = new ToolRules(_thresholds, _callers, _desk);
    }

    /// <summary>Looks at a message that has ended.</summary>
    public void Observe(in CallFacts facts)
    {
        // Notifications, pings and the like are no calls, unless they were refused.
        if (!_isEnabled || (facts.Kind == PrimitiveKind.None && facts.Ending != CallOutcome.Refused))
        {
            return;
        }

        try
        {
            var tool = facts is { Kind: PrimitiveKind.Tool, Target: { } target } && !string.Equals(target, Wire.Other, StringComparison.Ordinal) ? _tools.Of(target) : null;
            var seen = new Seen(facts, _hash.Of(facts.Caller), tool);
            _callers.Observe(seen);
            if (tool is not null)
            {
                _ofTools.Observe(seen, tool);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Failed(exception);
        }
    }

    /// <summary>A record could not be kept.</summary>
    public void JournalFailed()
    {
        if (!_isEnabled || !_thresholds.IsOn(Rule.JournalFailure))
        {
            return;
        }

        try
        {
            var now = _time.GetUtcNow();
            int suppressed, since;
            lock (_journalLock)
            {
                if (!_journal.TryRaise(Seen.SecondsOf(now.UtcTicks), _thresholds.CoolDownSeconds, out suppressed, out since))
                {
                    return;
                }
            }

            _desk.Raise(Rule.JournalFailure, now, suppressed, since);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Failed(exception);
        }
    }

    public ValueTask DisposeAsync() => _dispatch.DisposeAsync();

    public void Dispose() => _dispatch.Dispose();

    private IEnumerable<Measurement<long>> Callers() =>
    [
        new(_table.Learning, new KeyValuePair<string, object?>("mcpsecure.alert.state", "learning")),
        new(_table.Learned, new KeyValuePair<string, object?>("mcpsecure.alert.state", "learned")),
    ];

    /// <summary>A defect here is told once, and touches no call.</summary>
    private void Failed(Exception exception)
    {
        if (Interlocked.Exchange(ref _failures, 1) == 0)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(30, LogLevel.Error, "A message could not be watched; further failures are not logged", EventName = "mcpsecure.alert.failed")]
    private partial void LogFailed(Exception exception);
}
