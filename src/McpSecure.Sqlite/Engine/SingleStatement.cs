using McpSecure.Execution;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace McpSecure.Sqlite.Engine;

/// <summary>Compiles a text, and sees whether it is one statement that reads.</summary>
internal static class SingleStatement
{
    // In characters: SQLite takes a tenth of a second for them.
    private const long MaxCopied = 1_000_000;

    /// <summary>What is wrong with it, if anything.</summary>
    /// <exception cref="SqliteException">SQLite cannot compile it.</exception>
    public static (SqlRefusal Reason, string Message)? Defect(sqlite3 handle, string sql)
    {
        if (TableExpressions.Copies(sql) * sql.Length > MaxCopied)
        {
            return (SqlRefusal.TooComplex, "The tables of the with clause are mentioned too often, one inside the other. Mention each of them less.");
        }

        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, sql, out var statement, out var rest), handle);

        using (statement)
        {
            if (statement.IsInvalid)
            {
                return (SqlRefusal.StatementLength, "There is no statement, or nothing but a comment.");
            }

            if (raw.sqlite3_stmt_readonly(statement) == 0 || raw.sqlite3_column_count(statement) == 0)
            {
                return (SqlRefusal.NotReadOnly, "Only reading is allowed: one query that returns columns.");
            }

            if (raw.sqlite3_bind_parameter_count(statement) > 0)
            {
                return (SqlRefusal.PlaceholderInText, "The statement holds a placeholder, such as ?, :name, @name or $1. Write the value.");
            }
        }

        return IsEmpty(handle, rest) ? null : (SqlRefusal.SeveralStatements, "There is more than one statement. Send one.");
    }

    // Blanks, comments and semicolons may follow. A rest that cannot be compiled is something.
    private static bool IsEmpty(sqlite3 handle, string rest)
    {
        while (!string.IsNullOrWhiteSpace(rest))
        {
            if (raw.sqlite3_prepare_v2(handle, rest, out var statement, out var next) != raw.SQLITE_OK)
            {
                return false;
            }

            using (statement)
            {
                if (!statement.IsInvalid)
                {
                    return false;
                }
            }

            if (next.Length >= rest.Length)
            {
                return true;
            }

            rest = next;
        }

        return true;
    }
}
