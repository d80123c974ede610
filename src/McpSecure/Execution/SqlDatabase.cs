using System.Data.Common;
using System.Runtime.CompilerServices;
using McpSecure.Execution.Databases;
using McpSecure.Execution.Statements;

namespace McpSecure.Execution;

/// <summary>
/// A database that takes statements of its author, with values as parameters, and statements of anybody that only read. Rows, bytes and time
/// are limited, and a statement that reaches a limit is stopped.
/// </summary>
/// <remarks>
/// Each call has a connection of its own, which is closed whatever happens. Errors of a statement of the author are those of the provider.
/// Safe for concurrent use. CWE-89, CWE-400, CWE-770.
/// </remarks>
public sealed class SqlDatabase
{
    private readonly DbDataSource _source;
    private readonly SqlEngine _engine;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="SqlDatabase"/> class.</summary>
    /// <param name="source">Where connections come from. It belongs to the caller.</param>
    /// <param name="engine">What is particular to the engine, such as <see cref="SqlEngine.PostgreSql"/>; <see cref="SqlEngine.Generic"/> if left out.</param>
    /// <param name="limits">The limits; the defaults of <see cref="SqlLimits"/> if left out.</param>
    /// <param name="timeProvider">The clock; that of the system if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside its bounds.</exception>
    public SqlDatabase(DbDataSource source, SqlEngine? engine = null, SqlLimits? limits = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _engine = engine ?? SqlEngine.Generic;
        _time = timeProvider ?? TimeProvider.System;
        Limits = limits ?? new SqlLimits();
        LimitsCheck.Check(Limits);
    }

    /// <summary>Gets the limits.</summary>
    public SqlLimits Limits { get; }

    /// <summary>Runs a statement of the author that reads.</summary>
    /// <param name="sql">The statement. Where its rows are cut off, it is cancelled; what changes rows and returns them belongs into a transaction.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The rows, up to the limits.</returns>
    /// <exception cref="SqlRefusedException">The statement is too long, or took too long (<see cref="SqlRefusal.TimeLimit"/>).</exception>
    /// <exception cref="DbException">The database reports an error.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<SqlResult> QueryAsync(Sql sql, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return RunAsync((statement, token) => statement.QueryAsync(sql, token), cancellationToken);
    }

    /// <summary>Runs a statement of the author that reads.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="sql">The statement. Where its rows are cut off, it is cancelled; what changes rows and returns them belongs into a transaction.</param>
    /// <param name="map">Makes it of the row at which the reader stands; it does not move the reader.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The rows, up to the limits.</returns>
    /// <exception cref="SqlRefusedException">The statement is too long, or took too long (<see cref="SqlRefusal.TimeLimit"/>).</exception>
    /// <exception cref="DbException">The database reports an error.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<SqlRows<T>> QueryAsync<T>(Sql sql, Func<DbDataReader, T> map, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(map);
        return RunAsync((statement, token) => statement.QueryAsync(sql, map, token), cancellationToken);
    }

    /// <summary>Runs a statement of the author that changes rows.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="cancellationToken">Stops it; then nothing was changed.</param>
    /// <returns>How many rows it changed, as the provider counts.</returns>
    /// <exception cref="SqlRefusedException">The statement is too long, or took too long (<see cref="SqlRefusal.TimeLimit"/>); nothing was changed.</exception>
    /// <exception cref="DbException">The database reports an error.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<int> ExecuteAsync(Sql sql, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return RunAsync((statement, token) => statement.ExecuteAsync(sql, token), cancellationToken);
    }

    /// <summary>Runs statements of the author that are done together or not at all.</summary>
    /// <typeparam name="T">What is returned.</typeparam>
    /// <param name="work">Runs them. If it throws, is cancelled, takes longer than <see cref="SqlLimits.Timeout"/> or one of its statements fails, all is rolled back.</param>
    /// <param name="cancellationToken">Stops it, up to the commit.</param>
    /// <returns>What <paramref name="work"/> returned, after the commit.</returns>
    /// <exception cref="SqlRefusedException">A statement is too long, or it took too long (<see cref="SqlRefusal.TimeLimit"/>).</exception>
    /// <exception cref="DbException">The database reports an error.</exception>
    /// <exception cref="InvalidOperationException">A statement failed, and <paramref name="work"/> returned all the same.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<T> ExecuteInTransactionAsync<T>(Func<SqlTransactionScope, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return ConnectAsync((connection, deadline) => TransactAsync(connection, work, deadline), cancellationToken);
    }

    /// <summary>
    /// Runs a statement that nobody trusts, such as one that a model wrote: one query, kept to reading by the engine itself, within the limits.
    /// </summary>
    /// <param name="sql">The statement. It has no parameters.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The rows, up to the limits.</returns>
    /// <exception cref="SqlRefusedException">The engine cannot enforce it, or refuses the statement; it was stopped at a limit.</exception>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<SqlResult> QueryReadOnlyAsync(string sql, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        if (string.IsNullOrWhiteSpace(sql) || sql.Length > Limits.MaxSqlLength)
        {
            throw new SqlRefusedException(SqlRefusal.StatementLength, $"A statement must not be empty or longer than {Limits.MaxSqlLength} characters.");
        }

        if (TextCheck.IsMalformed(sql))
        {
            throw new SqlRefusedException(SqlRefusal.ValueMalformed, "The statement holds a NUL character or half of a surrogate pair.");
        }

        using var deadline = new Deadline(_time, Limits.Timeout, cancellationToken);
        var call = new SqlReadOnlyCall(Limits, deadline, new RowReader(Limits, _engine.ReadsInPieces, isStrict: true));
        try
        {
            if (_engine.IsBlocking)
            {
                await LeaveThread();
            }

            return await _engine.QueryReadOnlyAsync(sql, call, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (deadline.Explains(exception))
        {
            throw deadline.Ended(exception);
        }
    }

    // Where the provider blocks, the caller does not: it may be the one who reads the message that cancels this call. To be awaited on the
    // spot: behind a task of its own, which may be done by the time that it is awaited, one would go on where one was.
    private static ConfiguredTaskAwaitable LeaveThread() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    private Task<T> RunAsync<T>(Func<Statement, CancellationToken, Task<T>> run, CancellationToken cancellationToken) =>
        ConnectAsync((connection, deadline) => run(new Statement(connection, transaction: null, _engine, Limits), deadline.Token), cancellationToken);

    private async Task<T> ConnectAsync<T>(Func<DbConnection, Deadline, Task<T>> use, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_time, Limits.Timeout, cancellationToken);
        try
        {
            if (_engine.IsBlocking)
            {
                await LeaveThread();
            }

            var connection = await _source.OpenConnectionAsync(deadline.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                _engine.Prepare(connection);
                using var stop = _engine.StopWhen(connection, () => deadline.IsOver);
                return await use(connection, deadline).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (deadline.Explains(exception))
        {
            throw deadline.Ended(exception);
        }
    }

    private async Task<T> TransactAsync<T>(DbConnection connection, Func<SqlTransactionScope, CancellationToken, Task<T>> work, Deadline deadline)
    {
        var transaction = await connection.BeginTransactionAsync(deadline.Token).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var scope = new SqlTransactionScope(new Statement(connection, transaction, _engine, Limits), deadline);
            T result;
            try
            {
                result = await work(scope, deadline.Token).ConfigureAwait(false);
            }
            catch
            {
                scope.End(isToCommit: false);
                throw; // The transaction is disposed of, and so rolled back.
            }

            scope.End(isToCommit: true);
            deadline.ThrowIfOver();
            // From here on nobody could tell whether it was done.
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return result;
        }
    }
}
