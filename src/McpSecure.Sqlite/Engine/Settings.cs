using SQLitePCL;

namespace McpSecure.Sqlite.Engine;

/// <summary>Settings of a connection that SQLite recommends for databases and statements that are not trusted.</summary>
internal static class Settings
{
    /// <summary>For every connection: no statement can damage the file, and nothing in the file can call functions with side effects.</summary>
    public static void Harden(sqlite3 handle)
    {
        Set(handle, raw.SQLITE_DBCONFIG_DEFENSIVE, on: true);
        Set(handle, raw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, on: false);
        Set(handle, raw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, on: false);
        Set(handle, raw.SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, on: false);
    }

    /// <summary>What a statement that nobody trusts may be made of.</summary>
    public static void Limit(sqlite3 handle, int maxBytes, int maxSqlLength)
    {
        Set(handle, raw.SQLITE_DBCONFIG_ENABLE_TRIGGER, on: false);
        Set(handle, raw.SQLITE_DBCONFIG_DQS_DML, on: false);
        Set(handle, raw.SQLITE_DBCONFIG_DQS_DDL, on: false);
        // Of a row, too, even where one small column of it is read; and of the text of the schema.
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_LENGTH, Math.Max(maxBytes, 1024 * 1024));
        // In bytes of UTF-8, of which a character has four at most.
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_SQL_LENGTH, checked(maxSqlLength * 4));
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_COLUMN, 200);
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_EXPR_DEPTH, 100);
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_COMPOUND_SELECT, 50);
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_VDBE_OP, 100_000);
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_FUNCTION_ARG, 50);
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_ATTACHED, 0);
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_VARIABLE_NUMBER, 20); // full-text search has some in statements of its own
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_TRIGGER_DEPTH, 0);
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_WORKER_THREADS, 0);
    }

    private static void Set(sqlite3 handle, int setting, bool on)
    {
        var wanted = on ? 1 : 0;
        if (raw.sqlite3_db_config(handle, setting, wanted, out var actual) != raw.SQLITE_OK || actual != wanted)
        {
            // One that this build of SQLite does not have is no protection.
            throw new NotSupportedException($"SQLite has no setting {setting}.");
        }
    }
}
