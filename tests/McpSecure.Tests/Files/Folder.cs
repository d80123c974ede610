using McpSecure.Files;

namespace McpSecure.Tests.Files;

/// <summary>A temporary directory with a root in it and something outside, gone at the end.</summary>
internal sealed class Folder : IDisposable
{
    public Folder()
    {
        Directory.CreateDirectory(Inside);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(System.IO.Path.Join(Outside, "secret"), "secret");
    }

    /// <summary>Gets the directory that holds all of it.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("mcpsecure-files-").FullName;

    /// <summary>Gets the directory to open as a root.</summary>
    public string Inside => System.IO.Path.Join(Path, "root");

    /// <summary>Gets a directory beside it, which holds the file <c>secret</c>.</summary>
    public string Outside => System.IO.Path.Join(Path, "outside");

    public static TheoryData<ConfinementEngine> Engines => [ConfinementEngine.Openat2, ConfinementEngine.ComponentWalk];

    public SecureRoot Open(ConfinementEngine engine, PathAccess access = PathAccess.ReadWrite) =>
        SecureRoot.Open(Inside, new SecureRootOptions { Name = "workspace", Access = access, Engine = engine });

    public string In(string path) => System.IO.Path.Join(Inside, path);

    public string Out(string path) => System.IO.Path.Join(Outside, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), text);
    }

    public void Link(string path, string target) => File.CreateSymbolicLink(In(path), target);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
