namespace McpSecure.Files;

/// <summary>Which names a path may hold.</summary>
public enum PathNames
{
    /// <summary>Names that mean the same on Windows, macOS and Linux. Always so on Windows.</summary>
    Portable = 0,

    /// <summary>Whatever the file system takes.</summary>
    Native = 1,
}
