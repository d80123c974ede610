using McpSecure.Files;

namespace McpSecure.Tests.Files;

/// <summary>The whole way through a root, on both engines of Linux.</summary>
public sealed class SecureRootTests
{
    [Theory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Does_what_a_directory_does(ConfinementEngine engine)
    {
        using var folder = new Folder();
        using var root = folder.Open(engine);

        root.CreateDirectory("a/b/c");
        root.WriteAllTextAtomic("a/b/note.txt", "one");
        root.WriteAllTextAtomic("a/b/note.txt", "two");
        using (var stream = root.Append("a/b/note.txt"))
        {
            stream.Write("+"u8);
        }

        root.Move("a/b/note.txt", "a/b/c/moved.txt");

        Assert.Equal(engine, root.Engine);
        Assert.Equal("two+", root.ReadAllText("a/./b/../b/c/moved.txt"));
        Assert.Equal(PathKind.Directory, root.GetInfo("a/b").Kind);
        Assert.Equal(4, root.GetInfo("a/b/c/moved.txt").Length);
        Assert.Equal(["a/b/c/moved.txt"], root.Enumerate(".", "*.txt", new ListingLimits { MaxDepth = 9 }).Entries.Select(entry => entry.Path));
        root.DeleteRecursive("a");
        Assert.Empty(root.Enumerate(".").Entries);
        Assert.Equal(PathRefusal.NotFound, Assert.Throws<PathRefusedException>(() => root.ReadAllText("a/b/c/moved.txt")).Reason);
    }

    [Theory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Refuses_what_leads_outside(ConfinementEngine engine)
    {
        using var folder = new Folder();
        folder.Write("a/f", "inside");
        folder.Link("out", folder.Outside);
        folder.Link("a/up", "../../outside");
        folder.Link("a/in", "../a/f");
        folder.Link("loop", "loop");
        using var root = folder.Open(engine);

        PathRefusal Refused(string path) => Assert.Throws<PathRefusedException>(() => root.ReadAllText(path)).Reason;

        Assert.Equal("inside", root.ReadAllText("a/in"));
        Assert.Equal(PathRefusal.Escapes, Refused("../outside/secret"));
        Assert.Equal(PathRefusal.Escapes, Refused("out/secret"));
        Assert.Equal(PathRefusal.Escapes, Refused("a/up/secret"));
        Assert.Equal(PathRefusal.Rooted, Refused(folder.Out("secret")));
        Assert.Equal(PathRefusal.Link, Refused("loop"));
        Assert.Equal(PathRefusal.Empty, Refused(string.Empty));
        Assert.Equal(PathRefusal.Nul, Refused("a\0"));
        Assert.Equal(PathRefusal.Malformed, Refused("\ud800"));
        Assert.Equal(PathRefusal.TooLong, Refused(new string('x', 256)));
        Assert.Equal(PathRefusal.TooLong, Refused(new string('x', 5000)));
        Assert.Equal(PathRefusal.IsADirectory, Refused("a"));
        Assert.Equal(PathRefusal.NotADirectory, Refused("a/f/"));
    }
}
