using McpSecure.Files;

namespace McpSecure.WindowsCheck;

/// <summary>A temporary directory with a root in it and something outside, gone at the end.</summary>
internal sealed class Arena : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("mcpsecure-").FullName;

    public Arena()
    {
        Directory.CreateDirectory(In("sub"));
        Directory.CreateDirectory(Out(string.Empty));
        File.WriteAllText(In("file"), "inside");
        File.WriteAllText(In("sub/file"), "below");
        File.WriteAllText(Out("secret"), "secret");
    }

    public string In(string path) => Path.Join(_path, "root", path);

    public string Out(string path) => Path.Join(_path, "outside", path);

    public SecureRoot Open(
        PathAccess access = PathAccess.ReadWrite, PathNames names = PathNames.Portable, HardLinks hardLinks = HardLinks.ReadOnly) =>
        SecureRoot.Open(In(string.Empty), new SecureRootOptions { Name = "workspace", Access = access, Names = names, HardLinks = hardLinks });

    /// <summary>All names and contents, inside and outside.</summary>
    public string Snapshot() => string.Join(
        '\n',
        Directory.EnumerateFileSystemEntries(_path, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(entry => $"{entry} {(File.Exists(entry) ? File.ReadAllText(entry) : string.Empty)}"));

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
