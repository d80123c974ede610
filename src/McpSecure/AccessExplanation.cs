namespace McpSecure;

/// <summary>What the policy says about one primitive, and which setting says it.</summary>
/// <param name="Access">The access. <see langword="default"/> denies.</param>
/// <param name="DecidedBy">
/// The configuration path or attribute that decided, for example <c>McpSecurity:Roles:reader:Tools:read_file</c>. For operators: never
/// sent to clients.
/// </param>
public readonly record struct AccessExplanation(Access Access, string DecidedBy)
{
    /// <summary>Gets a value indicating whether the roles deny it and <see cref="SecurityMode.Observe"/> lets it pass.</summary>
    public bool Observed { get; init; }

    /// <summary>Gets a value indicating whether rules for the arguments take away from it, call by call.</summary>
    public bool HasArgumentRules { get; init; }
}
