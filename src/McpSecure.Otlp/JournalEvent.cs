using System.Collections;
using System.Text;
using System.Text.Json;
using McpSecure.Journal;
using Microsoft.Extensions.Logging;

namespace McpSecure.Otlp;

/// <summary>A record of the journal as a log event: the whole line as its body, and as attributes what it is looked for by.</summary>
internal sealed class JournalEvent : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>What the event is called.</summary>
    public static readonly EventId Id = new(49, "mcpsecure.journal");

    private static readonly (string Member, string Attribute)[] Members =
    [
        ("kind", "mcpsecure.journal.kind"), ("call", "mcpsecure.journal.call"), ("method", "mcp.method.name"), ("target", "mcpsecure.target"), ("user", "user.id"),
        ("outcome", "mcpsecure.outcome"), ("code", "mcpsecure.refusal.code"), ("guard", "mcpsecure.guard"),
        ("trace", "mcpsecure.journal.trace"),
    ];

    private readonly List<KeyValuePair<string, object?>> _attributes;

    public JournalEvent(string chain, JournalRecord record)
    {
        Line = Encoding.UTF8.GetString(record.Line.Span);
        _attributes = [new("mcpsecure.journal.chain", chain), new("mcpsecure.journal.sequence", record.Sequence)];
        if (record.Own is { } own)
        {
            _attributes.Add(new("mcpsecure.journal.kind", own));
            return;
        }

        try
        {
            Add(JsonElement.Parse(record.Record.Span));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or half of a character. The line goes out as it is: one that cannot be read must not keep back all that follow.
        }
    }

    /// <summary>Gets the line as it stands in the journal.</summary>
    public string Line { get; }

    public int Count => _attributes.Count;

    public KeyValuePair<string, object?> this[int index] => _attributes[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(JsonElement members)
    {
        foreach (var (member, attribute) in Members)
        {
            if (members.ValueKind == JsonValueKind.Object && members.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String)
            {
                _attributes.Add(new(attribute, value.GetString()));
            }
        }
    }
}
