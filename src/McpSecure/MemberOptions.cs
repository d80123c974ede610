namespace McpSecure;

/// <summary>A claim whose holders are in a role, beside the role claim itself.</summary>
public sealed class MemberOptions
{
    /// <summary>Gets or sets the claim type, compared ordinally.</summary>
    /// <value>For example <c>groups</c> or <c>scope</c>. Required; the default is <see langword="null"/>.</value>
    public string? Claim { get; set; }

    /// <summary>Gets or sets the claim value, compared ordinally and as a whole.</summary>
    /// <value>Required; the default is <see langword="null"/>.</value>
    public string? Value { get; set; }
}
