using McpSecure.Execution;

namespace McpSecure.Sqlite;

/// <summary>How a database is opened, and what statements may take.</summary>
public sealed class SqliteDatabaseOptions
{
    /// <summary>Gets or sets the limits of every statement.</summary>
    /// <value>The default is that of <see cref="SqlLimits"/>.</value>
    public SqlLimits Limits { get; set; } = new();

    /// <summary>Gets or sets a value indicating whether the application itself only reads. A file that is not there is then not made.</summary>
    /// <value>The default is <see langword="false"/>: the application reads and writes, and the file is made where there is none.</value>
    public bool ReadOnly { get; set; }

    /// <summary>
    /// Gets or sets how much more memory SQLite may take, in bytes, while a statement of <see cref="SqlDatabase.QueryReadOnlyAsync(string, CancellationToken)"/> runs.
    /// It counts for the whole process, so that statements which run at the same time share it.
    /// </summary>
    /// <value>From 1 MiB to 16 GiB. The default is 64 MiB.</value>
    public long MaxMemoryBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets functions that a statement of <see cref="SqlDatabase.QueryReadOnlyAsync(string, CancellationToken)"/> may call beside the common ones.</summary>
    /// <value>
    /// The default is empty. Left out of the common ones are those that write, load, or can take very long for one call, such as <c>replace</c>
    /// and <c>instr</c>; <c>trim</c>, <c>ltrim</c> and <c>rtrim</c> take one argument.
    /// </value>
    public ISet<string> Functions { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
}
