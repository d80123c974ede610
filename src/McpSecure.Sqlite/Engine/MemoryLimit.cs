using SQLitePCL;

namespace McpSecure.Sqlite.Engine;

/// <summary>How much more memory SQLite may take in this process from now on.</summary>
/// <remarks>SQLite's own limit of the heap is for the whole process, and for good: it is not ours to set.</remarks>
internal sealed class MemoryLimit(long maxBytes)
{
    private readonly long _allowed = raw.sqlite3_memory_used() + maxBytes;

    /// <summary>Whether it is reached now.</summary>
    public bool IsReached => WasReached = WasReached || raw.sqlite3_memory_used() > _allowed;

    /// <summary>Whether it was when somebody asked.</summary>
    public bool WasReached { get; private set; }
}
