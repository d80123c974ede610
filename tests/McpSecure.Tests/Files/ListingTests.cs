using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>What a listing shows, and where it ends.</summary>
public sealed class ListingTests
{
    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Ends_at_its_limits(ConfinementEngine engine)
    {
        using var folder = new Folder();
        foreach (var number in Enumerable.Range(0, 3_000))
        {
            File.WriteAllText(folder.In($"{number}"), string.Empty);
        }

        using var root = folder.Open(engine);
        DirectoryListing List(string pattern, int entries, int visited) =>
            root.Enumerate(".", pattern, new ListingLimits { MaxEntries = entries, MaxVisited = visited });

        Assert.Equal((3_000, true), Summary(List("*", 3_000, 3_000)));
        Assert.Equal((2_999, false), Summary(List("*", 2_999, 9_999)));
        Assert.Equal((10, false), Summary(List("*", 9_999, 10)));
        Assert.Equal((1, true), Summary(List("77", 9_999, 3_000)));
        Assert.Equal((0, false), Summary(List("none", 1, 2_999)));
        Assert.Equal(1, Descriptors.CountBelow(folder.Path));
    }

    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Skips_names_that_are_no_text_and_counts_them(ConfinementEngine engine)
    {
        using var folder = new Folder();
        folder.Write("a/f", "inside");
        NativeFiles.Shell(folder.In("a"), """n=$(printf 'x\377'); : > "$n"; mkdir "$n.d"; : > "$n.d/f" """);
        using var root = folder.Open(engine);

        var listing = root.Enumerate(".", limits: new ListingLimits { MaxDepth = 9 });

        Assert.Equal(["a", "a/f"], listing.Entries.Select(entry => entry.Path));
        Assert.True(listing.IsComplete);
        Assert.Equal(2, listing.Skipped);
        root.DeleteRecursive("a"); // by the bytes of the names
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Inside));
    }

    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Enters_directories_to_its_depth_and_no_link(ConfinementEngine engine)
    {
        using var folder = new Folder();
        folder.Write("a/b/c/f", "inside");
        folder.Link("a/out", "../../outside");
        folder.Link("a/round", ".");
        using var root = folder.Open(engine);
        string[] List(int depth) => [.. root.Enumerate(".", limits: new ListingLimits { MaxDepth = depth }).Entries.Select(entry => entry.Path)];

        Assert.Equal(["a"], List(1));
        Assert.Equal(["a", "a/b", "a/out", "a/round"], List(2));
        Assert.Equal(["a", "a/b", "a/b/c", "a/b/c/f", "a/out", "a/round"], List(64));
        Assert.Equal(["f"], root.Enumerate("a/round/b/c").Entries.Select(entry => entry.Path)); // asked for, a link beneath is followed
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => root.Enumerate("a/out")));
        Assert.Throws<ArgumentOutOfRangeException>(() => List(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => List(65));
    }

    [LinuxTheory]
    [InlineData("", PathRefusal.MalformedPattern)]
    [InlineData("../*", PathRefusal.MalformedPattern)]
    [InlineData("a/*", PathRefusal.MalformedPattern)]
    [InlineData("a\\*", PathRefusal.MalformedPattern)]
    [InlineData("a\0", PathRefusal.MalformedPattern)]
    public void Refuses_a_pattern_that_is_a_path(string pattern, PathRefusal reason)
    {
        using var folder = new Folder();
        using var root = folder.Open(ConfinementEngine.Openat2);

        Assert.Equal(reason, Refusal.Of(() => root.Enumerate(".", pattern)));
    }

    /// <summary>One level is what was asked for; of several the last is where somebody may hide.</summary>
    [LinuxTheory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(64, true)]
    public void Says_that_it_is_not_complete_where_directories_are_deeper_than_it_looks(int depth, bool isComplete)
    {
        using var folder = new Folder();
        folder.Write("a/b/f", "inside");
        using var root = folder.Open(ConfinementEngine.Openat2);

        Assert.Equal(isComplete, root.Enumerate(".", limits: new ListingLimits { MaxDepth = depth }).IsComplete);
    }

    private static (int Count, bool IsComplete) Summary(DirectoryListing listing) => (listing.Entries.Count, listing.IsComplete);
}
