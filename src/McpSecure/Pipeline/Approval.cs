namespace McpSecure.Pipeline;

/// <summary>That a person agreed.</summary>
/// <param name="Call">The digest of the call.</param>
/// <param name="Shown">The digest of the call and of all that the person got to read.</param>
internal sealed record Approval(byte[] Call, byte[] Shown);
