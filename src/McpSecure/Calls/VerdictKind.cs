namespace McpSecure.Calls;

/// <summary>The three answers of a guard, strictest first.</summary>
internal enum VerdictKind
{
    Refuse = 0,
    Ask = 1,
    Continue = 2,
}
