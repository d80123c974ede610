namespace McpSecure.Journal;

/// <summary>What <see cref="LineReader"/> has found.</summary>
internal enum LineStatus
{
    /// <summary>Nothing more, for now.</summary>
    End = 0,

    /// <summary>A whole line.</summary>
    Line = 1,

    /// <summary>Bytes that no line feed ends, for now.</summary>
    Incomplete = 2,

    /// <summary>More than any line of a journal has.</summary>
    TooLong = 3,
}
