using System.Text;
using System.Text.Json;
using McpSecure.Journal;

namespace McpSecure.Cli.Showing;

/// <summary>A record, taken apart. What is missing, or is no text, is <see langword="null"/>: a record says whatever was recorded.</summary>
internal sealed class ShownRecord
{
    private const string NoText = "(not text)";

    private readonly JsonElement _members;

    private ShownRecord(JournalRecord record, JsonElement members, string? text)
    {
        Sequence = record.Sequence;
        Time = record.Time;
        Own = record.Own;
        _members = members;
        Unreadable = text;
    }

    public long Sequence { get; }

    public DateTimeOffset Time { get; }

    /// <summary>Gets what the journal says of itself; <see langword="null"/> for what happened.</summary>
    public string? Own { get; }

    /// <summary>Gets the bytes of what is no JSON object, as text.</summary>
    public string? Unreadable { get; }

    public string? Kind => Own ?? Text("kind");

    /// <summary>Gets what was asked for; where the server itself did not know it, what the client called it.</summary>
    public string? Target => Text("name") ?? Text("target");

    public string? Method => Text("method");

    public string? User => Text("user");

    public string? Outcome => Text("outcome");

    public string? Code => Text("code");

    /// <summary>Gets a value indicating whether somebody did not get what he asked for; with <c>observed</c>, would not have got it.</summary>
    public bool IsRefused => Kind is "refusal" or "summary" || Code is not null || Outcome is "refused" or "rejected" or "withheld" || Text("approval") is "declined" || IsTrue("observed");

    public static ShownRecord Of(JournalRecord record)
    {
        // The journal keeps JSON objects, and does not read them.
        var bytes = record.Own is null ? record.Record : record.Line;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return new ShownRecord(record, document.RootElement.Clone(), text: null);
        }
        catch (JsonException)
        {
            return new ShownRecord(record, default, Encoding.UTF8.GetString(bytes.Span));
        }
    }

    /// <summary>A member as text; numbers and lists in JSON.</summary>
    public string? Text(string name)
    {
        if (_members.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        try
        {
            return !_members.TryGetProperty(name, out var member) ? null : member.ValueKind switch
            {
                JsonValueKind.String => member.GetString(),
                JsonValueKind.Null => null,
                _ => member.GetRawText(),
            };
        }
        catch (InvalidOperationException)
        {
            return NoText; // half a surrogate pair, or bytes that are no UTF-8, in a name or a value
        }
    }

    public bool IsTrue(string name) => Text(name) is "true";
}
