namespace McpSecure.Journal;

/// <summary>A signature over everything that a journal held at that time.</summary>
/// <param name="Sequence">The number of its record.</param>
/// <param name="Time">When it was signed.</param>
/// <param name="KeyId">Which key it says it was signed with, as in <see cref="JournalPublicKey.Id"/>.</param>
/// <param name="IsVerified">Whether one of the given keys has signed it. <see langword="false"/> also where no key was given.</param>
public sealed record JournalCheckpoint(long Sequence, DateTimeOffset Time, string KeyId, bool IsVerified);
