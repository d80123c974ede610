namespace McpSecure.Execution;

/// <summary>Why a statement did not run, or was stopped.</summary>
/// <remarks>The list is closed and its names are stable.</remarks>
public enum SqlRefusal
{
    /// <summary>No reason was given. A defect: the statement did not run.</summary>
    None = 0,

    /// <summary>A value would stand inside a quoted text, a quoted name or a comment, where no parameter can be (CWE-89).</summary>
    HoleInQuotes = 1,

    /// <summary>A value stands directly beside a name, a number or a quote, and would become a part of it.</summary>
    HoleBesideText = 2,

    /// <summary>A quoted text, a quoted name or a comment of the statement does not end.</summary>
    Unterminated = 3,

    /// <summary>The literal part of the statement holds a placeholder such as <c>?</c>, <c>:name</c>, <c>@name</c> or <c>$1</c>.</summary>
    PlaceholderInText = 4,

    /// <summary>A list holds more values than a statement takes.</summary>
    ListTooLong = 5,

    /// <summary>A list is <see langword="null"/>, holds another list, or stands inside parentheses although it brings its own.</summary>
    ListMisplaced = 6,

    /// <summary>A text holds a NUL character or half of a surrogate pair, which a driver would alter (CWE-158, CWE-176).</summary>
    ValueMalformed = 7,

    /// <summary>A name is none of those that are allowed.</summary>
    NameNotAllowed = 8,

    /// <summary>The statement is empty, or longer than <see cref="SqlLimits.MaxSqlLength"/>.</summary>
    StatementLength = 9,

    /// <summary>The engine has no way to enforce that a statement only reads, or the connection has rights that undo it.</summary>
    ReadOnlyNotEnforced = 10,

    /// <summary>The statement does more than read, or uses a function that is not allowed (CWE-89, CWE-862).</summary>
    NotReadOnly = 11,

    /// <summary>There is more than one statement.</summary>
    SeveralStatements = 12,

    /// <summary>The database does not understand the statement, or cannot compute it.</summary>
    StatementInvalid = 13,

    /// <summary>The statement took longer than <see cref="SqlLimits.Timeout"/>, and was stopped (CWE-400).</summary>
    TimeLimit = 14,

    /// <summary>The statement needed more memory, or a larger value, than it may have, and was stopped (CWE-400, CWE-789).</summary>
    MemoryLimit = 15,

    /// <summary>A column has a type that cannot be returned within limits.</summary>
    ColumnType = 16,

    /// <summary>The statement is built so that compiling it alone would take too long (CWE-407).</summary>
    TooComplex = 17,
}
