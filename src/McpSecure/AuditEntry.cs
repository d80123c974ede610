namespace McpSecure;

/// <summary>One thing that happened to a call, as it is kept.</summary>
/// <remarks>Immutable. Nothing in it was chosen by a client alone, except <see cref="Arguments"/>, <see cref="Name"/>, and the digests of what was.</remarks>
public sealed class AuditEntry
{
    /// <summary>Gets what is told.</summary>
    public AuditEntryKind Kind { get; init; }

    /// <summary>Gets what joins the entries of one call: 16 bytes at random in hexadecimal digits. Empty in a summary.</summary>
    public string Call { get; init; } = string.Empty;

    /// <summary>Gets the entry that this call goes on from: <see cref="Call"/> of the call that was suspended, or <see langword="null"/>.</summary>
    public string? Resumes { get; init; }

    /// <summary>Gets when it happened, by the clock of the server.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Gets the method of MCP, or <c>_OTHER</c>.</summary>
    public string Method { get; init; } = string.Empty;

    /// <summary>Gets the name under which the server itself holds the tool, prompt or resource, a name that the policy names, or <c>_OTHER</c>; <see langword="null"/> if the method names none.</summary>
    public string? Target { get; init; }

    /// <summary>
    /// Gets what the client called it where a handler of the application serves a name that no policy names, and <see cref="Target"/> is <c>_OTHER</c>: at most 160 characters, redacted; else
    /// <see langword="null"/>.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Gets the subject of the caller; <see langword="null"/> without authentication.</summary>
    public string? User { get; init; }

    /// <summary>Gets the roles that the caller had.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Gets the setting or attribute that decided, or <see langword="null"/>.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Gets a value indicating whether the call passed only because <see cref="SecurityMode.Observe"/> lets it.</summary>
    public bool Observed { get; init; }

    /// <summary>Gets how it ended, as in <c>mcpsecure.outcome</c>; <see langword="null"/> in an intent.</summary>
    public string? Outcome { get; init; }

    /// <summary>Gets the code of the refusal, or <see langword="null"/>.</summary>
    public string? Code { get; init; }

    /// <summary>Gets the guard that refused, or <see langword="null"/>.</summary>
    public string? Guard { get; init; }

    /// <summary>Gets the type of the exception that ended the call, or <see langword="null"/>. Never its text.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Gets how long the call has taken so far; zero in an intent.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the arguments after redaction, a JSON object in UTF-8; of a resource <c>{"uri":…}</c>, of what has no arguments its params. Empty below <see cref="AuditLevel.Full"/>, and where they are too long to be kept.</summary>
    public ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary>Gets the length of the arguments as they were read, bytes of UTF-8, where all that is not ASCII may be an escape; <see langword="null"/> below <see cref="AuditLevel.Digest"/>.</summary>
    public long? ArgumentBytes { get; init; }

    /// <summary>
    /// Gets the SHA-256 of the arguments after redaction, in hexadecimal digits; <see langword="null"/> below <see cref="AuditLevel.Digest"/>. Beyond 256 KiB,
    /// where a part is left out, it is that of the rest and of an HMAC of the whole, which has the key that secrets are written down with. There is none
    /// where nothing answers to the name: nobody has said which of such arguments are secrets.
    /// </summary>
    public string? ArgumentsDigest { get; init; }

    /// <summary>Gets how many values were redacted: of the arguments, or in an outcome of the result.</summary>
    public int Redactions { get; init; }

    /// <summary>Gets the length of the answer, bytes of UTF-8; <see langword="null"/> if there was none, and below <see cref="AuditLevel.Digest"/>.</summary>
    public int? ResultBytes { get; init; }

    /// <summary>Gets the SHA-256 of the answer in hexadecimal digits, or <see langword="null"/> as in <see cref="ResultBytes"/>.</summary>
    public string? ResultDigest { get; init; }

    /// <summary>Gets who was asked to approve, or <see langword="null"/>.</summary>
    public string? ApprovalBy { get; init; }

    /// <summary>Gets what became of that: <c>asked</c>, <c>approved</c> or <c>declined</c>.</summary>
    public string? Approval { get; init; }

    /// <summary>Gets the digest of the call and of what the person was shown, in hexadecimal digits.</summary>
    public string? ApprovalShown { get; init; }

    /// <summary>Gets how long the answer took.</summary>
    public TimeSpan ApprovalLatency { get; init; }

    /// <summary>Gets the W3C trace id of the span of the call, or <see langword="null"/> where none is recorded.</summary>
    public string? Trace { get; init; }

    /// <summary>Gets how many refusals a summary stands for; zero otherwise.</summary>
    public long Count { get; init; }

    /// <summary>Gets when the first of them was; <see cref="Time"/> otherwise.</summary>
    public DateTimeOffset Since { get; init; }
}
