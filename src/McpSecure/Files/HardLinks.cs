namespace McpSecure.Files;

/// <summary>What happens at a file that has more than one name. No check of a path can see whether another name lies outside.</summary>
public enum HardLinks
{
    /// <summary>It is refused with <see cref="PathRefusal.HardLink"/>.</summary>
    Deny = 0,

    /// <summary>It is read, and not opened for writing. Replacing it as a whole concerns the one name only, and is possible.</summary>
    ReadOnly = 1,

    /// <summary>It is a file like any other.</summary>
    Allow = 2,
}
