namespace McpSecure;

/// <summary>Narrows a confined argument for callers who have the tool from one role.</summary>
public sealed class ToolRolePathOptions
{
    /// <summary>Gets or sets the directory that the path has to lie in.</summary>
    /// <value>
    /// Required: a directory beneath the root, such as <c>drafts</c> or <c>drafts/2026</c>, that exists and is no link. The path is still
    /// given relative to the root. Of several roles that grant the tool, each adds its directory; one that says nothing adds the whole root.
    /// </value>
    public string? Under { get; set; }
}
