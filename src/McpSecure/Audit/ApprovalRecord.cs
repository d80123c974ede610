namespace McpSecure.Audit;

/// <summary>That a person was asked.</summary>
/// <param name="By">Who asked, or who answered if that is known.</param>
/// <param name="Shown">The digest of the call and of what was shown.</param>
/// <param name="IsApproved">The answer; <see langword="null"/> as long as there is none.</param>
/// <param name="Latency">How long the answer took.</param>
internal sealed record ApprovalRecord(string By, byte[] Shown, bool? IsApproved, TimeSpan Latency);
