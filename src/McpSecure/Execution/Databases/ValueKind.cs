namespace McpSecure.Execution.Databases;

/// <summary>How a value is read.</summary>
internal enum ValueKind : byte
{
    Whole = 0,
    Text = 1,
    Bytes = 2,
}
