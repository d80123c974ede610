using McpSecure.Files;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Files;

/// <summary>Another file system beneath the root.</summary>
public sealed class MountTests(ITestOutputHelper output)
{
    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Enters_another_file_system_only_if_it_may(ConfinementEngine engine)
    {
        using var root = SecureRoot.Open("/", new SecureRootOptions { Engine = engine });
        using var crossing = SecureRoot.Open("/", new SecureRootOptions { Engine = engine, CrossMounts = true });

        Assert.StartsWith("Linux", crossing.ReadAllText("proc/version"));
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.ReadAllText("proc/version")));
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.OpenRoot("proc")));
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.Enumerate("proc")));
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.GetInfo("proc/../proc/version")));
        Assert.DoesNotContain(root.Enumerate(".", limits: new ListingLimits { MaxDepth = 2 }).Entries, entry => entry.Path.StartsWith("proc/", StringComparison.Ordinal));
    }

    /// <summary>Needs the right to mount. Without it, the test above is what is left.</summary>
    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Changes_nothing_in_another_file_system(ConfinementEngine engine)
    {
        using var folder = new Folder();
        folder.Write("a/b/f", "inside");
        Directory.CreateDirectory(folder.In("a/mount"));
        if (!NativeFiles.TryRun("mount", "--bind", folder.Outside, folder.In("a/mount")))
        {
            output.WriteLine("Nothing can be mounted here.");
            return;
        }

        try
        {
            using var root = folder.Open(engine);
            Assert.Equal("secret", File.ReadAllText(folder.In("a/mount/secret")));
            Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.DeleteRecursive("a/mount")));
            Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.DeleteRecursive("a")));
            Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.Create("a/mount/new")));
            Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.WriteAllTextAtomic("a/mount/secret", "new")));
            Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.CreateDirectory("a/mount/new")));
            Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.Delete("a/mount/secret")));
            Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.Move("a/b/f", "a/mount/f")));
            Assert.Equal(PathRefusal.Busy, Refusal.Of(() => root.Delete("a/mount")));
            Assert.NotEqual(default, Refusal.Of(() => root.Move("a/mount", "elsewhere")));
            var listing = root.Enumerate(".", limits: new ListingLimits { MaxDepth = 9 });
            Assert.Equal(["a", "a/b", "a/b/f", "a/mount"], listing.Entries.Select(entry => entry.Path));
            Assert.Equal(1, listing.Skipped);
            Assert.Equal("inside", File.ReadAllText(folder.In("a/b/f")));
            Assert.Equal(["secret"], Directory.EnumerateFileSystemEntries(folder.Outside).Select(path => System.IO.Path.GetFileName(path)));
        }
        finally
        {
            Assert.True(NativeFiles.TryRun("umount", folder.In("a/mount")));
        }
    }

    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Moves_nothing_between_file_systems(ConfinementEngine engine)
    {
        using var folder = new Folder();
        folder.Write("f", "inside");
        var memory = $"/dev/shm/{System.IO.Path.GetFileName(folder.Path)}";
        using var root = SecureRoot.Open("/", new SecureRootOptions { Access = PathAccess.ReadWrite, KeepApart = [], CrossMounts = true, Engine = engine });
        if (!Directory.Exists("/dev/shm") || Descriptors.DeviceOf("/dev/shm") == Descriptors.DeviceOf(folder.Path))
        {
            output.WriteLine("There is only one file system here.");
            return;
        }

        Assert.Equal(PathRefusal.OtherFileSystem, Refusal.Of(() => root.Move(folder.In("f")[1..], memory[1..])));
        Assert.Equal("inside", File.ReadAllText(folder.In("f")));
        Assert.False(File.Exists(memory));
    }

    /// <summary>A disk that is full in the middle of it.</summary>
    [LinuxFact]
    public async Task A_full_disk_leaves_what_was_there_and_no_third_file()
    {
        using var folder = new Folder();
        if (!NativeFiles.TryRun("mount", "-t", "tmpfs", "-o", "size=64k", "none", folder.Inside))
        {
            output.WriteLine("Nothing can be mounted here.");
            return;
        }

        try
        {
            folder.Write("f", "old");
            using var root = folder.Open(ConfinementEngine.Openat2);
            var large = new byte[1_000_000];
            Assert.Equal(PathRefusal.Exhausted, Refusal.Of(() => root.WriteAllBytesAtomic("f", large)));
            var refused = await Assert.ThrowsAsync<PathRefusedException>(() => root.WriteAllBytesAtomicAsync("f", large));
            Assert.Equal(PathRefusal.Exhausted, refused.Reason);
            Assert.Equal(["f"], root.Enumerate(".").Entries.Select(entry => entry.Path));
            Assert.Equal("old", root.ReadAllText("f"));
        }
        finally
        {
            Assert.True(NativeFiles.TryRun("umount", folder.Inside));
        }
    }
}
