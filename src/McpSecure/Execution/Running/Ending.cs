namespace McpSecure.Execution.Running;

/// <summary>How a run ended: why, and what the system says of the program.</summary>
internal readonly record struct Ending(EndReason Reason, int ExitCode, int? Signal, bool IsTruncated);
