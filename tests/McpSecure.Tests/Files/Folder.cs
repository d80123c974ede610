using McpSecure.Files;

namespace McpSecure.Tests.Files;

/// <summary>A temporary directory with a root in it and something outside, gone at the end.</summary>
internal sealed class Folder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("mcpsecure-files-").FullName;

    public Folder()
    {
        Directory.CreateDirectory(Inside);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Join(Outside, "secret"), "secret");
    }

    /// <summary>Gets the directory to open as a root.</summary>
    public string Inside => Path.Join(_path, "root");

    /// <summary>Gets a directory beside it, which holds the file <c>secret</c>.</summary>
    public string Outside => Path.Join(_path, "outside");

    public static TheoryData<ConfinementEngine> Engines => [ConfinementEngine.Openat2, ConfinementEngine.ComponentWalk];

    public SecureRoot Open(ConfinementEngine engine, PathAccess access = PathAccess.ReadWrite) =>
        SecureRoot.Open(Inside, new SecureRootOptions { Name = "workspace", Access = access, Engine = engine });

    public string In(string path) => Path.Join(Inside, path);

    public string Out(string path) => Path.Join(Outside, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), text);
    }

    public void Link(string path, string target) => File.CreateSymbolicLink(In(path), target);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
