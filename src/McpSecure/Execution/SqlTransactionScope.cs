using System.Data.Common;
using McpSecure.Execution.Databases;

namespace McpSecure.Execution;

/// <summary>A transaction while its statements run. After one of them has failed nothing more runs, and nothing is committed.</summary>
/// <remarks>One statement at a time. It ends with the method that it was given to.</remarks>
public sealed class SqlTransactionScope
{
    private readonly Statement _statement;
    private readonly Deadline _deadline;
    private Exception? _failure;
    private bool _isEnded;

    internal SqlTransactionScope(Statement statement, Deadline deadline)
    {
        _statement = statement;
        _deadline = deadline;
    }

    /// <summary>Runs a statement that returns rows.</summary>
    /// <param name="sql">The statement.</param>
    /// <returns>The rows, up to the limits.</returns>
    /// <exception cref="SqlRefusedException">The statement is too long, or time is over.</exception>
    /// <exception cref="DbException">The database reports an error.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended, or a statement has failed before.</exception>
    public Task<SqlResult> QueryAsync(Sql sql) => RunAsync(() => _statement.QueryAsync(sql, _deadline.Token));

    /// <summary>Runs a statement that returns rows.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="sql">The statement.</param>
    /// <param name="map">Makes it of the row at which the reader stands; it does not move the reader.</param>
    /// <returns>The rows, up to the limits.</returns>
    /// <exception cref="SqlRefusedException">The statement is too long, or time is over.</exception>
    /// <exception cref="DbException">The database reports an error.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended, or a statement has failed before.</exception>
    public Task<SqlRows<T>> QueryAsync<T>(Sql sql, Func<DbDataReader, T> map) => RunAsync(() => _statement.QueryAsync(sql, map, _deadline.Token));

    /// <summary>Runs a statement that changes rows.</summary>
    /// <param name="sql">The statement.</param>
    /// <returns>How many rows it changed, as the provider counts.</returns>
    /// <exception cref="SqlRefusedException">The statement is too long, or time is over.</exception>
    /// <exception cref="DbException">The database reports an error.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended, or a statement has failed before.</exception>
    public Task<int> ExecuteAsync(Sql sql) => RunAsync(() => _statement.ExecuteAsync(sql, _deadline.Token));

    /// <summary>Ends it, and throws what failed: PostgreSQL would answer a commit after that with a rollback, and no error.</summary>
    internal void End(bool isToCommit)
    {
        _isEnded = true;
        if (isToCommit && _failure is not null)
        {
            throw new InvalidOperationException("A statement of the transaction failed; nothing was committed.", _failure);
        }
    }

    private async Task<T> RunAsync<T>(Func<Task<T>> statement)
    {
        if (_isEnded || _failure is not null)
        {
            throw new InvalidOperationException(_isEnded ? "The transaction has ended." : "A statement of the transaction has failed: it can only end.");
        }

        try
        {
            _deadline.ThrowIfOver();
            return await statement().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _failure = _deadline.Explains(exception) ? _deadline.Ended(exception) : exception;
            if (ReferenceEquals(_failure, exception))
            {
                throw;
            }

            throw _failure;
        }
    }
}
