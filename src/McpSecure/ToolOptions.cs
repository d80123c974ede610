namespace McpSecure;

/// <summary>What holds for one tool, whoever calls it.</summary>
public sealed class ToolOptions
{
    /// <summary>Gets or sets the most that any role can have on this tool.</summary>
    /// <value>The default is <see langword="null"/>: the roles alone decide. <see cref="Access.Deny"/> switches the tool off.</value>
    public Access? Access { get; set; }
}
