namespace McpSecure.Schemas.Formats;

/// <summary>What can be said about a name of a format.</summary>
internal enum FormatSupport
{
    /// <summary>JSON Schema does not define it.</summary>
    Unknown = 0,

    /// <summary>JSON Schema defines it, but there is no check.</summary>
    Unsupported = 1,

    /// <summary>There is a check.</summary>
    Checked = 2,
}
