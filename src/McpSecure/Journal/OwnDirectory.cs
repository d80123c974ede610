namespace McpSecure.Journal;

/// <summary>Directories for their owner alone.</summary>
internal static class OwnDirectory
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode WrittenByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Creates what is missing of a path. What exists stays as it is.</summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Owner);
        }
    }

    /// <summary>Refuses a directory in which others can replace files.</summary>
    public static void Check(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & WrittenByOthers) is not UnixFileMode.None)
        {
            throw new JournalException($"The directory of the journal, {path}, can be written by others, who could replace its files. Take that away: chmod 700.");
        }

        // Whoever may write to the directory above may put another one in its place, unless that is sticky, as /tmp is.
        if (!OperatingSystem.IsWindows() && Path.GetDirectoryName(path) is { } parent && (File.GetUnixFileMode(parent) & (UnixFileMode.OtherWrite | UnixFileMode.StickyBit)) == UnixFileMode.OtherWrite)
        {
            throw new JournalException($"The directory above the journal, {parent}, can be written by everybody, who could put another journal in its place. Take that away: chmod o-w.");
        }
    }

    /// <summary>Refuses a file that others can write to, and one that lies elsewhere.</summary>
    public static void CheckFile(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            throw new JournalException($"The journal's file {path} is a link. Nothing was changed: put the file itself there, or set another directory.");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & WrittenByOthers) is not UnixFileMode.None)
        {
            throw new JournalException($"The journal's file {path} can be written by others. Nothing was changed: look what it holds with 'mcpsecure journal verify', then take that away: chmod 600.");
        }
    }

    /// <summary>Whether a file is, or would be, in a directory or below it, whatever links lead there.</summary>
    public static bool Holds(string directory, string file)
    {
        var outer = Path.TrimEndingDirectorySeparator(Real(directory));
        var inner = Real(file);
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return inner.StartsWith(outer, comparison) && (inner.Length == outer.Length || inner[outer.Length] == Path.DirectorySeparatorChar || outer.Length <= 1);
    }

    /// <summary>A path without links, as far as it exists.</summary>
    private static string Real(string path)
    {
        var full = Path.GetFullPath(path);
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(full));
        if (parent is null)
        {
            return full;
        }

        var here = Path.Join(Real(parent), Path.GetFileName(Path.TrimEndingDirectorySeparator(full)));
        FileSystemInfo info = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return info.LinkTarget is null || info.ResolveLinkTarget(returnFinalTarget: true) is not { } target ? here : Real(target.FullName);
    }
}
