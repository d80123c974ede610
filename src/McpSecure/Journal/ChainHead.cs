using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace McpSecure.Journal;

/// <summary>Where a chain stands. A value: what was not written is forgotten by keeping the one from before.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ChainHead
{
    /// <summary>The number of the last record.</summary>
    public long Sequence;

    /// <summary>How long the file is.</summary>
    public long Offset;

    /// <summary>How many records no checkpoint covers, not counting the journal's own.</summary>
    public int Uncovered;

    /// <summary>The hash of the last record.</summary>
    public Digest Hash;

    /// <summary>A SHA-256.</summary>
    [InlineArray(LineFormat.HashBytes)]
    public struct Digest
    {
        private byte _first;
    }
}
