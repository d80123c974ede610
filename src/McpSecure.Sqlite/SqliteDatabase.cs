using McpSecure.Execution;
using McpSecure.Sqlite.Engine;
using Microsoft.Data.Sqlite;

namespace McpSecure.Sqlite;

/// <summary>Opens files of SQLite as databases.</summary>
public static class SqliteDatabase
{
    /// <summary>Makes a database of a file. It is opened when the first statement runs, and by each statement anew.</summary>
    /// <param name="path">
    /// The file, as its operator wrote it; a relative one starts at <see cref="AppContext.BaseDirectory"/>, because the client of a stdio server chooses the working directory. It is trusted: SQLite opens by path, follows links, and makes
    /// files beside it. Never take it from a request.
    /// </param>
    /// <param name="options">What is permitted; the defaults of <see cref="SqliteDatabaseOptions"/> if left out.</param>
    /// <param name="timeProvider">The clock; that of the system if left out.</param>
    /// <returns>The database. There is nothing to dispose of.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value outside its bounds.</exception>
    public static SqlDatabase Open(string path, SqliteDatabaseOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new SqliteDatabaseOptions();
        ArgumentNullException.ThrowIfNull(options.Limits, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxMemoryBytes, 1024 * 1024, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxMemoryBytes, 16L * 1024 * 1024 * 1024, nameof(options));

        // A full path is a path, and never ":memory:" or a URI with settings of its own.
        var file = Path.GetFullPath(path, AppContext.BaseDirectory);
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = options.ReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
        };
        var engine = new SqliteEngine(file, options.MaxMemoryBytes, options.Functions);
        return new SqlDatabase(SqliteFactory.Instance.CreateDataSource(connection.ConnectionString), engine, options.Limits, timeProvider);
    }
}
