using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace McpSecure.Sqlite.Engine;

/// <summary>Asks again and again while a statement runs whether it is to stop: the only thing that stops one.</summary>
internal sealed class ProgressHandler : IDisposable
{
    private readonly sqlite3 _handle;

    /// <summary>Initializes a new instance of the <see cref="ProgressHandler"/> class.</summary>
    /// <param name="connection">The connection, open.</param>
    /// <param name="steps">After how many steps of SQLite's virtual machine it asks.</param>
    /// <param name="isOver">Whether it is to stop.</param>
    public ProgressHandler(SqliteConnection connection, int steps, Func<bool> isOver)
    {
        _handle = connection.Handle!;
        raw.sqlite3_progress_handler(_handle, steps, _ => isOver() ? 1 : 0, null);
    }

    /// <summary>Takes it away: the connection may go to somebody else.</summary>
    public void Dispose() => raw.sqlite3_progress_handler(_handle, 0, null, null);
}
