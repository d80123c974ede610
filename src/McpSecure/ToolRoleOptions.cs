namespace McpSecure;

/// <summary>What holds for one tool where its caller has it from one role, or from a role that inherits from that.</summary>
public sealed class ToolRoleOptions
{
    /// <summary>Gets rules for arguments; keys as in <see cref="ToolOptions.Arguments"/>.</summary>
    /// <value>
    /// Empty by default: the role sets no bound. Rules of the tool itself hold beside them. A caller in several roles that grant the tool
    /// needs to keep the rules of one of them. What a role says of an argument replaces what it inherits about that argument.
    /// </value>
    public IDictionary<string, ArgumentRuleOptions> Arguments { get; } = new Dictionary<string, ArgumentRuleOptions>(StringComparer.Ordinal);

    /// <summary>Gets where confined arguments have to lead; keys as in <see cref="ToolOptions.Arguments"/>.</summary>
    /// <value>Empty by default: anywhere beneath the root. What a role says of an argument replaces what it inherits about that argument.</value>
    public IDictionary<string, ToolRolePathOptions> Paths { get; } = new Dictionary<string, ToolRolePathOptions>(StringComparer.Ordinal);
}
