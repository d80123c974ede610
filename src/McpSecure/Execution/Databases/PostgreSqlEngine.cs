using System.Data;
using System.Data.Common;
using System.Globalization;

namespace McpSecure.Execution.Databases;

/// <summary>PostgreSQL. A statement that nobody trusts is the query of a cursor in a transaction that reads only and is rolled back.</summary>
internal sealed class PostgreSqlEngine(DbDataSource? readOnly) : SqlEngine
{
    private const string Cursor = "mcpsecure_query";

    protected internal override bool ReadsInPieces => true;

    protected internal override async Task<SqlResult> QueryReadOnlyAsync(string sql, SqlReadOnlyCall run, CancellationToken cancellationToken)
    {
        if (readOnly is null)
        {
            throw Refused(SqlRefusal.ReadOnlyNotEnforced, "This database has no role for reading, so that no statement of another author runs here.");
        }

        var connection = await readOnly.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (!connection.CanCreateBatch)
            {
                throw Refused(SqlRefusal.ReadOnlyNotEnforced, "The provider has no batches, so that no statement of another author runs here.");
            }

            try
            {
                return await InTransactionAsync(connection, sql, run, cancellationToken).ConfigureAwait(false);
            }
            catch (DbException exception) when (!run.IsOver && IsOfStatement(exception))
            {
                throw RefusalOf(exception);
            }
            catch (Exception exception) when (exception is OverflowException or InvalidCastException)
            {
                throw Refused(SqlRefusal.ColumnType, "A value is not one that is returned here. Cast it to text.");
            }
        }
    }

    private static async Task<SqlResult> InTransactionAsync(DbConnection connection, string sql, SqlReadOnlyCall run, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await HoldsAsync(connection, transaction, run.Limits, cancellationToken).ConfigureAwait(false))
            {
                throw Refused(
                    SqlRefusal.ReadOnlyNotEnforced, "The role of this database may do more than read, so that no statement of another author runs here.");
            }

            // Two commands, each of one statement by the protocol: one that ends the first and begins another is a syntax error.
            using var batch = Batch(
                connection,
                transaction,
                run.Limits,
                $"declare {Cursor} no scroll cursor without hold for\n{sql}",
                string.Create(CultureInfo.InvariantCulture, $"fetch forward {run.Limits.MaxRows + 1} from {Cursor}"));
            var reader = await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await run.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await EndAsync(connection, transaction).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the transaction read only, with a limit of time, and asks whether the role has rights that undo it.</summary>
    private static async Task<bool> HoldsAsync(DbConnection connection, DbTransaction transaction, SqlLimits limits, CancellationToken cancellationToken)
    {
        using var batch = Batch(connection, transaction, limits, "set transaction read only", RoleQuery.Of(limits.Timeout));
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && reader.GetValue(0) is false && reader.GetValue(1) is "on";
        }
    }

    private static DbBatch Batch(DbConnection connection, DbTransaction transaction, SqlLimits limits, params ReadOnlySpan<string> statements)
    {
        var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        batch.Timeout = (int)Math.Ceiling(limits.Timeout.TotalSeconds);
        foreach (var statement in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = statement;
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    /// <summary>Leaves nothing behind for the next user of the connection: advisory locks outlive a transaction.</summary>
    private static async Task EndAsync(DbConnection connection, DbTransaction transaction)
    {
        try
        {
            await using (transaction.ConfigureAwait(false))
            {
                await transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            }

            using var unlock = connection.CreateCommand();
            unlock.CommandText = "select pg_catalog.pg_advisory_unlock_all()";
            await unlock.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or OperationCanceledException)
        {
            // The connection is broken, and with it the transaction and its locks.
        }
    }

    // Not of the connection. 08P01: a placeholder that nothing is bound to.
    private static bool IsOfStatement(DbException exception) => exception.SqlState is "08P01" or not (null or ['0', '8', ..]);

    private static SqlRefusedException RefusalOf(DbException exception) => exception.SqlState switch
    {
        "57014" => Refused(SqlRefusal.TimeLimit, "The statement took too long, and was stopped. Ask for less."),
        "25006" or "42501" => Refused(SqlRefusal.NotReadOnly, $"Only what this role may read is allowed: {MessageLine.Of(exception.Message)}"),
        "53200" or "54000" => Refused(SqlRefusal.MemoryLimit, "The statement needs too much memory. Ask for less."),
        _ => Invalid(exception),
    };
}
