using System.Diagnostics.Metrics;
using McpSecure.Calls;
using Microsoft.Extensions.Logging;

namespace McpSecure.Audit;

/// <summary>Says that something could not be put on record: each failure is counted, and the log has one line for each kind within a minute.</summary>
internal sealed partial class AuditFailures(ILoggerFactory loggers, IMeterFactory meters, TimeProvider time, ICallWatch watch)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = loggers.CreateLogger(McpSecurityTelemetry.LogCategory);
    private readonly Counter<long> _failures = meters.Create(McpSecurityTelemetry.MeterName).CreateCounter<long>(
        "mcpsecure.audit.failures", "{entry}", "Entries that a sink of the audit did not take.");

    private readonly Lock _lock = new();
    private long _toldAt;
    private long _since;
    private bool _hasTold;

    public void Tell(Exception failure)
    {
        _failures.Add(1);
        watch.JournalFailed();
        long untold;
        lock (_lock)
        {
            _since++;
            if (_hasTold && time.GetElapsedTime(_toldAt) < Quiet)
            {
                return;
            }

            (_hasTold, _toldAt, untold, _since) = (true, time.GetTimestamp(), _since, 0);
        }

        try
        {
            LogFailure(failure, untold);
        }
        catch (AggregateException)
        {
            // So a logger says that a provider threw. The count stands.
        }
    }

    [LoggerMessage(
        EventId = 40,
        EventName = "mcpsecure.audit_failure",
        Level = LogLevel.Critical,
        Message = "The audit could not be written. Entries lost since this was last said: {Count}")]
    private partial void LogFailure(Exception failure, long count);
}
