namespace McpSecure;

/// <summary>What a person is asked to agree to.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ApprovalRequest
{
    internal ApprovalRequest(PrimitiveKind kind, string name, string message, string digest, Caller caller, DateTimeOffset expires)
    {
        Kind = kind;
        Name = name;
        Message = message;
        Digest = digest;
        Caller = caller;
        Expires = expires;
    }

    /// <summary>Gets what <see cref="Name"/> names.</summary>
    public PrimitiveKind Kind { get; }

    /// <summary>Gets the name of the tool or prompt, or the URI of the resource.</summary>
    public string Name { get; }

    /// <summary>Gets what the person is to read: what would be done, and every argument.</summary>
    /// <value>Plain text of several lines. What a client chose is escaped, secrets are masked.</value>
    public string Message { get; }

    /// <summary>Gets what binds the answer to this call: SHA-256 over the call and <see cref="Message"/>, in hexadecimal.</summary>
    public string Digest { get; }

    /// <summary>Gets who wants to call.</summary>
    public Caller Caller { get; }

    /// <summary>Gets until when an answer counts.</summary>
    public DateTimeOffset Expires { get; }
}
