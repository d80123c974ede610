namespace McpSecure;

/// <summary>What becomes of a call that cannot be put on record.</summary>
public enum AuditFailure
{
    /// <summary>It is refused, and where it has run already, its result does not leave. The default.</summary>
    Refuse = 0,

    /// <summary>It goes on; the failure is logged, counted and raised as an alert.</summary>
    Continue = 1,
}
