using System.Data.Common;
using McpSecure.Execution.Databases;

namespace McpSecure.Execution;

/// <summary>One statement that nobody trusts, as its engine sees it: what it may take, and what reads its rows.</summary>
public sealed class SqlReadOnlyCall
{
    private readonly Deadline _deadline;
    private readonly RowReader _reader;

    internal SqlReadOnlyCall(SqlLimits limits, Deadline deadline, RowReader reader)
    {
        Limits = limits;
        _deadline = deadline;
        _reader = reader;
    }

    /// <summary>Gets the limits.</summary>
    public SqlLimits Limits { get; }

    /// <summary>Gets a value indicating whether time is over, or the call was cancelled. It does not throw.</summary>
    public bool IsOver => _deadline.IsOver;

    /// <summary>Reads rows, up to the limits.</summary>
    /// <param name="reader">Where they come from. It stays open.</param>
    /// <param name="cancellationToken">The token of the call.</param>
    /// <returns>The rows.</returns>
    public Task<SqlResult> ReadAsync(DbDataReader reader, CancellationToken cancellationToken) => _reader.ReadAsync(reader, cancellationToken);
}
