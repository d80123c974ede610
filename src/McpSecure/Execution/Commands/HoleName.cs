namespace McpSecure.Execution.Commands;

/// <summary>What a hole is called; put into words only when it is to blame.</summary>
internal readonly struct HoleName(string? expression, int number)
{
    public string? Expression => expression;

    public override string ToString() => Hole.NameOf(expression, number);
}
