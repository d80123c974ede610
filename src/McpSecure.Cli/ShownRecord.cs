using System.Buffers;
using System.Text;
using System.Text.Json;
using McpSecure.Journal;

namespace McpSecure.Cli;

/// <summary>What of a record is shown. Whatever is missing in it, or is something else than expected, is shown as nothing.</summary>
internal sealed class ShownRecord
{
    private static readonly string[] Refusals = ["refusal", "summary"];

    private readonly JournalRecord _record;
    private readonly JsonElement _members;

    public ShownRecord(JournalRecord record)
    {
        _record = record;
        _members = Parse((record.Own is null ? record.Record : record.Line).Span);
    }

    public long Sequence => _record.Sequence;

    public DateTimeOffset Time => _record.Time;

    public string Kind => _record.Own is { } own ? $"({own})" : Text("kind") ?? "?";

    public string Call => Text("call") ?? string.Empty;

    public string? User => Text("user");

    public string? Target => Text("target");

    public bool IsRefused => _record.Own is null && (Refusals.Contains(Kind, StringComparer.Ordinal) || string.Equals(Text("outcome"), "refused", StringComparison.Ordinal));

    /// <summary>Gets who called: the user, and the roles in brackets.</summary>
    public string Caller => string.Join(' ', new[] { User, Roles() }.OfType<string>());

    /// <summary>Gets what was called.</summary>
    public string What => string.Join(' ', new[] { Text("method"), Target, Text("args") }.OfType<string>());

    /// <summary>Gets how it ended, and why.</summary>
    public string Outcome
    {
        get
        {
            var count = Text("count") is { } number ? number + " times" : null;
            return string.Join(' ', new[] { Text("outcome"), Text("code"), Text("guard"), Text("decided_by"), Text("error"), count }.OfType<string>());
        }
    }

    public string Milliseconds => Text("ms") ?? string.Empty;

    /// <summary>The record as one line of JSON in ASCII, which no terminal obeys.</summary>
    public string ToJson()
    {
        try
        {
            return ToJson(hasMembers: _members.ValueKind == JsonValueKind.Object);
        }
        catch (InvalidOperationException)
        {
            return ToJson(hasMembers: false); // half of a surrogate pair cannot be written as what it is
        }
    }

    private string ToJson(bool hasMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("seq"u8, _record.Sequence);
        writer.WriteString("time"u8, _record.Time);
        if (_record.Own is { } own)
        {
            writer.WriteString("journal"u8, own);
        }
        else if (hasMembers)
        {
            writer.WritePropertyName("record"u8);
            _members.WriteTo(writer);
        }
        else
        {
            writer.WriteString("text"u8, Encoding.UTF8.GetString(_record.Record.Span));
        }

        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.ToString();
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText(); // half of a surrogate pair, as it stands there
        }
    }

    private string? Roles() => Member("roles") is { ValueKind: JsonValueKind.Array } roles ? $"[{string.Join(", ", roles.EnumerateArray().Select(TextOf))}]" : null;

    private string? Text(string name) => Member(name) is { } value ? TextOf(value) : null;

    private JsonElement? Member(string name)
    {
        try
        {
            return _members.ValueKind == JsonValueKind.Object && _members.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
