using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpSecure.Audit;

/// <summary>An entry as the journal holds it: a JSON object, without the members that say nothing.</summary>
#pragma warning disable CA1001 // A writer over a buffer holds nothing that has to be let go.
internal sealed class EntryText
#pragma warning restore CA1001
{
    private const int MostPooled = 64;
    private const int MostBytes = 64 * 1024;

    /// <summary>Relaxed, because nobody puts the journal into a page; what is no character of a text is escaped all the same.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ConcurrentBag<EntryText> Pool = [];

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;

    private EntryText() => _writer = new Utf8JsonWriter(_buffer, Options);

    /// <summary>Gets the object in UTF-8.</summary>
    public ReadOnlyMemory<byte> Object => _buffer.WrittenMemory;

    /// <summary>Writes an entry. To be returned when the object is not needed any more.</summary>
    public static EntryText Of(AuditEntry entry)
    {
        var text = Pool.TryTake(out var pooled) ? pooled : new EntryText();
        text._buffer.ResetWrittenCount();
        text._writer.Reset(text._buffer);
        text._writer.WriteStartObject();
        Write(text._writer, entry);
        text._writer.WriteEndObject();
        text._writer.Flush();
        return text;
    }

    public void Return()
    {
        if (_buffer.Capacity <= MostBytes && Pool.Count < MostPooled)
        {
            Pool.Add(this);
        }
    }

    private static void Write(Utf8JsonWriter writer, AuditEntry entry)
    {
        writer.WriteString("kind"u8, NameOf(entry.Kind));
        Text(writer, "call"u8, entry.Call.Length == 0 ? null : entry.Call);
        Text(writer, "resumes"u8, entry.Resumes);
        writer.WriteString("time"u8, entry.Time);
        writer.WriteString("method"u8, entry.Method);
        Text(writer, "target"u8, entry.Target);
        Text(writer, "name"u8, entry.Name);
        Text(writer, "user"u8, entry.User);
        if (entry.Roles.Count > 0)
        {
            writer.WriteStartArray("roles"u8);
            for (var index = 0; index < entry.Roles.Count; index++)
            {
                writer.WriteStringValue(entry.Roles[index]);
            }

            writer.WriteEndArray();
        }

        Decision(writer, entry);
        Contents(writer, entry);
        Text(writer, "trace"u8, entry.Trace);
        if (entry.Count > 0)
        {
            writer.WriteNumber("count"u8, entry.Count);
            writer.WriteString("since"u8, entry.Since);
        }
    }

    private static void Decision(Utf8JsonWriter writer, AuditEntry entry)
    {
        Text(writer, "decided_by"u8, entry.DecidedBy);
        if (entry.Observed)
        {
            writer.WriteBoolean("observed"u8, value: true);
        }

        Text(writer, "outcome"u8, entry.Outcome);
        Text(writer, "code"u8, entry.Code);
        Text(writer, "guard"u8, entry.Guard);
        Text(writer, "error"u8, entry.ErrorType);
        if (entry.Duration > TimeSpan.Zero)
        {
            writer.WriteNumber("ms"u8, Math.Round(entry.Duration.TotalMilliseconds, 3));
        }

        if (entry.Approval is not null)
        {
            writer.WriteString("approval"u8, entry.Approval);
            Text(writer, "approval_by"u8, entry.ApprovalBy);
            Text(writer, "approval_shown"u8, entry.ApprovalShown);
            writer.WriteNumber("approval_ms"u8, Math.Round(entry.ApprovalLatency.TotalMilliseconds));
        }
    }

    private static void Contents(Utf8JsonWriter writer, AuditEntry entry)
    {
        if (!entry.Arguments.IsEmpty)
        {
            writer.WritePropertyName("args"u8);
            writer.WriteRawValue(entry.Arguments.Span);
        }

        Number(writer, "args_bytes"u8, entry.ArgumentBytes);
        Text(writer, "args_digest"u8, entry.ArgumentsDigest);
        Number(writer, "redactions"u8, entry.Redactions == 0 ? null : entry.Redactions);
        Number(writer, "result_bytes"u8, entry.ResultBytes);
        Text(writer, "result_digest"u8, entry.ResultDigest);
    }

    private static void Text(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static string NameOf(AuditEntryKind kind) => kind switch
    {
        AuditEntryKind.Intent => "intent",
        AuditEntryKind.Outcome => "outcome",
        AuditEntryKind.Suspended => "suspended",
        AuditEntryKind.Refusal => "refusal",
        AuditEntryKind.Summary => "summary",
        _ => "none",
    };
}
