namespace McpSecure;

/// <summary>What callers in one role may do with one primitive in a <see cref="McpSecurityReport"/>. A caller in several roles has the widest of theirs.</summary>
public sealed record ReportedGrant
{
    /// <summary>Gets the name of the role.</summary>
    public required string Role { get; init; }

    /// <summary>Gets the access of callers in this role alone, as <see cref="IMcpSecurityPolicy.Explain"/> says.</summary>
    public Access Access { get; init; }

    /// <summary>Gets the setting or attribute that decided it.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>Gets a value indicating whether the role itself speaks of it. What it does not speak of is denied.</summary>
    public bool IsGranted { get; init; }

    /// <summary>Gets a value indicating whether the roles deny it and <see cref="SecurityMode.Observe"/> lets it pass.</summary>
    public bool IsObserved { get; init; }

    /// <summary>Gets a value indicating whether rules for the arguments take away from it, call by call.</summary>
    public bool HasArgumentRules { get; init; }

    /// <summary>Gets the access of callers who are also in all of <see cref="ReportedPrimitive.RequiredRoles"/>; that of <see cref="Access"/> where there are none.</summary>
    public Access WithRequiredRoles { get; init; }

    /// <summary>Gets how much is kept of such a call.</summary>
    public AuditLevel AuditLevel { get; init; }

    /// <summary>Gets what the journal tells of its use by callers in this role; <see langword="null"/> if that is not known, as with <see cref="AuditLevel.None"/>.</summary>
    public ReportedUse? Use { get; init; }
}
