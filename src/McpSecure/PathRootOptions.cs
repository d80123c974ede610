using McpSecure.Files;

namespace McpSecure;

/// <summary>A directory that arguments of tools can be confined to.</summary>
public sealed class PathRootOptions
{
    /// <summary>Gets or sets the directory. Clients and records see the name of the root, never this.</summary>
    /// <value>Required; it has to exist. A relative path starts at <see cref="AppContext.BaseDirectory"/>.</value>
    public string? Root { get; set; }

    /// <summary>Gets or sets what may be done beneath it.</summary>
    /// <value>
    /// The default is <see cref="PathAccess.Read"/>. With <see cref="PathAccess.ReadWrite"/> it must not overlap the application's own
    /// folder or a policy file. <see cref="PathAccess.None"/> is an error.
    /// </value>
    public PathAccess Access { get; set; } = PathAccess.Read;

    /// <summary>Gets or sets what happens at a symbolic link.</summary>
    /// <value>The default, <see langword="null"/>, is that of <see cref="SecureRootOptions.SymbolicLinks"/>: followed beneath the root, on Windows denied.</value>
    public SymbolicLinks? SymbolicLinks { get; set; }

    /// <summary>Gets or sets what happens at a file that has several names.</summary>
    /// <value>The default is <see cref="HardLinks.ReadOnly"/>.</value>
    public HardLinks HardLinks { get; set; } = HardLinks.ReadOnly;

    /// <summary>Gets or sets whether a path may lead into another file system that is mounted beneath the root.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool CrossMounts { get; set; }

    /// <summary>Gets or sets how much of a file is read at once at most, in bytes. Streams are not limited.</summary>
    /// <value>From 0 to 2,147,483,590. The default is 10 MiB.</value>
    public long MaxReadBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Gets or sets how much is written to a file at once at most, in bytes. Streams are not limited.</summary>
    /// <value>0 or more. The default is 10 MiB.</value>
    public long MaxWriteBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Gets names beyond <see cref="SecureRootOptions.DefaultProtectedNames"/> that are read and never changed, or with <see langword="false"/> those of them that are not protected here.</summary>
    /// <value>Empty by default. A map rather than a list, so that a later file can add one or take one away. Case makes no difference.</value>
    public IDictionary<string, bool> ProtectedNames { get; } = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets a value indicating whether its section has a mistake, which stops the start: what is here is not what was meant.</summary>
    internal bool IsMistaken { get; set; }
}
