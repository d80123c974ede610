namespace McpSecure.Files;

/// <summary>What happens at a symbolic link.</summary>
public enum SymbolicLinks
{
    /// <summary>The path is refused with <see cref="PathRefusal.Link"/>.</summary>
    Deny = 0,

    /// <summary>The link is followed as long as it stays beneath the root. An absolute link never does.</summary>
    FollowBeneath = 1,
}
