namespace McpSecure.Files;

/// <summary>What may be done beneath a root.</summary>
public enum PathAccess
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read and list.</summary>
    Read = 1,

    /// <summary>Read, list, create, change, move and delete.</summary>
    ReadWrite = 2,
}
