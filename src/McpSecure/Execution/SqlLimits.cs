namespace McpSecure.Execution;

/// <summary>How much a statement may take and return. Immutable.</summary>
public sealed class SqlLimits
{
    /// <summary>Gets how many rows are returned at most; the rest is left out, and <see cref="SqlResult.IsTruncated"/> says so.</summary>
    /// <value>From 1 to 1,000,000. The default is 1,000.</value>
    public int MaxRows { get; init; } = 1000;

    /// <summary>
    /// Gets how much is returned at most, in bytes; the row that would go beyond it, and the rest, is left out, and
    /// <see cref="SqlResult.IsTruncated"/> says so. A text counts as UTF-8, everything that is neither text nor bytes as 8.
    /// </summary>
    /// <value>From 1,024 to 1,073,741,824. The default is 1 MiB.</value>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>Gets how long a statement takes at most, with opening the connection; a transaction, as a whole.</summary>
    /// <value>From 1 millisecond to 1 hour. The default is 10 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long the text of a statement is at most, in characters.</summary>
    /// <value>From 1 to 1,000,000. The default is 32,768.</value>
    public int MaxSqlLength { get; init; } = 32 * 1024;
}
