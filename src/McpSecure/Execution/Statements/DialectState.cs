namespace McpSecure.Execution.Statements;

/// <summary>Where one dialect stands in a statement.</summary>
internal struct DialectState
{
    public Place Place;

    /// <summary>What ends the quotation.</summary>
    public char Close;

    /// <summary>Whether a backslash takes the next character along.</summary>
    public bool Escapes;

    /// <summary>How many comments are open.</summary>
    public int Depth;

    /// <summary>What ends the text between dollars.</summary>
    public string? Tag;
}
