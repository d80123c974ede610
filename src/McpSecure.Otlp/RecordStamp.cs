using System.Diagnostics;
using McpSecure.Journal;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace McpSecure.Otlp;

/// <summary>A log record has the time of the record of the journal, not that of its sending, and nothing of the trace in which it is sent.</summary>
/// <remarks>One thread at a time, that which logs.</remarks>
internal sealed class RecordStamp : BaseProcessor<LogRecord>
{
    private JournalRecord? _record;

    /// <summary>Says what is logged next.</summary>
    public void Next(JournalRecord record) => _record = record;

    public override void OnEnd(LogRecord data)
    {
        data.Timestamp = _record!.Time.UtcDateTime;
        data.TraceId = default;
        data.SpanId = default;
        data.TraceFlags = ActivityTraceFlags.None;
    }
}
