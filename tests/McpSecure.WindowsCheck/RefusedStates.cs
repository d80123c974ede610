using McpSecure.Files;

namespace McpSecure.WindowsCheck;

/// <summary>Paths that are in order, and do not fit what is there.</summary>
internal static class RefusedStates
{
    public static void Run(Report report, Arena arena)
    {
        using var root = arena.Open();
        var before = arena.Snapshot();
        report.Refuses("a directory as a file", PathRefusal.IsADirectory, () => root.ReadAllText("sub"));
        report.Refuses("a directory as a file to create", PathRefusal.IsADirectory, () => root.Create("sub").Dispose());
        report.Refuses("a directory as a file to replace", PathRefusal.IsADirectory, () => root.WriteAllTextAtomic("sub", "x"));
        report.Refuses("the root as a file", PathRefusal.IsADirectory, () => root.ReadAllText("."));
        report.Refuses("the root as a file to create", PathRefusal.IsADirectory, () => root.Create("sub/..").Dispose());
        report.Refuses("the root as a file to create anew", PathRefusal.Exists, () => root.CreateNew(".").Dispose());
        report.Refuses("a file as a directory", PathRefusal.NotADirectory, () => root.ReadAllText("file/x"));
        report.Refuses("a file as a directory on the way up", PathRefusal.NotADirectory, () => root.ReadAllText("file/../file"));
        report.Refuses("a file with a separator at its end", PathRefusal.NotADirectory, () => root.ReadAllText("file/"));
        report.Refuses("a file to create with a separator at its end", PathRefusal.IsADirectory, () => root.Create("new/").Dispose());
        report.Refuses("a file as a directory to list", PathRefusal.NotADirectory, () => root.Enumerate("file"));
        report.Refuses("a file as a directory to create", PathRefusal.NotADirectory, () => root.CreateDirectory("file"));
        report.Refuses("a file as a root", PathRefusal.NotADirectory, () => root.OpenRoot("file").Dispose());
        report.Refuses("what is not there", PathRefusal.NotFound, () => root.ReadAllText("nothing"));
        report.Refuses("what is not there, above", PathRefusal.NotFound, () => root.ReadAllText("nothing/../file"));
        report.Refuses("a file in a directory that is not there", PathRefusal.NotFound, () => root.WriteAllTextAtomic("nothing/file", "x"));
        report.Refuses("a new file that is there", PathRefusal.Exists, () => root.CreateNew("file").Dispose());
        report.Refuses("a target that is there", PathRefusal.Exists, () => root.Move("file", "sub/file"));
        report.Refuses("a directory that is not empty", PathRefusal.NotEmpty, () => root.Delete("sub"));
        report.Is("a directory into itself", expected: true, () => EachOperation.Outcomes([new("move", (_, path) => root.Move(path, "sub/sub"))], root, "sub") is
            nameof(PathRefusal.Denied) or nameof(PathRefusal.Busy) or nameof(PathRefusal.Other));
        report.Refuses("the root to delete", PathRefusal.Malformed, () => root.DeleteRecursive("."));
        report.Refuses("the root to delete, from below", PathRefusal.Malformed, () => root.DeleteRecursive("sub/.."));
        report.Refuses("more than the limit", PathRefusal.TooLarge, () => root.ReadAllText("file", maxBytes: 5));
        report.Refuses("a file that another one writes", PathRefusal.Busy, () =>
        {
            using var writer = root.OpenWrite("file");
            root.ReadAllText("file");
        });
        report.Refuses("a file to write that another one reads", PathRefusal.Busy, () =>
        {
            using var reader = root.OpenRead("file");
            root.OpenWrite("file").Dispose();
        });
        report.Refuses("a file to delete that another one reads", PathRefusal.Busy, () =>
        {
            using var reader = root.OpenRead("file");
            root.Delete("file");
        });
        report.Is("a file to replace that another one reads", expected: true, () =>
        {
            using var reader = root.OpenRead("file");
            return EachOperation.Outcomes(EachOperation.Changing.Where(one => one.Key == "atomic write"), root, "file") is
                nameof(PathRefusal.Busy) or nameof(PathRefusal.Denied);
        });
        report.Is("all is as it was, without a temporary file", expected: true, () => arena.Snapshot() == before);
        ReadOnly(report, arena);
    }

    private static void ReadOnly(Report report, Arena arena)
    {
        var before = arena.Snapshot();
        using (var root = arena.Open(PathAccess.Read))
        {
            report.Is("a root for reading", nameof(PathRefusal.ReadOnly), () => EachOperation.Outcomes(
                EachOperation.Changing.Where(operation => operation.Key != "writable root"), root, "file"));
        }

        report.Is("all is as it was", expected: true, () => arena.Snapshot() == before);
        ReadOnlyFile(report, arena);
    }

    private static void ReadOnlyFile(Report report, Arena arena)
    {
        File.SetAttributes(arena.In("sub/file"), FileAttributes.ReadOnly);
        using var root = arena.Open();
        if (IsWritable(arena.In("sub/file")))
        {
            report.NotShown("a read-only file", "plain .NET writes it");
        }
        else
        {
            report.Refuses("a read-only file to write", PathRefusal.Denied, () => root.Create("sub/file").Dispose());
            report.Refuses("a read-only file to replace", PathRefusal.Denied, () => root.WriteAllTextAtomic("sub/file", "x"));
            report.Refuses("a read-only file to delete", PathRefusal.Denied, () => root.Delete("sub/file"));
        }

        File.SetAttributes(arena.In("sub/file"), FileAttributes.Normal);
    }

    private static bool IsWritable(string path)
    {
        try
        {
            File.Open(path, FileMode.Open, FileAccess.Write).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
