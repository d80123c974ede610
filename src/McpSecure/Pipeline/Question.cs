namespace McpSecure.Pipeline;

/// <summary>A question to a person.</summary>
/// <param name="Call">The digest of the call.</param>
/// <param name="Shown">The digest of the call and of all that the person gets to read.</param>
/// <param name="Asked">When it was asked.</param>
/// <param name="Expires">Until when an answer counts.</param>
internal sealed record Question(byte[] Call, byte[] Shown, DateTimeOffset Asked, DateTimeOffset Expires);
