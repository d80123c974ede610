namespace McpSecure.Files;

/// <summary>How much a listing may look at.</summary>
public sealed class ListingLimits
{
    /// <summary>Gets how many entries are returned at most.</summary>
    /// <value>At least 1. The default is 10,000.</value>
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>Gets how many entries are looked at, whether they fit the pattern or not.</summary>
    /// <value>At least 1. The default is 100,000.</value>
    public int MaxVisited { get; init; } = 100_000;

    /// <summary>Gets how many levels of directories are entered; 1 lists the directory itself.</summary>
    /// <value>From 1 to 64. The default is 1.</value>
    public int MaxDepth { get; init; } = 1;

    /// <summary>Gets a value indicating whether only regular files are returned: no directories, no links.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool FilesOnly { get; init; }
}
