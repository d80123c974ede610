namespace McpSecure.WindowsCheck;

/// <summary>Whatever comes of an operation, no handle stays open.</summary>
internal static class Handles
{
    private const int Rounds = 50;

    public static void Run(Report report, Arena arena)
    {
        report.Is("handles that are left open are noticed", expected: false, () =>
        {
            using var root = arena.Open();
            var held = new List<IDisposable>();
            var closed = StayClosed(() => held.Add(root.OpenRead("file")));
            held.ForEach(one => one.Dispose());
            return closed;
        });
        Directory.CreateDirectory(arena.In("project/inner/.git"));
        string[] paths = ["file", "sub", "sub/file", "sub/../sub/file", "nothing", "nothing/x", "file/x", "../x", "sub/../..", ".", "sub/new/deep", "project"];
        report.Is($"every operation on {paths.Length} paths leaves no handle", expected: true, () => StayClosed(() => Use(arena, paths)));
        report.Is("a file is free again at once", "free", () =>
        {
            using var root = arena.Open();
            root.WriteAllTextAtomic("last", "x");
            using var stream = File.Open(arena.In("last"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return "free";
        });
    }

    /// <summary>Whether all is closed after many rounds, without a collection: what only a finalizer closes is a leak.</summary>
    public static bool StayClosed(Action act)
    {
        act(); // what .NET itself opens once
        var before = Native.HandleCount();
        for (var round = 0; round < Rounds; round++)
        {
            act();
        }

        return Native.HandleCount() - before < Rounds / 2;
    }

    private static void Use(Arena arena, string[] paths)
    {
        using var root = arena.Open();
        foreach (var path in paths)
        {
            EachOperation.Outcomes(EachOperation.Reading.Concat(EachOperation.Changing), root, path);
        }

        Directory.CreateDirectory(arena.In("sub"));
        File.WriteAllText(arena.In("sub/file"), "below");
        File.WriteAllText(arena.In("file"), "inside");
    }
}
