using System.Data;
using System.Data.Common;

namespace McpSecure.Execution.Databases;

/// <summary>Runs statements of the application on a connection.</summary>
internal sealed class Statement(DbConnection connection, DbTransaction? transaction, SqlEngine engine, SqlLimits limits)
{
    public async Task<int> ExecuteAsync(Sql sql, CancellationToken cancellationToken)
    {
        var command = CommandOf(sql);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<SqlResult> QueryAsync(Sql sql, CancellationToken cancellationToken)
    {
        var rows = new RowReader(limits, engine.ReadsInPieces, isStrict: false);
        var behavior = engine.ReadsInPieces ? CommandBehavior.SequentialAccess : CommandBehavior.Default;
        return ReadAsync(sql, behavior, rows.ReadAsync, result => result.IsTruncated, cancellationToken);
    }

    public Task<SqlRows<T>> QueryAsync<T>(Sql sql, Func<DbDataReader, T> map, CancellationToken cancellationToken)
    {
        var rows = new RowReader(limits, inPieces: false, isStrict: false);
        return ReadAsync(sql, CommandBehavior.Default, (reader, token) => rows.ReadAsync(reader, map, token), result => result.IsTruncated, cancellationToken);
    }

    private async Task<T> ReadAsync<T>(
        Sql sql, CommandBehavior behavior, Func<DbDataReader, CancellationToken, Task<T>> read, Func<T, bool> isTruncated, CancellationToken cancellationToken)
    {
        var command = CommandOf(sql);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(behavior, cancellationToken).ConfigureAwait(false);
            var isCancelled = false;
            try
            {
                var result = await read(reader, cancellationToken).ConfigureAwait(false);
                if (isTruncated(result) && MayCancel(sql))
                {
                    // Or closing the reader would fetch all the rows that nobody wants.
                    isCancelled = true;
                    command.Cancel();
                }

                return result;
            }
            finally
            {
                await CloseAsync(reader, isCancelled).ConfigureAwait(false);
            }
        }
    }

    private static async Task CloseAsync(DbDataReader reader, bool isCancelled)
    {
        try
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (isCancelled && exception is DbException or OperationCanceledException)
        {
            // That it was cancelled.
        }
    }

    // A transaction would end with the statement, and what changes rows and returns them would be undone.
    private bool MayCancel(Sql sql) => transaction is null && !sql.Text.Contains("returning", StringComparison.OrdinalIgnoreCase);

    private DbCommand CommandOf(Sql sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        if (sql.Text.Length == 0 || sql.Text.Length > limits.MaxSqlLength)
        {
            throw new SqlRefusedException(SqlRefusal.StatementLength, $"A statement must have from 1 to {limits.MaxSqlLength} characters.");
        }

        var command = connection.CreateCommand();
        sql.ApplyTo(command);
        command.Transaction = transaction;
        // The last resort, in seconds: SQLite waits so long for a lock.
        command.CommandTimeout = (int)Math.Ceiling(limits.Timeout.TotalSeconds);
        return command;
    }
}
