using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace McpSecure.Audit.Forwarding;

/// <summary>What is told of forwarding, to the log and in numbers.</summary>
internal sealed partial class ForwardTelling
{
    private const string Receiver = "mcpsecure.journal.receiver";

    private readonly ILogger _logger;
    private readonly Counter<long> _failures;

    public ForwardTelling(ILoggerFactory loggers, IMeterFactory meters, Func<IEnumerable<(string Receiver, long Records)>> backlog)
    {
        _logger = loggers.CreateLogger(McpSecurityTelemetry.LogCategory);
        var meter = meters.Create(McpSecurityTelemetry.MeterName);
        _failures = meter.CreateCounter<long>("mcpsecure.journal.forward.failures", "{failure}", "Times that a receiver of the journal did not take what it was given.");
        meter.CreateObservableGauge(
            "mcpsecure.journal.forward.backlog",
            () => backlog().Select(one => new Measurement<long>(one.Records, new KeyValuePair<string, object?>(Receiver, one.Receiver))),
            "{record}",
            "Records of the journal that a receiver does not have yet.");
    }

    /// <summary>Counts a failure; the first of a row is logged.</summary>
    public void Failed(string receiver, Exception failure, bool isFirst)
    {
        _failures.Add(1, new KeyValuePair<string, object?>(Receiver, receiver));
        if (isFirst)
        {
            Log(() => LogFailing(failure, receiver));
        }
    }

    public void CaughtUp(string receiver) => Log(() => LogCaughtUp(receiver));

    public void Gap(string receiver, long records) => Log(() => LogGap(records, receiver));

    public void CursorMisfit(string receiver) => Log(() => LogMisfit(receiver));

    public void CursorUnsaved(string receiver, string error) => Log(() => LogUnsaved(receiver, error));

    public void Broken(string receiver, Exception failure) => Log(() => LogBroken(failure, receiver));

    /// <summary>A logger throws where a provider did. What was to be told has been counted.</summary>
    private static void Log(Action write)
    {
        try
        {
            write();
        }
        catch (AggregateException)
        {
            // as above
        }
    }

    [LoggerMessage(43, LogLevel.Warning, "{Receiver} does not take the records of the journal. They are kept, and offered again", EventName = "mcpsecure.forward_failing")]
    private partial void LogFailing(Exception failure, string receiver);

    [LoggerMessage(44, LogLevel.Information, "{Receiver} takes the records of the journal again", EventName = "mcpsecure.forward_resumed")]
    private partial void LogCaughtUp(string receiver);

    [LoggerMessage(45, LogLevel.Error, "{Count} records were moved out of the directory of the journal before {Receiver} had them", EventName = "mcpsecure.forward_gap")]
    private partial void LogGap(long count, string receiver);

    [LoggerMessage(46, LogLevel.Warning, "What was kept of how far {Receiver} had come is not of this journal, or cannot be read. It gets all records there are", EventName = "mcpsecure.forward_restarted")]
    private partial void LogMisfit(string receiver);

    [LoggerMessage(47, LogLevel.Error, "How far {Receiver} has come cannot be kept ({Error}): after a restart it gets records again", EventName = "mcpsecure.forward_cursor_unsaved")]
    private partial void LogUnsaved(string receiver, string error);

    [LoggerMessage(48, LogLevel.Critical, "The journal is not as it was written. Nothing more of it goes to {Receiver} until the server starts anew", EventName = "mcpsecure.forward_broken")]
    private partial void LogBroken(Exception failure, string receiver);
}
