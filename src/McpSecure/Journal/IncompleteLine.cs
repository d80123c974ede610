using System.Globalization;
using System.Text;

namespace McpSecure.Journal;

/// <summary>Can these bytes be what a writer has written of a line so far? Otherwise somebody took a line feed away, or wrote something.</summary>
internal static class IncompleteLine
{
    public static bool IsPlausible(ReadOnlySpan<byte> bytes, ChainCheck check)
    {
        bytes = bytes.TrimEnd((byte)0); // what a disk leaves of a block that the power took away
        Span<byte> frame = stackalloc byte[LineFormat.MostFrameBytes];
        var length = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"seq\":{check.Sequence + 1},\"time\":\""), frame);
        var previous = Encoding.ASCII.GetBytes($"\",\"prev\":\"{Convert.ToHexStringLower(check.Hash)}\",", frame[length..]);
        return Agree(bytes, 0, frame[..length]) && Agree(bytes, length + LineFormat.TimeLength, frame.Slice(length, previous)) &&
            HasBody(bytes, length + LineFormat.TimeLength + previous) && !HoldsWholeLine(bytes);
    }

    /// <summary>Whether they are a whole line, which lacks its line feed alone.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes, ChainCheck check) =>
        JournalLine.TryParse(bytes, out var line) && line.IsWhole() && line.Sequence == check.Sequence + 1 && check.Follows(line.Previous);

    /// <summary>A record, or what the journal says of itself; or one over the other, where the power went while a cut was put on record.</summary>
    private static bool HasBody(ReadOnlySpan<byte> bytes, int start) => bytes.Length <= start || bytes[start] == LineFormat.Record[0];

    /// <summary>Whether what there is from a place on begins as expected.</summary>
    private static bool Agree(ReadOnlySpan<byte> bytes, int start, ReadOnlySpan<byte> expected)
    {
        var there = bytes[Math.Min(start, bytes.Length)..];
        return there.Length < expected.Length ? expected.StartsWith(there) : there.StartsWith(expected);
    }

    private static bool HoldsWholeLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.LastIndexOf(LineFormat.Hash) + LineFormat.TrailerLength;
        return end >= LineFormat.TrailerLength && end < bytes.Length && JournalLine.TryParse(bytes[..end], out var line) && line.IsWhole();
    }
}
