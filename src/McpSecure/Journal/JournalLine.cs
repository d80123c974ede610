using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace McpSecure.Journal;

/// <summary>The parts of a line. A line has one spelling: whatever differs from what a journal writes, be it a blank, is not one.</summary>
internal readonly ref struct JournalLine
{
    private JournalLine(long sequence, DateTimeOffset time, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> body, ReadOnlySpan<byte> line)
    {
        Sequence = sequence;
        Time = time;
        Previous = previous;
        Body = body;
        Line = line;
    }

    public long Sequence { get; }

    public DateTimeOffset Time { get; }

    /// <summary>Gets the hash of the line before, in hexadecimal digits.</summary>
    public ReadOnlySpan<byte> Previous { get; }

    /// <summary>Gets what stands between the hashes: <c>"record":{…}</c> or <c>"journal":"…",…</c>.</summary>
    public ReadOnlySpan<byte> Body { get; }

    public ReadOnlySpan<byte> Line { get; }

    /// <summary>Gets the hash that the line says it has, in hexadecimal digits.</summary>
    public ReadOnlySpan<byte> Hash => Line.Slice(Line.Length - LineFormat.End.Length - LineFormat.HexLength, LineFormat.HexLength);

    /// <summary>Gets a value indicating whether the journal speaks of itself.</summary>
    public bool IsOwn => Body.StartsWith(LineFormat.Own);

    /// <summary>Gets what was recorded, a JSON object; empty if the journal speaks of itself.</summary>
    public ReadOnlySpan<byte> Record => IsOwn ? default : Body[LineFormat.Record.Length..];

    /// <summary>Whether the bytes of the line are those that its hash was made of.</summary>
    public bool IsWhole()
    {
        Span<byte> hash = stackalloc byte[LineFormat.HashBytes];
        Span<byte> digits = stackalloc byte[LineFormat.HexLength];
        SHA256.HashData(Line[..^LineFormat.TrailerLength], hash);
        return Convert.TryToHexStringLower(hash, digits, out _) && Hash.SequenceEqual(digits);
    }

    /// <summary>Whether what was recorded is JSON: whoever reads it later would stop there otherwise.</summary>
    public bool IsReadable()
    {
        if (IsOwn)
        {
            return true;
        }

        try
        {
            var reader = new Utf8JsonReader(Record, new JsonReaderOptions { MaxDepth = 1000 });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static bool TryParse(ReadOnlySpan<byte> line, out JournalLine parsed)
    {
        parsed = default;
        var rest = line;
        if (!Skip(ref rest, LineFormat.Sequence) || !Utf8Parser.TryParse(rest, out long sequence, out var digits) || sequence < 1 || rest[0] is < (byte)'1' or > (byte)'9')
        {
            return false;
        }

        rest = rest[digits..];
        if (!Skip(ref rest, LineFormat.Time) || !TryTake(ref rest, LineFormat.TimeLength, out var text) || !TryTime(text, out var time) ||
            !Skip(ref rest, LineFormat.Previous) || !TryTake(ref rest, LineFormat.HexLength, out var previous) || !Skip(ref rest, LineFormat.AfterPrevious) ||
            !TryTake(ref rest, rest.Length - LineFormat.TrailerLength, out var body) || !IsBody(body) ||
            !Skip(ref rest, LineFormat.Hash) || !TryTake(ref rest, LineFormat.HexLength, out _) || !rest.SequenceEqual(LineFormat.End))
        {
            return false;
        }

        parsed = new JournalLine(sequence, time, previous, body, line);
        return true;
    }

    /// <summary>Whether these bytes can be the beginning of a line, as far as they go.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> bytes) =>
        bytes.Length < LineFormat.Sequence.Length ? LineFormat.Sequence.StartsWith(bytes) : bytes.StartsWith(LineFormat.Sequence);

    private static bool IsBody(ReadOnlySpan<byte> body) =>
        body.StartsWith(LineFormat.Own) || (body.StartsWith(LineFormat.Record) && body.Length > LineFormat.Record.Length + 1 && body[LineFormat.Record.Length] == '{' && body[^1] == '}');

    private static bool TryTime(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (!Utf8Parser.TryParse(text, out DateTime value, out var read, 'O') || read != LineFormat.TimeLength || value.Kind != DateTimeKind.Utc)
        {
            return false;
        }

        time = new DateTimeOffset(value);
        return true;
    }

    private static bool Skip(scoped ref ReadOnlySpan<byte> rest, scoped ReadOnlySpan<byte> expected)
    {
        if (!rest.StartsWith(expected))
        {
            return false;
        }

        rest = rest[expected.Length..];
        return true;
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> rest, int length, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (length < 0 || rest.Length < length)
        {
            return false;
        }

        taken = rest[..length];
        rest = rest[length..];
        return true;
    }
}
