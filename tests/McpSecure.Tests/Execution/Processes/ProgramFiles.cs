namespace McpSecure.Tests.Execution.Processes;

/// <summary>Files that are programs in part only.</summary>
internal static class ProgramFiles
{
    private static readonly Lazy<string> Directory = new(() => System.IO.Directory.CreateTempSubdirectory("mcpsecure-programs-").FullName);

    /// <summary>Gets a file that begins like a program, and is none: the kernel refuses to start it.</summary>
    public static string Broken { get; } = Create("broken", "\u007fELF and nothing else");

    public static string Create(string name, string content)
    {
        var path = Path.Join(Directory.Value, name);
        File.WriteAllText(path, content);
        SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    public static string Link(string name, string target)
    {
        var path = Path.Join(Directory.Value, name);
        File.CreateSymbolicLink(path, target);
        return path;
    }
}
