namespace McpSecure.Journal;

/// <summary>A file that is written at its end: the operating system's, or in a test one that fails on purpose.</summary>
internal interface IJournalFile : IDisposable
{
    /// <summary>Gets the name to tell an operator.</summary>
    string Path { get; }

    /// <summary>Gets the length, bytes.</summary>
    long Length { get; }

    /// <summary>Whether the file still stands under its name, has this length there, and these bytes at that place.</summary>
    bool IsInPlace(long length, ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Writes all of the bytes, or throws; then any part of them may have been written.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts the file off.</summary>
    void Truncate(long length);

    /// <summary>Forces what was written to the disk.</summary>
    void Flush();
}
