using SQLitePCL;

namespace McpSecure.Sqlite.Engine;

/// <summary>What a statement that nobody trusts may do, as SQLite asks about each part of it when it compiles it: read, and call functions of a list.</summary>
/// <remarks>The schema may be read: a model has to know the tables, and it may read them all.</remarks>
internal sealed class ReadAuthorizer(IEnumerable<string> more)
{
    // What pure functions of SQLite there are, without those whose time is not proportional to what they are given (instr, replace), and
    // without those that make a value from nothing (zeroblob, randomblob). What is not here is denied.
    private static readonly string[] Common =
    [
        "->", "->>", "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "avg", "bm25", "ceil", "ceiling", "char", "coalesce",
        "concat", "concat_ws", "cos", "cosh", "count", "cume_dist", "current_date", "current_time", "current_timestamp", "date", "datetime",
        "degrees", "dense_rank", "exp", "first_value", "floor", "format", "glob", "group_concat", "hex", "highlight", "if", "ifnull", "iif",
        "json", "json_array", "json_array_length", "json_error_position", "json_extract", "json_group_array", "json_group_object", "json_object",
        "json_pretty", "json_quote", "json_type", "json_valid", "julianday", "lag", "last_value", "lead", "length", "like", "likelihood", "likely",
        "ln", "log", "log10", "log2", "lower", "ltrim", "match", "max", "min", "mod", "nth_value", "ntile", "nullif", "octet_length",
        "percent_rank", "pi", "pow", "power", "printf", "quote", "radians", "random", "rank", "round", "row_number", "rtrim", "sign", "sin",
        "sinh", "snippet", "sqlite_version", "sqrt", "strftime", "string_agg", "substr", "substring", "sum", "tan", "tanh", "time", "timediff",
        "total", "trim", "trunc", "typeof", "unhex", "unicode", "unixepoch", "unlikely", "upper",
    ];

    private readonly HashSet<string> _functions = new(Common.Concat(more), StringComparer.OrdinalIgnoreCase);

    /// <summary>Asks it about every statement that the connection compiles from now on.</summary>
    public void ApplyTo(sqlite3 handle)
    {
        strdelegate_authorizer answer = (_, action, first, second, _, _) => IsAllowed(action, first, second) ? raw.SQLITE_OK : raw.SQLITE_DENY;
        if (raw.sqlite3_set_authorizer(handle, answer, null) != raw.SQLITE_OK)
        {
            throw new NotSupportedException("SQLite takes no authorizer.");
        }
    }

    /// <summary>Whether it may.</summary>
    /// <param name="action">The action, by the number of SQLite.</param>
    /// <param name="first">What it is done to.</param>
    /// <param name="second">More of that.</param>
    public bool IsAllowed(int action, string? first, string? second) => action switch
    {
        raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE => true,
        raw.SQLITE_FUNCTION => second is not null && _functions.Contains(second),
        // How full-text search learns that another connection has changed its index. It has no argument, and tells a number.
        raw.SQLITE_PRAGMA => string.Equals(first, "data_version", StringComparison.OrdinalIgnoreCase) && second is null,
        _ => false,
    };
}
