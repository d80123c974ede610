using McpSecure.Files;

namespace McpSecure;

/// <summary>Confines one argument of a tool to a root, or restricts what the author's <see cref="ConfinedPathAttribute"/> says of it.</summary>
public sealed class ToolPathOptions
{
    /// <summary>Gets or sets the root.</summary>
    /// <value>
    /// A key of <see cref="McpSecurityOptions.Paths"/>. The default, <see langword="null"/>, is the root of the attribute; without one it is
    /// required. Another root than the attribute's stops the start.
    /// </value>
    public string? Root { get; set; }

    /// <summary>Gets or sets what the tool may do there.</summary>
    /// <value>The default, <see langword="null"/>, is what the attribute says, else what the root permits. Never more than either.</value>
    public PathAccess? Access { get; set; }

    /// <summary>Gets or sets whether something has to be there for the call to run.</summary>
    /// <value>The default, <see langword="null"/>, is what the attribute says, else <see langword="false"/>.</value>
    public bool? MustExist { get; set; }
}
