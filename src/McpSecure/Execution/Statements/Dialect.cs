namespace McpSecure.Execution.Statements;

/// <summary>What begins a quotation or a comment, which engines disagree about.</summary>
[Flags]
internal enum Dialect
{
    None = 0,

    /// <summary><c>[name]</c></summary>
    Brackets = 1,

    /// <summary><c>`name`</c></summary>
    Backticks = 2,

    /// <summary>A backslash takes the next character of a text along.</summary>
    Backslash = 4,

    /// <summary>A backslash does so in <c>E'text'</c>.</summary>
    EscapeText = 8,

    /// <summary><c># comment</c></summary>
    Hash = 16,

    /// <summary><c>--</c> begins a comment only before a blank.</summary>
    DashesAndBlank = 32,

    /// <summary>A comment inside a comment.</summary>
    Nested = 64,

    /// <summary><c>$tag$text$tag$</c></summary>
    Dollars = 128,

    /// <summary>A carriage return alone ends a line.</summary>
    CarriageReturn = 256,

    /// <summary>Placeholders are looked for where this one sees neither quotation nor comment.</summary>
    Placeholders = 512,

    Sqlite = Brackets | Backticks,
    PostgreSql = EscapeText | Nested | Dollars | CarriageReturn | Placeholders,
    MySql = Backticks | Backslash | Hash | DashesAndBlank,
    SqlServer = Brackets | Nested,
}
