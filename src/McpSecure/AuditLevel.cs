namespace McpSecure;

/// <summary>How much of a call the audit keeps. Each level has what the ones before it have.</summary>
public enum AuditLevel
{
    /// <summary>Neither intent nor outcome. The call is still told to traces, metrics and the log.</summary>
    None = 0,

    /// <summary>Who called what, when, what was decided and how it ended.</summary>
    Metadata = 1,

    /// <summary>The sizes and SHA-256 digests of arguments and result as well.</summary>
    Digest = 2,

    /// <summary>The arguments as well, after redaction.</summary>
    Full = 3,
}
