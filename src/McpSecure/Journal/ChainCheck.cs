namespace McpSecure.Journal;

/// <summary>Does each line follow the one before? Knows the last one only.</summary>
internal sealed class ChainCheck
{
    public const string LongerThanAny = "It is longer than any line that a journal writes.";
    public const string NoObject = "What it records is no JSON object.";

    private readonly byte[] _hash = new byte[LineFormat.HashBytes];
    private bool _hasBegun;

    /// <summary>Gets the number of the last line that was in order.</summary>
    public long Sequence { get; private set; }

    /// <summary>Gets its hash.</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>Says what precedes the first line. Without it, anything may.</summary>
    public void BeginAfter(long sequence, ReadOnlySpan<byte> hash)
    {
        Sequence = sequence;
        hash.CopyTo(_hash);
        _hasBegun = true;
    }

    /// <summary>What is wrong with a line, or <see langword="null"/>.</summary>
    public string? Check(ReadOnlySpan<byte> bytes, out JournalLine line)
    {
        if (!JournalLine.TryParse(bytes, out line))
        {
            return "It is not a line as a journal writes it.";
        }

        if (!line.IsWhole())
        {
            return "It was changed: its hash does not fit its bytes.";
        }

        if (_hasBegun && line.Sequence != Sequence + 1)
        {
            return $"It is record {line.Sequence} where {Sequence + 1} has to follow: records were removed, added or moved.";
        }

        if (_hasBegun && !Follows(line.Previous))
        {
            return "It does not follow the record before it, which was replaced.";
        }

        Sequence = line.Sequence;
        Convert.FromHexString(line.Hash, _hash, out _, out _);
        _hasBegun = true;
        return null;
    }

    /// <summary>Whether these digits are the hash of the last line.</summary>
    public bool Follows(ReadOnlySpan<byte> digits)
    {
        Span<byte> expected = stackalloc byte[LineFormat.HexLength];
        Convert.TryToHexStringLower(_hash, expected, out _);
        return digits.SequenceEqual(expected);
    }
}
