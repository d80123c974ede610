namespace McpSecure.Files;

/// <summary>Which mechanism confines the paths of a root.</summary>
public enum ConfinementEngine
{
    /// <summary>None. No open root has this.</summary>
    None = 0,

    /// <summary>The Linux kernel resolves each path beneath the directory (<c>openat2</c>, Linux 5.6 and later).</summary>
    Openat2 = 1,

    /// <summary>Each name of a path is opened relative to the directory before it, without following links (<c>openat</c>).</summary>
    ComponentWalk = 2,

    /// <summary>Windows: each name is opened relative to the directory before it, and every reparse point is refused.</summary>
    NtCreateFile = 3,
}
