namespace McpSecure;

/// <summary>What a caller may do with a tool, prompt or resource. Ordered: a larger value grants more.</summary>
/// <remarks>
/// Across the roles of one caller the largest value counts; across layers (author, tool, role) the smallest.
/// </remarks>
public enum Access
{
    /// <summary>The request is refused, and the primitive is not listed. The default.</summary>
    Deny = 0,

    /// <summary>The request runs once a person has agreed to it. Until it can be asked, it is refused.</summary>
    Ask = 1,

    /// <summary>The request runs.</summary>
    Allow = 2,
}
