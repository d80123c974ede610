namespace McpSecure;

/// <summary>What the callers in one role may do.</summary>
public sealed class RoleOptions
{
    /// <summary>Gets how often a caller in this role may call, and how much at once.</summary>
    /// <value>Empty by default: <see cref="McpSecurityOptions.Limits"/> hold. Of several roles the widest counts, and never more than <see cref="McpSecurityOptions.Limits"/>.</value>
    public CallerLimitsOptions Limits { get; } = new();

    /// <summary>Gets or sets how much is kept at least of the calls of a caller in this role. Not inherited.</summary>
    /// <value>The default is <see langword="null"/>: as the tool or <see cref="AuditOptions.Level"/> says. It can only ask for more than those.</value>
    public AuditLevel? AuditLevel { get; set; }

    /// <summary>Gets or sets the role that this one extends.</summary>
    /// <value>A key of <see cref="McpSecurityOptions.Roles"/>, or <see langword="null"/> (the default) for none.</value>
    /// <remarks>The role's own entries, its <c>*</c> included, are asked first; what none of them names is inherited.</remarks>
    public string? Inherits { get; set; }

    /// <summary>Gets access by tool name.</summary>
    /// <value>
    /// Empty by default, which grants nothing. A key is a name, a prefix such as <c>orders_*</c>, or <c>*</c> for every tool; an exact
    /// name beats the longest prefix, which beats <c>*</c>. Names are case-sensitive. A map rather than a list, so that a later
    /// configuration file can take access away.
    /// </value>
    public IDictionary<string, Access> Tools { get; } = new Dictionary<string, Access>(StringComparer.Ordinal);

    /// <summary>Gets access by prompt name; keys as in <see cref="Tools"/>.</summary>
    /// <value>Empty by default, which grants nothing.</value>
    public IDictionary<string, Access> Prompts { get; } = new Dictionary<string, Access>(StringComparer.Ordinal);

    /// <summary>Gets rules for resources; the key only names the rule, so that records and later files can refer to it.</summary>
    /// <value>Empty by default, which grants nothing.</value>
    public IDictionary<string, ResourceRuleOptions> Resources { get; } =
        new Dictionary<string, ResourceRuleOptions>(StringComparer.Ordinal);

    /// <summary>Gets the claims whose holders are in this role; the key only names the entry.</summary>
    /// <value>Empty by default: only the role claim counts.</value>
    public IDictionary<string, MemberOptions> Members { get; } = new Dictionary<string, MemberOptions>(StringComparer.Ordinal);
}
