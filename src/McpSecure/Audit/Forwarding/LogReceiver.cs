using System.Text;
using System.Text.Json;
using McpSecure.Journal;
using Microsoft.Extensions.Logging;

namespace McpSecure.Audit.Forwarding;

/// <summary>Writes each record as a log event: as sure as the providers of the log are, of which none says whether it has it.</summary>
internal sealed partial class LogReceiver(ILoggerFactory loggers) : IJournalReceiver
{
    private readonly ILogger _logger = loggers.CreateLogger(McpSecurityTelemetry.JournalLogCategory);

    public string Name => "log";

    public ValueTask ReceiveAsync(string chain, IReadOnlyList<JournalRecord> records, CancellationToken cancellationToken)
    {
        if (!_logger.IsEnabled(LogLevel.Information))
        {
            throw new InvalidOperationException($"The log takes nothing of the category {McpSecurityTelemetry.JournalLogCategory} at the level Information: see Logging:LogLevel.");
        }

        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(chain, record);
        }

        return default;
    }

    /// <summary>A member, where there is one that can be read. The line goes out as it is: one that cannot be read must not keep back all that follow.</summary>
    private static string Text(JsonElement record, string name)
    {
        try
        {
            return record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "-";
        }
        catch (InvalidOperationException)
        {
            return "-"; // half of a character
        }
    }

    private static JsonElement MembersOf(JournalRecord record)
    {
        try
        {
            return record.Own is null ? JsonElement.Parse(record.Record.Span) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private void Write(string chain, JournalRecord record)
    {
        var members = MembersOf(record);
        var (kind, method, target) = (record.Own ?? Text(members, "kind"), Text(members, "method"), Text(members, "target"));
        var (user, outcome, code, trace) = (Text(members, "user"), Text(members, "outcome"), Text(members, "code"), Text(members, "trace"));
        var (time, line) = (record.Time.UtcDateTime, Encoding.UTF8.GetString(record.Line.Span));
        LogRecord(chain, record.Sequence, time, kind, method, target, user, outcome, code, trace, line);
    }

    [LoggerMessage(
        EventId = 49,
        EventName = "mcpsecure.journal",
        Level = LogLevel.Information,
        SkipEnabledCheck = true,
        Message = "{Chain} {Sequence} {Time:O} {Kind}: {Method} {Target} for {User}, {Outcome} {Code}, trace {Trace}: {Line}")]
    private partial void LogRecord(
        string chain, long sequence, DateTime time, string kind, string method, string target, string user, string outcome, string code, string trace, string line);
}
