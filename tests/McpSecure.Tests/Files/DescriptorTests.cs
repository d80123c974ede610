using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>Whatever is refused, nothing stays open.</summary>
public sealed class DescriptorTests
{
    private static readonly string[] Paths =
    [
        "", "/", "a\0", "\ud800", new string('x', 256), new string('x', 5_000), ".", "..", "a", "a/", "a/f", "a/f/", "a/f/x", "a/..", "a/../..",
        "missing", "missing/", "missing/x", "out", "out/secret", "a/up/secret", "loop", "loop/x", "dangling", "in", "in/f", "pipe", "hard", ".git/x",
        "tolink/config", "tolink/new", "deep/" + "in/../in/../in/f",
    ];

    [LinuxTheory]
    [InlineData(ConfinementEngine.Openat2, SymbolicLinks.FollowBeneath)]
    [InlineData(ConfinementEngine.Openat2, SymbolicLinks.Deny)]
    [InlineData(ConfinementEngine.ComponentWalk, SymbolicLinks.FollowBeneath)]
    [InlineData(ConfinementEngine.ComponentWalk, SymbolicLinks.Deny)]
    public void No_refusal_leaves_one_open(ConfinementEngine engine, SymbolicLinks links)
    {
        using var folder = new Folder();
        var options = new SecureRootOptions { Access = PathAccess.ReadWrite, Engine = engine, SymbolicLinks = links, HardLinks = HardLinks.Deny };
        var reasons = new HashSet<PathRefusal>();
        foreach (var operation in Operations)
        {
            Build(folder);
            using (var root = SecureRoot.Open(folder.Inside, options))
            {
                foreach (var path in Paths)
                {
                    Try(root, operation, path, reasons);
                    Assert.Equal(1, Descriptors.CountBelow(folder.Path));
                }
            }

            Assert.Equal(0, Descriptors.CountBelow(folder.Path));
            Directory.Delete(folder.Inside, recursive: true);
        }

        Assert.Equal("secret", File.ReadAllText(folder.Out("secret")));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Outside));
        Assert.Superset(
            new HashSet<PathRefusal>
            {
                PathRefusal.Empty, PathRefusal.Nul, PathRefusal.TooLong, PathRefusal.Malformed, PathRefusal.Rooted, PathRefusal.Escapes, PathRefusal.Link,
                PathRefusal.Special, PathRefusal.HardLink, PathRefusal.NotFound, PathRefusal.Exists, PathRefusal.NotADirectory, PathRefusal.IsADirectory,
                PathRefusal.NotEmpty, PathRefusal.ProtectedName,
            },
            reasons);
    }

    private static IEnumerable<Action<SecureRoot, string>> Operations =>
    [
        (root, path) => root.OpenRead(path).Dispose(),
        (root, path) => root.OpenWrite(path).Dispose(),
        (root, path) => root.Create(path).Dispose(),
        (root, path) => root.CreateNew(path).Dispose(),
        (root, path) => root.Append(path).Dispose(),
        (root, path) => root.ReadAllText(path, 1),
        (root, path) => root.WriteAllTextAtomic(path, "new"),
        (root, path) => root.OpenRoot(path).Dispose(),
        (root, path) => root.GetInfo(path),
        (root, path) => root.Check(path, PathAccess.ReadWrite, mustExist: true),
        (root, path) => root.Enumerate(path, limits: new ListingLimits { MaxDepth = 5 }),
        (root, path) => root.CreateDirectory(path),
        (root, path) => root.Delete(path),
        (root, path) => root.DeleteRecursive(path),
        (root, path) => root.Move(path, "a/moved"),
        (root, path) => root.Move("deep", path),
    ];

    private static void Build(Folder folder)
    {
        folder.Write("a/f", "inside");
        folder.Write("hard", "inside");
        folder.Write(".git/config", "inside");
        Directory.CreateDirectory(folder.In("deep"));
        NativeFiles.HardLink(folder.In("hard"), folder.In("hard2"));
        NativeFiles.Pipes(folder.In("pipe"));
        folder.Link("out", folder.Outside);
        folder.Link("a/up", "../../outside");
        folder.Link("loop", "loop");
        folder.Link("dangling", "nowhere");
        folder.Link("in", "a");
        folder.Link("tolink", ".git");
    }

    private static void Try(SecureRoot root, Action<SecureRoot, string> operation, string path, HashSet<PathRefusal> reasons)
    {
        try
        {
            operation(root, path);
        }
        catch (PathRefusedException refused)
        {
            reasons.Add(refused.Reason);
            Assert.DoesNotContain("/tmp", refused.Message, StringComparison.Ordinal);
        }
    }
}
