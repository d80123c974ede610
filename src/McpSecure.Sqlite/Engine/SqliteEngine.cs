using System.Data.Common;
using McpSecure.Execution;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace McpSecure.Sqlite.Engine;

/// <summary>SQLite: the progress handler stops statements, and an authorizer keeps those that nobody trusts to reading.</summary>
internal sealed class SqliteEngine(string file, long maxMemory, IEnumerable<string> functions) : SqlEngine
{
    // A step is short, a call of a function is not: between two questions there are a few calls at most.
    private const int StepsOfAuthor = 1000;
    private const int StepsOfOthers = 32;

    private readonly ReadAuthorizer _authorizer = new(functions);

    protected override bool IsBlocking => true;

    protected override void Prepare(DbConnection connection) => Settings.Harden(((SqliteConnection)connection).Handle!);

    protected override IDisposable? StopWhen(DbConnection connection, Func<bool> isOver) =>
        new ProgressHandler((SqliteConnection)connection, StepsOfAuthor, isOver);

    protected override async Task<SqlResult> QueryReadOnlyAsync(string sql, SqlReadOnlyCall run, CancellationToken cancellationToken)
    {
        using var connection = ReadOnlyConnection.Open(file, _authorizer, run.Limits.MaxBytes, run.Limits.MaxSqlLength);
        var memory = new MemoryLimit(maxMemory);
        using var stop = new ProgressHandler(connection, StepsOfOthers, () => run.IsOver || memory.IsReached);
        try
        {
            if (CompileLimit.Within(maxMemory, () => SingleStatement.Defect(connection.Handle!, sql)) is { } defect)
            {
                throw Refused(defect.Reason, defect.Message);
            }

            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.CommandTimeout = (int)Math.Ceiling(run.Limits.Timeout.TotalSeconds);
            using var reader = command.ExecuteReader();
            return await run.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException exception) when (!run.IsOver && (memory.WasReached || IsOfStatement(exception)))
        {
            throw memory.WasReached ? TooMuch() : RefusalOf(exception);
        }
    }

    private static bool IsOfStatement(SqliteException exception) => exception.SqliteErrorCode is
        raw.SQLITE_ERROR or raw.SQLITE_AUTH or raw.SQLITE_READONLY or raw.SQLITE_TOOBIG or raw.SQLITE_NOMEM or raw.SQLITE_RANGE or raw.SQLITE_MISMATCH;

    private static SqlRefusedException RefusalOf(SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_AUTH or raw.SQLITE_READONLY => Refused(
            SqlRefusal.NotReadOnly, "Only reading is allowed: one query, without pragmas, and with common functions alone."),
        raw.SQLITE_TOOBIG or raw.SQLITE_NOMEM => TooMuch(),
        _ => Invalid(exception),
    };

    private static SqlRefusedException TooMuch() => Refused(SqlRefusal.MemoryLimit, "The statement needs too much memory, or a value is too large. Ask for less.");
}
