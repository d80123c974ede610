namespace McpSecure.Files;

/// <summary>What a path names.</summary>
public enum PathKind
{
    /// <summary>A pipe, a socket, a device, or something unknown. No root opens it.</summary>
    Special = 0,

    /// <summary>A regular file.</summary>
    File = 1,

    /// <summary>A directory.</summary>
    Directory = 2,

    /// <summary>A symbolic link itself. Only in listings: elsewhere links are followed or refused.</summary>
    SymbolicLink = 3,
}
