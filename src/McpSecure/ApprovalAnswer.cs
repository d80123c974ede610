namespace McpSecure;

/// <summary>What a person said. <see langword="default"/> is no.</summary>
/// <param name="IsApproved">Whether the call may run.</param>
/// <param name="AnsweredBy">Who said so, for the record: a stable identifier, no name. <see langword="null"/> if nobody knows.</param>
public readonly record struct ApprovalAnswer(bool IsApproved, string? AnsweredBy = null);
