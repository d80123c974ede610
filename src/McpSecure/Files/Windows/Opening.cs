namespace McpSecure.Files.Windows;

/// <summary>How a name is opened: with which rights, beside whom else, and whether it is created. Nothing here overwrites.</summary>
internal sealed record Opening(uint Rights, uint Share, uint Disposition, uint Options)
{
    private const uint List = 0x1;
    private const uint Append = 0x4;
    private const uint Traverse = 0x20;
    private const uint ReadAttributes = 0x80;
    private const uint ToDeleteIt = 0x10000;
    private const uint ReadControl = 0x20000;
    private const uint WriteControl = 0x40000;
    private const uint ReadFile = 0x120089;
    private const uint WriteFile = 0x120116;
    private const uint WriteData = 0x2;

    private const uint ShareNothing = 0;
    private const uint ShareRead = 1;
    private const uint ShareAll = 7;

    private const uint Existing = 1;
    private const uint New = 2;
    private const uint ExistingOrNew = 3;

    private const uint IsDirectory = 0x1;
    private const uint IsFile = 0x40;

    /// <summary>Gets how something is looked at, which disturbs nobody.</summary>
    public static Opening Look { get; } = new(ReadAttributes, ShareAll, Existing, 0);

    /// <summary>Gets how a directory is entered that names are opened in.</summary>
    public static Opening Directory { get; } = new(Traverse | ReadAttributes, ShareAll, Existing, IsDirectory);

    /// <summary>Gets how a directory is entered that is created if it is not there, in the same step.</summary>
    public static Opening DirectoryOrNew { get; } = Directory with { Disposition = ExistingOrNew };

    /// <summary>Gets how a directory is opened whose entries are read.</summary>
    public static Opening Listing { get; } = new(List | Traverse | ReadAttributes, ShareAll, Existing, IsDirectory);

    /// <summary>Gets how something is opened that is deleted or gets another name.</summary>
    public static Opening ToChange { get; } = new(ToDeleteIt | ReadAttributes, ShareAll, Existing, 0);

    /// <summary>Gets how a file is looked at whose permissions another one gets.</summary>
    public static Opening Permissions { get; } = new(ReadControl | ReadAttributes, ShareAll, Existing, 0);

    /// <summary>Gets how a new file is opened that nobody else opens before it is complete, and that gets another name.</summary>
    public static Opening Temporary { get; } = new(WriteFile | ReadAttributes | ToDeleteIt | WriteControl, ShareNothing, New, IsFile);

    public bool Creates => Disposition != Existing;

    /// <summary>Gets why this way of opening finds nothing to do where a directory is.</summary>
    public PathRefusal AtDirectory => Disposition == New ? PathRefusal.Exists : PathRefusal.IsADirectory;

    /// <summary>As <see cref="System.IO.File.OpenHandle"/> opens. Whether a file is truncated is decided when it is known to be one.</summary>
    public static Opening File(FileMode mode, FileAccess access)
    {
        var rights = access switch
        {
            FileAccess.Read => ReadFile,
            FileAccess.Write => WriteFile,
            _ => ReadFile | WriteFile,
        };
        var disposition = mode switch
        {
            FileMode.CreateNew => New,
            FileMode.Create or FileMode.OpenOrCreate or FileMode.Append => ExistingOrNew,
            _ => Existing,
        };

        // Without the right to write elsewhere, each write goes to the end.
        rights = mode == FileMode.Append ? (rights & ~WriteData) | Append : rights;
        return new Opening(rights | ReadAttributes, ShareRead, disposition, IsFile);
    }
}
