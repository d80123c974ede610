using System.Globalization;
using McpSecure.Files.Linux;

namespace McpSecure.Tests.Files;

/// <summary>The open file descriptors of this process. Other tests run at the same time, so only those that lead below a folder are counted.</summary>
internal static class Descriptors
{
    private const string Own = "/proc/self/fd";

    public static int CountBelow(string folder) => new DirectoryInfo(Own).EnumerateFileSystemInfos().Count(entry => LeadsBelow(entry, folder));

    /// <summary>The path by which the kernel knows an open file now.</summary>
    public static string PathOf(int descriptor) =>
        new FileInfo(Path.Join(Own, descriptor.ToString(CultureInfo.InvariantCulture))).LinkTarget ?? string.Empty;

    /// <summary>Opens a directory without doing anything with it.</summary>
    public static int OpenDirectory(string path) =>
        Libc.OpenAt(Libc.CurrentDirectory, System.Text.Encoding.UTF8.GetBytes(path + "\0"), Libc.PathOnly | Abi.Directory);

    /// <summary>The file system that a directory is in.</summary>
    public static ulong DeviceOf(string path)
    {
        using var directory = new Descriptor(OpenDirectory(path));
        Assert.True(Libc.Stat(directory.Value, out var stat) >= 0);
        return stat.Device;
    }

    private static bool LeadsBelow(FileSystemInfo entry, string folder)
    {
        try
        {
            return entry.LinkTarget is { } target && target.StartsWith(folder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // closed meanwhile
        }
    }
}
