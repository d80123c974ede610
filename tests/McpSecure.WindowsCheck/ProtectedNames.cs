using McpSecure.Files;

namespace McpSecure.WindowsCheck;

/// <summary>Names that are read and not changed, in whatever way they are spelled.</summary>
internal static class ProtectedNames
{
    private static readonly (string Path, PathRefusal Reason)[] Rows =
    [
        (".git", PathRefusal.ProtectedName),
        (".GIT/config", PathRefusal.ProtectedName),
        ("sub/../.git/config", PathRefusal.ProtectedName),
        (".git/../file", PathRefusal.ProtectedName),
        (".g\u200bit/config", PathRefusal.ProtectedName), // an invisible character
        ("sub/.Env", PathRefusal.ProtectedName),
        (".git./config", PathRefusal.TrailingDotOrSpace),
        (".git::$INDEX_ALLOCATION/config", PathRefusal.Stream),
        ("GIT~1/config", PathRefusal.ShortName),
    ];

    public static void Run(Report report, Arena arena)
    {
        Directory.CreateDirectory(arena.In(".git"));
        File.WriteAllText(arena.In(".git/config"), "config");
        Directory.CreateDirectory(arena.In("project/inner/.git"));
        File.WriteAllText(arena.In("project/readme"), "readme");
        File.WriteAllText(arena.In("project/a"), "a");
        var before = arena.Snapshot();
        using var root = arena.Open();
        report.Is("are read", "config", () => root.ReadAllText(".git/config"));
        foreach (var (path, reason) in Rows)
        {
            report.Is($"change {Uri.EscapeDataString(path)}", reason.ToString(), () => EachOperation.Outcomes(EachOperation.Changing, root, path));
        }

        report.Refuses("a directory that holds one is not deleted, nor anything in it", PathRefusal.ProtectedName, () => root.DeleteRecursive("project"));
        report.Refuses("a directory that holds one is not moved", PathRefusal.ProtectedName, () => root.Move("project", "elsewhere"));
        report.Is("all is as it was", expected: true, () => arena.Snapshot() == before);
    }
}
