using System.Diagnostics;
using System.Text.Json;
using McpSecure.Journal;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace McpSecure.Otlp;

/// <summary>A log record has the time and the trace of the record of the journal, not those of its sending.</summary>
/// <remarks>One thread at a time, that which logs.</remarks>
internal sealed class RecordStamp : BaseProcessor<LogRecord>
{
    private JournalRecord? _record;

    /// <summary>Says what is logged next.</summary>
    public void Next(JournalRecord record) => _record = record;

    public override void OnEnd(LogRecord data)
    {
        data.Timestamp = _record!.Time.UtcDateTime;
        data.TraceId = TraceOf(_record);
        data.SpanId = default;
        data.TraceFlags = ActivityTraceFlags.None;
    }

    private static ActivityTraceId TraceOf(JournalRecord record) =>
        record.Own is null && JsonElement.Parse(record.Record.Span).TryGetProperty("trace", out var trace) && trace.GetString() is { Length: 32 } id
            ? ActivityTraceId.CreateFromString(id)
            : default;
}
