namespace McpSecure.Journal;

/// <summary>What a line is made of: <c>{"seq":1,"time":"…","prev":"…","record":{…},"hash":"…"}</c>, or <c>"journal":"…",…</c> in the place of the record.</summary>
/// <remarks>
/// <c>hash</c> is the SHA-256 of all bytes of the line before <c>,"hash":</c>, so that a line is known to be whole by itself; <c>prev</c> is the hash of the
/// line before. What was recorded stands in <c>record</c>, and can therefore not pass for something that the journal says of itself.
/// </remarks>
internal static class LineFormat
{
    public const int Version = 1;

    public const int HashBytes = 32;

    public const int HexLength = 2 * HashBytes;

    /// <summary>The length of a time, always in UTC and with seven decimals.</summary>
    public const int TimeLength = 28;

    /// <summary>The longest record.</summary>
    public const int MostRecordBytes = 1024 * 1024;

    /// <summary>More than a line has beside its record.</summary>
    public const int MostFrameBytes = 512;

    /// <summary>The longest line without its line feed. A longer one was not written by a journal.</summary>
    public const int MostLineBytes = MostRecordBytes + MostFrameBytes;

    public static ReadOnlySpan<byte> Sequence => "{\"seq\":"u8;

    public static ReadOnlySpan<byte> Time => ",\"time\":\""u8;

    public static ReadOnlySpan<byte> Previous => "\",\"prev\":\""u8;

    public static ReadOnlySpan<byte> AfterPrevious => "\","u8;

    public static ReadOnlySpan<byte> Record => "\"record\":"u8;

    public static ReadOnlySpan<byte> Own => "\"journal\":\""u8;

    public static ReadOnlySpan<byte> Signature => ",\"signature\":\""u8;

    public static ReadOnlySpan<byte> Hash => ",\"hash\":\""u8;

    public static ReadOnlySpan<byte> End => "\"}"u8;

    /// <summary>Gets how many bytes at the end of a line, without its line feed, its hash does not cover.</summary>
    public static int TrailerLength => Hash.Length + HexLength + End.Length;
}
