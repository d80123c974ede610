namespace McpSecure;

/// <summary>What an <see cref="AuditEntry"/> tells.</summary>
public enum AuditEntryKind
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>The guards let a call pass, and its code is about to run. Written before it does.</summary>
    Intent = 1,

    /// <summary>How a call ended that has an intent. Written before its answer leaves. An intent without one ended in a way that nobody knows: the process was ended.</summary>
    Outcome = 2,

    /// <summary>A call waits for somebody, and gives up what it had taken. What goes on with it names it in <see cref="AuditEntry.Resumes"/>.</summary>
    Suspended = 3,

    /// <summary>A request was refused, and nothing of the author's ran.</summary>
    Refusal = 4,

    /// <summary>How many more refusals there were than have entries of their own.</summary>
    Summary = 5,
}
