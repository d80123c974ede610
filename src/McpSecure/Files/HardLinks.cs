namespace McpSecure.Files;

/// <summary>What happens at a file that has more than one name. No check of a path can see whether another name lies outside.</summary>
public enum HardLinks
{
    /// <summary>It is not opened, and refused with <see cref="PathRefusal.HardLink"/>. Replacing, moving and deleting concern the one name only.</summary>
    Deny = 0,

    /// <summary>It is read, and not opened for writing. Replacing, moving and deleting concern the one name only.</summary>
    ReadOnly = 1,

    /// <summary>It is a file like any other.</summary>
    Allow = 2,
}
