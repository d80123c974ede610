namespace McpSecure;

/// <summary>A caller in a <see cref="ReportedUse"/>.</summary>
/// <param name="User">The subject; <see langword="null"/> for all without authentication. A very long one is cut, and ends with its hash.</param>
/// <param name="Calls">How many of his calls began.</param>
/// <param name="LastUse">When the last one ran.</param>
public sealed record ReportedCaller(string? User, long Calls, DateTimeOffset LastUse);
