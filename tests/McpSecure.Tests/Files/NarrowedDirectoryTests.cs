using McpSecure.Files;
using McpSecure.Policy.Paths;

namespace McpSecure.Tests.Files;

/// <summary>A part of a root is a root of its own for what follows its name: nothing in it leads to the rest.</summary>
public sealed class NarrowedDirectoryTests : IDisposable
{
    private readonly Folder _folder = new();

    public NarrowedDirectoryTests()
    {
        _folder.Write("drafts/a/d.txt", "draft");
        _folder.Write("notes/n.txt", "note");
        _folder.Write("shared/s.txt", "shared");
        _folder.Link("drafts/up", "../notes");
        _folder.Link("drafts/file", "../notes/n.txt");
        _folder.Link("drafts/within", "a/d.txt");
        _folder.Link("drafts/shared", "../shared");
        _folder.Link("to_notes", "notes");
        _folder.Link("to_drafts", "drafts");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void What_begins_with_its_name_is_reached(ConfinementEngine engine)
    {
        using var whole = Whole(engine);
        var root = Narrowed(whole, "drafts", "shared");

        Assert.Equal(engine, root.Engine);
        Assert.Equal("draft", root.ReadAllText("drafts/a/d.txt"));
        Assert.Equal("draft", root.ReadAllText("./drafts//a/../a/./d.txt"));
        Assert.Equal("draft", root.ReadAllText("drafts/within"));
        Assert.Equal("shared", root.ReadAllText("shared/s.txt"));
        Assert.Equal(PathKind.Directory, root.GetInfo("drafts").Kind);
        Assert.Equal(PathKind.Directory, root.GetInfo("drafts/").Kind);
        Assert.Equal(["a", "file", "shared", "up", "within"], root.Enumerate("drafts").Entries.Select(entry => entry.Path));
        root.WriteAllTextAtomic("drafts/new.txt", "new");
        root.Move("drafts/new.txt", "drafts/a/moved.txt");
        root.CreateDirectory("drafts/x/y");
        root.Delete("drafts/x/y");
        root.DeleteRecursive("drafts/x");
        using (var stream = root.Append("drafts/a/moved.txt"))
        {
            stream.Write("er"u8);
        }

        Assert.Equal("newer", root.OpenRoot("drafts/a").ReadAllText("moved.txt"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void What_leads_to_the_rest_of_the_root_is_refused(ConfinementEngine engine, string path)
    {
        using var whole = Whole(engine);
        var root = Narrowed(whole, "drafts", "shared");
        Action[] operations =
        [
            () => root.ReadAllText(path),
            () => root.GetInfo(path),
            () => root.Enumerate(path),
            () => root.OpenRoot(path),
            () => root.Create(path).Dispose(),
            () => root.CreateNew(path + "/x").Dispose(),
            () => root.WriteAllTextAtomic(path + "/x", "x"),
            () => root.CreateDirectory(path + "/x"),
            () => root.Delete(path + "/n.txt"),
            () => root.DeleteRecursive(path + "/n.txt"),
            () => root.Move(path + "/n.txt", "drafts/stolen"),
            () => root.Move("drafts/a", path + "/a"),
        ];

        Assert.All(operations, operation => Assert.Equal(PathRefusal.Escapes, Assert.Throws<PathRefusedException>(operation).Reason));
        Assert.Equal(PathRefusal.Escapes, root.Check(path, PathAccess.Read, mustExist: false).Reason);
        Assert.Equal("note", File.ReadAllText(_folder.In("notes/n.txt")));
    }

    public static TheoryData<ConfinementEngine, string> Paths()
    {
        var rows = new TheoryData<ConfinementEngine, string>();
        string[] paths =
        [
            ".", "./", "notes", "./notes", "to_notes", "to_drafts", "drafts/..", "drafts/../notes", "drafts/a/../../notes", "drafts/up", "drafts/up/.",
            "drafts/shared", // another directory of his, by a link from this one
            "notes/../drafts", "../root/drafts", "Drafts", "drafts2", "draft", "drafts /", "drafts\\a", "..", "../outside",
        ];
        foreach (var engine in new[] { ConfinementEngine.Openat2, ConfinementEngine.ComponentWalk })
        {
            Array.ForEach(paths, path => rows.Add(engine, path));
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Between_two_parts_nothing_is_moved(ConfinementEngine engine)
    {
        using var whole = Whole(engine);
        var root = Narrowed(whole, "drafts", "shared");

        Assert.Equal(PathRefusal.Escapes, Assert.Throws<PathRefusedException>(() => root.Move("drafts/a/d.txt", "shared/d.txt")).Reason);
        Assert.True(File.Exists(_folder.In("drafts/a/d.txt")));
    }

    [Theory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void A_part_itself_is_neither_deleted_nor_moved(ConfinementEngine engine)
    {
        using var whole = Whole(engine);
        var root = Narrowed(whole, "drafts");

        Assert.Throws<PathRefusedException>(() => root.DeleteRecursive("drafts"));
        Assert.Throws<PathRefusedException>(() => root.Move("drafts", "drafts/a/x"));
        Assert.True(File.Exists(_folder.In("drafts/a/d.txt")));
    }

    [Theory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Of_two_parts_that_hold_one_another_the_outer_one_counts(ConfinementEngine engine)
    {
        using var whole = Whole(engine);

        Assert.Equal("draft", Narrowed(whole, "drafts/a", "drafts").ReadAllText("drafts/a/../within"));
        Assert.Equal("draft", Narrowed(whole, "drafts/a").ReadAllText("drafts/a/d.txt"));
        Assert.Equal(PathRefusal.Escapes, Narrowed(whole, "drafts/a").Check("drafts/within", PathAccess.Read, mustExist: true).Reason);
        Assert.Equal(PathRefusal.Escapes, Narrowed(whole).Check("drafts/a/d.txt", PathAccess.Read, mustExist: true).Reason); // no part at all
    }

    /// <summary>Whoever can write in the root puts a link to the notes in the place of the drafts: before the part was opened, and after.</summary>
    [Fact]
    public void A_link_in_the_place_of_a_part_is_not_followed()
    {
        using var whole = Whole(engine: null);
        var root = Narrowed(whole, "drafts");
        Directory.Move(_folder.In("drafts"), _folder.In("elsewhere"));
        _folder.Link("drafts", "notes");

        Assert.Equal(PathRefusal.NotFound, root.Check("drafts/n.txt", PathAccess.Read, mustExist: true).Reason);
        Assert.Equal("draft", root.ReadAllText("drafts/a/d.txt")); // the directory that it was
        using var later = Whole(engine: null);
        Assert.Equal(PathRefusal.Link, Assert.Throws<PathRefusedException>(() => later.Part("drafts")).Reason);
    }

    [Fact]
    public void A_part_with_a_protected_name_is_not_written()
    {
        _folder.Write(".github/x", "x");
        using var whole = Whole(engine: null);

        Assert.Equal(PathRefusal.ProtectedName, Assert.Throws<PathRefusedException>(() => whole.Part(".github")).Reason);
    }

    private OpenRoot Whole(ConfinementEngine? engine) =>
        new("workspace", new PathRootOptions { Root = _folder.Inside, Access = PathAccess.ReadWrite }, [], engine);

    private static SecureRoot Narrowed(OpenRoot root, params string[] parts) => root.Over(root.Narrowed(parts));
}
