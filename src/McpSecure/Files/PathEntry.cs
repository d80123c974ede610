namespace McpSecure.Files;

/// <summary>One line of a listing.</summary>
/// <param name="Path">The path relative to the directory that was listed, with forward slashes.</param>
/// <param name="Kind">What it is. A link is not followed.</param>
public sealed record PathEntry(string Path, PathKind Kind)
{
    /// <summary>Gets the last name of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}
