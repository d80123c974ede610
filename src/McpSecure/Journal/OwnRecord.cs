using System.Text.Json;

namespace McpSecure.Journal;

/// <summary>What a journal says of itself in one line.</summary>
internal sealed class OwnRecord
{
    /// <summary>No line of this kind is longer.</summary>
    private const int MostBytes = 4096;

    private readonly JsonElement _members;

    private OwnRecord(JsonElement members, string kind)
    {
        _members = members;
        Kind = kind;
    }

    public string Kind { get; }

    /// <summary>Reads a line; <see langword="null"/> if it is no such line.</summary>
    public static OwnRecord? Of(in JournalLine line)
    {
        // Nothing that a journal says of itself has to be escaped; what is could be no text at all, such as half of a surrogate pair.
        if (!line.IsOwn || line.Line.Length > MostBytes || line.Line.IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0 || line.Line.Contains((byte)'\\'))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(line.Line);
            using var document = JsonDocument.ParseValue(ref reader);
            var members = document.RootElement.Clone();
            return members.TryGetProperty("journal", out var kind) && kind.ValueKind == JsonValueKind.String ? new OwnRecord(members, kind.GetString()!) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public bool Is(string kind) => string.Equals(Kind, kind, StringComparison.Ordinal);

    public string? Text(string name) =>
        _members.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    public long? Number(string name) =>
        _members.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var number) ? number : null;
}
