using SQLitePCL;

namespace McpSecure.Sqlite.Engine;

/// <summary>Limits the memory of SQLite while it compiles a statement that nobody trusts.</summary>
/// <remarks>
/// Thirty subqueries, each of which adds a column of the next to itself, are one expression of a thousand million parts: SQLite replaces names by
/// what they stand for, and asks no progress handler meanwhile. Only its limit of the heap ends that, which is one for the process. So it is set
/// for as long as one statement is compiled, usually some microseconds, one at a time; a limit of the application that is lower stays.
/// </remarks>
internal static class CompileLimit
{
    private static readonly Lock Gate = new();

    public static T Within<T>(long maxBytes, Func<T> compile)
    {
        lock (Gate)
        {
            var before = raw.sqlite3_hard_heap_limit64(-1);
            var limit = raw.sqlite3_memory_used() + maxBytes;
            raw.sqlite3_hard_heap_limit64(before > 0 ? Math.Min(before, limit) : limit);
            try
            {
                return compile();
            }
            finally
            {
                raw.sqlite3_hard_heap_limit64(before);
            }
        }
    }
}
