using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>Trees that are deeper than anybody needs.</summary>
public sealed class DepthTests
{
    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void A_tree_that_is_too_deep_is_neither_moved_nor_deleted(ConfinementEngine engine)
    {
        using var folder = new Folder();
        using var root = folder.Open(engine);
        var most = string.Join('/', Enumerable.Repeat("a", 128)); // the file below is at depth 128, counted from 0
        root.CreateDirectory(most);
        root.WriteAllTextAtomic(most + "/f", "inside");

        Assert.Equal(PathRefusal.TooMany, Refusal.Of(() => root.DeleteRecursive("a")));
        Assert.Equal(PathRefusal.TooMany, Refusal.Of(() => root.Move("a", "b")));
        Assert.Equal("inside", root.ReadAllText(most + "/f"));
        root.DeleteRecursive("a/a");
        Assert.Empty(root.Enumerate("a").Entries);
        Assert.Equal(1, Descriptors.CountBelow(folder.Path));
    }

    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void The_longest_path_works_and_keeps_nothing_open(ConfinementEngine engine)
    {
        using var folder = new Folder();
        using var root = folder.Open(engine);
        var longest = string.Concat(Enumerable.Repeat(new string('n', 255) + "/", 15)) + new string('m', 255);

        root.CreateDirectory(longest);

        Assert.Equal(4_095, longest.Length);
        Assert.Equal(PathKind.Directory, root.GetInfo(longest).Kind);
        Assert.Equal(PathRefusal.TooLong, Refusal.Of(() => root.GetInfo(longest + "/")));
        Assert.Equal(1, Descriptors.CountBelow(folder.Path));
        root.DeleteRecursive(new string('n', 255));
    }
}
