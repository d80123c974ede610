using System.Data.Common;
using McpSecure.Execution.Databases;

namespace McpSecure.Execution;

/// <summary>What is particular to a database engine: how a running statement is stopped, and how a statement that nobody trusts is kept to reading.</summary>
/// <remarks>
/// One for an engine that is not here overrides what it knows better; what it does not override refuses, or leaves it to the provider. Safe for
/// concurrent use.
/// </remarks>
public abstract class SqlEngine
{
    /// <summary>Gets an engine of which nothing is known. Values are parameters; <see cref="SqlDatabase.QueryReadOnlyAsync(string, CancellationToken)"/> refuses.</summary>
    public static SqlEngine Generic { get; } = new GenericEngine();

    /// <summary>Gets a value indicating whether the asynchronous methods of the provider block the thread.</summary>
    /// <value>The default is <see langword="false"/>. Otherwise statements run on a thread of the pool.</value>
    protected internal virtual bool IsBlocking => false;

    /// <summary>Gets a value indicating whether the provider can hand out one text or binary value in pieces, so that one larger than the limit is never held whole.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    protected internal virtual bool ReadsInPieces => false;

    /// <summary>PostgreSQL, by any provider with <see cref="DbBatch"/>, such as Npgsql.</summary>
    /// <param name="readOnly">
    /// Where statements that nobody trusts connect: with a role of their own, that may read what they may read, and nothing else. The rights of
    /// that role are the boundary; see the remarks. <see langword="null"/> for none: then <see cref="SqlDatabase.QueryReadOnlyAsync(string, CancellationToken)"/> refuses.
    /// </param>
    /// <returns>The engine.</returns>
    /// <remarks>
    /// <para>
    /// Such a statement is declared as a cursor, by the extended protocol, in a transaction that is read only and is always rolled back: it is
    /// one query, or an error. A role is refused that is a superuser, replicates, is a member of one of the roles that read or write files, run
    /// programs or end other sessions on the server, or may call functions that do, or that connect elsewhere (<c>dblink</c>).
    /// </para>
    /// <para>
    /// What no transaction stops, and every role may do by default: end or cancel other sessions of the same role
    /// (<c>pg_terminate_backend</c>), wait, hold advisory locks until the statement ends, and read settings and catalogs. So the role must be its
    /// own, and functions of the application that do more than read (<c>security definer</c>, untrusted languages) must not be open to it.
    /// </para>
    /// </remarks>
    public static SqlEngine PostgreSql(DbDataSource? readOnly = null) => new PostgreSqlEngine(readOnly);

    /// <summary>Makes a connection safe after it was opened, before the first statement of the application.</summary>
    /// <param name="connection">The connection, open.</param>
    protected internal virtual void Prepare(DbConnection connection)
    {
    }

    /// <summary>Stops what runs on a connection, where the provider does not do so when its token is cancelled.</summary>
    /// <param name="connection">The connection, open.</param>
    /// <param name="isOver">Whether it is to stop. It does not throw.</param>
    /// <returns>What undoes it before the connection is closed; <see langword="null"/> for nothing.</returns>
    protected internal virtual IDisposable? StopWhen(DbConnection connection, Func<bool> isOver) => null;

    /// <summary>Runs a statement that nobody trusts so that it can read only, and only within limits, and reads its rows.</summary>
    /// <param name="sql">The statement: not empty, within its length, and well-formed text.</param>
    /// <param name="run">The limits, and what reads the rows.</param>
    /// <param name="cancellationToken">It is cancelled when the time is over, too.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="SqlRefusedException">Always, unless overridden (<see cref="SqlRefusal.ReadOnlyNotEnforced"/>); see <see cref="Refused"/>.</exception>
    protected internal virtual Task<SqlResult> QueryReadOnlyAsync(string sql, SqlReadOnlyCall run, CancellationToken cancellationToken) =>
        throw Refused(SqlRefusal.ReadOnlyNotEnforced, "This database cannot be kept to reading, so that no statement of another author runs here.");

    /// <summary>A refusal.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">What is wrong and what would be right, for the model: nothing that an attacker could use.</param>
    /// <returns>The exception to throw.</returns>
    protected static SqlRefusedException Refused(SqlRefusal reason, string message) => new(reason, message);

    /// <summary>The message of the database about a statement that nobody trusts, for whoever wrote it: one line, cut off where it is long.</summary>
    /// <param name="exception">What the database says.</param>
    /// <returns>A refusal, <see cref="SqlRefusal.StatementInvalid"/>.</returns>
    protected static SqlRefusedException Invalid(DbException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Refused(SqlRefusal.StatementInvalid, $"The database refuses the statement: {MessageLine.Of(exception.Message)}");
    }
}
