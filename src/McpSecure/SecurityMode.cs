namespace McpSecure;

/// <summary>Whether role grants are enforced or only recorded.</summary>
public enum SecurityMode
{
    /// <summary>What no role grants is refused. The default.</summary>
    Enforce = 0,

    /// <summary>
    /// What no role grants passes and is recorded as such, until <see cref="McpSecurityOptions.ObserveUntil"/>. Identity, structure,
    /// arguments, the author's ceilings, <c>Tools:&lt;tool&gt;:Access</c> and approvals are enforced all the same.
    /// </summary>
    Observe = 1,
}
