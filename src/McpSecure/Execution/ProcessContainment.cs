namespace McpSecure.Execution;

/// <summary>What holds the processes of a run together, so that none of them outlives it.</summary>
public enum ProcessContainment
{
    /// <summary>Nothing. No runner has this.</summary>
    None = 0,

    /// <summary>
    /// Linux: each run is a PID namespace of its own, and the kernel ends all that is in it together with the program. Nothing that a
    /// program does escapes that. It needs the capability <c>CAP_SYS_ADMIN</c>. The program is process 1 of its namespace: signals that it
    /// sends itself and does not handle are ignored by the kernel.
    /// </summary>
    PidNamespace = 1,

    /// <summary>
    /// Linux, without any privilege: descendants of the program are looked for in <c>/proc</c>, by a random mark in their environment
    /// (<c>MCPSECURE_RUN</c>), by their parents and by their sessions, and ended until none is found. A process that leaves its session and
    /// outlives its parent is not found if it also clears its environment, makes itself unreadable (<c>PR_SET_DUMPABLE</c>) or becomes
    /// another user's; the last cannot be ended either: where it is found, the run ends with an exception that says so.
    /// </summary>
    ProcessTree = 2,
}
