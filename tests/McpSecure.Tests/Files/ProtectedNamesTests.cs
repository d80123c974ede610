using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>Names that make other programs do something: read, and never created, changed, moved or deleted.</summary>
public sealed class ProtectedNamesTests
{
    [LinuxTheory]
    [InlineData(".git")]
    [InlineData("a/.git/config")]
    [InlineData(".git/../f")]                // the name is there, wherever it leads
    [InlineData(".GIT/config")]              // another case
    [InlineData(".git./config")]             // dots and blanks at the end, as Windows drops them
    [InlineData(".git /config")]
    [InlineData(".git\u00a0/config")]        // a blank that does not look like one to ASCII
    [InlineData(".g\u200bit/config")]        // invisible, as macOS ignores it
    [InlineData(".g\ufeffit/config")]
    [InlineData(".g\u0001it/config")]        // invisible, and ASCII
    [InlineData("\uff0egit/config")]         // becomes a dot when normalized
    [InlineData(".git::$INDEX_ALLOCATION/x")] // a stream of Windows
    [InlineData("a\\.git\\config")]          // a separator of Windows
    [InlineData(".mcp.json")]
    [InlineData(".env")]
    public void Refuses_every_change(string path)
    {
        using var folder = new Folder();
        folder.Write("f", "old");
        folder.Write("a/b", "old");
        using var root = folder.Open(ConfinementEngine.Openat2);

        Assert.All(Changes(root, path), refusal => Assert.Equal(PathRefusal.ProtectedName, refusal));
        Assert.Equal(PathRefusal.ProtectedName, root.Check(path, PathAccess.ReadWrite, mustExist: false).Reason);
        Assert.Equal(3, Directory.GetFileSystemEntries(folder.Inside, "*", SearchOption.AllDirectories).Length);
        Assert.Equal("old", File.ReadAllText(folder.In("f")));
    }

    [LinuxTheory]
    [InlineData(".gitignore")]
    [InlineData("git")]
    [InlineData("x.git")]
    [InlineData(".environment")]
    [InlineData(".g\u00eft")]
    public void Permits_what_only_looks_alike(string path)
    {
        using var folder = new Folder();
        using var root = folder.Open(ConfinementEngine.Openat2);

        root.WriteAllTextAtomic(path, "new");

        Assert.Equal("new", root.ReadAllText(path));
    }

    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Refuses_changes_through_a_link(ConfinementEngine engine)
    {
        using var folder = new Folder();
        folder.Write("a/.git/config", "old");
        folder.Link("l", "a/.git");
        folder.Link("file", "l/config");
        using var root = folder.Open(engine);

        Assert.Equal("old", root.ReadAllText("l/config"));
        Assert.Equal("old", root.ReadAllText("file"));
        Assert.All(Changes(root, "l/config"), refusal => Assert.Equal(PathRefusal.ProtectedName, refusal));
        Assert.All(Changes(root, "l/new"), refusal => Assert.Equal(PathRefusal.ProtectedName, refusal));
        Assert.Equal(PathRefusal.ProtectedName, Refusal.Of(() => root.Append("file")));
        Assert.Equal(PathRefusal.Link, Refusal.Of(() => root.WriteAllTextAtomic("file", "new")));
        Assert.Equal(PathRefusal.ProtectedName, Refusal.Of(() => root.OpenRoot("l")));
        using var reader = root.OpenRoot("l", PathAccess.Read);
        Assert.Equal("old", reader.ReadAllText("config"));

        root.Delete("l"); // the link itself
        Assert.Equal(["config"], Directory.EnumerateFileSystemEntries(folder.In("a/.git")).Select(path => System.IO.Path.GetFileName(path)));
        Assert.Equal("old", File.ReadAllText(folder.In("a/.git/config")));
    }

    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void A_directory_that_holds_one_is_neither_moved_nor_deleted(ConfinementEngine engine)
    {
        using var folder = new Folder();
        folder.Write("a/b/.git/config", "old");
        foreach (var number in Enumerable.Range(0, 100))
        {
            folder.Write($"a/{number}", "before or after it, as the file system orders them");
        }

        using var root = folder.Open(engine);
        var before = Directory.GetFileSystemEntries(folder.Inside, "*", SearchOption.AllDirectories);

        Assert.Equal(PathRefusal.ProtectedName, Refusal.Of(() => root.DeleteRecursive("a")));
        Assert.Equal(PathRefusal.ProtectedName, Refusal.Of(() => root.Move("a", "c")));
        Assert.Equal(PathRefusal.ProtectedName, Refusal.Of(() => root.Move("a/b", "c")));
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Inside, "*", SearchOption.AllDirectories));
    }

    [LinuxFact]
    public void An_empty_list_protects_nothing()
    {
        using var folder = new Folder();
        using var root = SecureRoot.Open(folder.Inside, new SecureRootOptions { Access = PathAccess.ReadWrite, ProtectedNames = [] });

        root.CreateDirectory(".git");
        root.WriteAllTextAtomic(".git/config", "new");
        root.DeleteRecursive(".git");

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Inside));
    }

    private static PathRefusal[] Changes(SecureRoot root, string path) =>
    [
        Refusal.Of(() => root.Create(path)),
        Refusal.Of(() => root.CreateNew(path)),
        Refusal.Of(() => root.OpenWrite(path)),
        Refusal.Of(() => root.Append(path)),
        Refusal.Of(() => root.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Read)),
        Refusal.Of(() => root.WriteAllTextAtomic(path, "new")),
        Refusal.Of(() => root.CreateDirectory(path + "/new")),
        Refusal.Of(() => root.Delete(path)),
        Refusal.Of(() => root.DeleteRecursive(path)),
        Refusal.Of(() => root.Move(path, "moved")),
        Refusal.Of(() => root.Move("f", path)),
        Refusal.Of(() => root.OpenRoot(path)),
    ];
}
