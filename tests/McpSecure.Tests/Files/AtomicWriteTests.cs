using System.Runtime.Versioning;
using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>A file that is replaced in one step: all of the new content, or nothing, and never a third file.</summary>
[SupportedOSPlatform("linux")]
public sealed class AtomicWriteTests
{
    private const UnixFileMode ReadableByGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    [LinuxTheory]
    [InlineData("directory", PathRefusal.IsADirectory)]
    [InlineData("link", PathRefusal.Link)]
    [InlineData("dangling", PathRefusal.Link)]
    [InlineData("missing/f", PathRefusal.NotFound)]
    [InlineData("f/below", PathRefusal.NotADirectory)]
    [InlineData(".", PathRefusal.Malformed)]
    [InlineData("directory/..", PathRefusal.Malformed)]
    [InlineData(".env", PathRefusal.ProtectedName)]
    [InlineData("../f", PathRefusal.Escapes)]
    public void Leaves_nothing_when_it_is_refused(string path, PathRefusal reason)
    {
        using var folder = new Folder();
        folder.Write("f", "old");
        Directory.CreateDirectory(folder.In("directory"));
        folder.Link("link", "f");
        folder.Link("dangling", "../outside/new");
        using var root = folder.Open(ConfinementEngine.Openat2);
        var before = Names(folder);

        Assert.Equal(reason, Refusal.Of(() => root.WriteAllTextAtomic(path, "new")));

        Assert.Equal(before, Names(folder));
        Assert.Equal("old", File.ReadAllText(folder.In("f")));
        Assert.False(File.Exists(folder.Out("new")));
        Assert.Equal(1, Descriptors.CountBelow(folder.Path));
    }

    [LinuxFact]
    public void Leaves_nothing_when_it_is_too_large()
    {
        using var folder = new Folder();
        using var root = SecureRoot.Open(folder.Inside, new SecureRootOptions { Access = PathAccess.ReadWrite, MaxWriteBytes = 3 });

        root.WriteAllTextAtomic("f", "abc");

        Assert.Equal(PathRefusal.TooLarge, Refusal.Of(() => root.WriteAllTextAtomic("f", "abcd")));
        Assert.Equal(PathRefusal.TooLarge, Refusal.Of(() => root.WriteAllTextAtomic("f", "\u00e9\u00e9"))); // bytes are counted
        Assert.Equal("abc", root.ReadAllText("f"));
        Assert.Equal(["f"], Names(folder));
    }

    /// <summary>Between the first look and the last step somebody puts a directory there; or the writer gives up.</summary>
    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Leaves_nothing_when_it_fails_on_the_way(bool commits)
    {
        using var folder = new Folder();
        folder.Write("f", "old");
        using var directory = RootDirectory.Open(folder.Inside, new SecureRootOptions { Access = PathAccess.ReadWrite });

        Assert.True(directory.Replace("f", out var replacement).IsDone);
        using (replacement)
        {
            RandomAccess.Write(replacement!.Handle, "new"u8, fileOffset: 0);
            Assert.Equal(2, Names(folder).Length);
            File.Delete(folder.In("f"));
            Directory.CreateDirectory(folder.In("f"));
            Assert.True(!commits || replacement.Commit().Reason == PathRefusal.IsADirectory);
        }

        Assert.Equal(["f"], Names(folder));
        Assert.Equal(1, Descriptors.CountBelow(folder.Path));
    }

    [LinuxFact]
    public void Keeps_the_permissions_but_not_the_right_to_run_as_its_owner()
    {
        using var folder = new Folder();
        folder.Write("f", "old");
        folder.Write("plain", "new");
        using var root = folder.Open(ConfinementEngine.Openat2);

        File.SetUnixFileMode(folder.In("f"), ReadableByGroup | UnixFileMode.SetUser);
        root.WriteAllTextAtomic("f", "new");
        root.WriteAllTextAtomic("fresh", "new");

        Assert.Equal(ReadableByGroup, File.GetUnixFileMode(folder.In("f")));
        Assert.Equal(File.GetUnixFileMode(folder.In("plain")), File.GetUnixFileMode(folder.In("fresh")));
    }

    private static string[] Names(Folder folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder.Inside).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
