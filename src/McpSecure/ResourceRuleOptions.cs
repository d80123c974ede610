namespace McpSecure;

/// <summary>Access to the resources whose URI fits a pattern.</summary>
public sealed class ResourceRuleOptions
{
    /// <summary>Gets or sets the pattern of the decoded URI.</summary>
    /// <value>
    /// <c>*</c> stands for any text within one path segment, <c>**</c> crosses segments, and every other character stands for itself:
    /// <c>docs://handbook/**</c>. Required; the default is <see langword="null"/>.
    /// </value>
    /// <remarks>
    /// A grant compares ordinally. A stricter rule that overlaps it also binds in another case, so that <c>docs://HR/x</c> does not
    /// escape a rule for <c>docs://hr/**</c>.
    /// </remarks>
    public string? Uri { get; set; }

    /// <summary>Gets or sets the access. Among overlapping rules of one role the strictest counts.</summary>
    /// <value>The default is <see cref="Access.Deny"/>.</value>
    public Access Access { get; set; }
}
