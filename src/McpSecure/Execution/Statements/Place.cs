namespace McpSecure.Execution.Statements;

/// <summary>What a character of a statement is a part of.</summary>
internal enum Place : byte
{
    Code = 0,
    Quotation = 1,
    Line = 2,
    Block = 3,
    Dollars = 4,
}
