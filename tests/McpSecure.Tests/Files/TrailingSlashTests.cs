using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>A slash at the end asks for a directory. What is no directory is not touched, and a link is none.</summary>
public sealed class TrailingSlashTests
{
    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void A_file_is_not_taken_for_a_directory(ConfinementEngine engine)
    {
        using var folder = new Folder();
        folder.Write("f", "old");
        folder.Write("d/g", "old");
        folder.Link("link", "d");
        using var root = folder.Open(engine);

        Assert.Equal(PathRefusal.NotADirectory, Refusal.Of(() => root.ReadAllText("f/")));
        Assert.Equal(PathRefusal.IsADirectory, Refusal.Of(() => root.Create("f/")));
        Assert.Equal(PathRefusal.IsADirectory, Refusal.Of(() => root.WriteAllTextAtomic("f/", "new")));
        Assert.Equal(PathRefusal.IsADirectory, Refusal.Of(() => root.WriteAllTextAtomic("new/", "new")));
        Assert.Equal(PathRefusal.NotADirectory, Refusal.Of(() => root.Delete("f/")));
        Assert.Equal(PathRefusal.NotADirectory, Refusal.Of(() => root.Delete("link/")));
        Assert.Equal(PathRefusal.NotADirectory, Refusal.Of(() => root.DeleteRecursive("f//")));
        Assert.Equal(PathRefusal.NotADirectory, Refusal.Of(() => root.DeleteRecursive("link/")));
        Assert.Equal(PathRefusal.NotADirectory, Refusal.Of(() => root.Move("f/", "new")));
        Assert.Equal(PathRefusal.NotADirectory, Refusal.Of(() => root.Move("f", "new/")));
        Assert.Equal(PathRefusal.NotADirectory, Refusal.Of(() => root.Move("link/", "new")));
        Assert.Equal(PathRefusal.NotFound, Refusal.Of(() => root.Move("missing/", "new")));
        Assert.Equal(["d", "d/g", "f", "link"], root.Enumerate(".", limits: new ListingLimits { MaxDepth = 9 }).Entries.Select(entry => entry.Path));
        Assert.Equal("old", root.ReadAllText("f"));
        Assert.Equal(1, Descriptors.CountBelow(folder.Path));
    }

    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void A_directory_may_have_one(ConfinementEngine engine)
    {
        using var folder = new Folder();
        folder.Write("full/f", "old");
        using var root = folder.Open(engine);

        root.CreateDirectory("a/b//");
        root.Move("a/", "c/");
        root.Delete("c/b/");
        root.DeleteRecursive("full/");

        Assert.Equal(["c"], root.Enumerate(".", limits: new ListingLimits { MaxDepth = 9 }).Entries.Select(entry => entry.Path));
    }
}
