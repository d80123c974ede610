namespace McpSecure.Execution.Running;

/// <summary>Why a run ended.</summary>
internal enum EndReason
{
    /// <summary>The program ended by itself, or has not ended.</summary>
    Exited = 0,

    /// <summary>It ran for too long.</summary>
    TimedOut,

    /// <summary>It wrote more than is kept.</summary>
    Truncated,

    /// <summary>Nobody wants the result any more.</summary>
    Cancelled,

    /// <summary>The runner was disposed of.</summary>
    Disposed,
}
