using System.Text;
using McpSecure.Files;

namespace McpSecure.WindowsCheck;

/// <summary>What a root is for.</summary>
internal static class Operations
{
    public static void Run(Report report, Arena arena)
    {
        using var root = arena.Open();
        report.Is("the engine", ConfinementEngine.NtCreateFile, () => root.Engine);
        Read(report, arena, root);
        Write(report, arena, root);
        Directories(report, arena, root);
        Roots(report, arena, root);
    }

    private static void Read(Report report, Arena arena, SecureRoot root)
    {
        report.Is("read", "inside", () => root.ReadAllText("file"));
        report.Is("read below", "below", () => root.ReadAllText("sub/file"));
        report.Is("read with . and .. and empty names", "below", () => root.ReadAllText("./sub/../sub//./file"));
        report.Is("read in another case", "below", () => root.ReadAllText("SUB/File"));
        report.Is("read later", "inside", () => root.ReadAllTextAsync("file").GetAwaiter().GetResult());
        report.Is("a stream over the handle", "inside", () =>
        {
            using var reader = new StreamReader(root.OpenRead("file"));
            return reader.ReadToEnd();
        });
        report.Is("a stream over the handle, copied later", "inside", () =>
        {
            using var stream = root.OpenRead("file");
            using var copy = new MemoryStream();
            stream.CopyToAsync(copy).GetAwaiter().GetResult();
            return Encoding.UTF8.GetString(copy.ToArray());
        });
        report.Is("the handle is for synchronous use", expected: false, () =>
        {
            using var handle = root.OpenHandle("file");
            return handle.IsAsync;
        });
        report.Is("info of a file", (PathKind.File, 6L, 1L), () => root.GetInfo("file") is var info ? (info.Kind, info.Length, info.HardLinkCount) : default);
        report.Is("its time", expected: true, () => root.GetInfo("file").LastWriteTime.UtcDateTime == File.GetLastWriteTimeUtc(arena.In("file")));
        report.Is("info of a directory", (PathKind.Directory, 0L), () => root.GetInfo("sub") is var info ? (info.Kind, info.Length) : default);
        report.Is("info of the root", PathKind.Directory, () => root.GetInfo(".").Kind);
    }

    private static void Write(Report report, Arena arena, SecureRoot root)
    {
        string After(string path, Action act)
        {
            act();
            return File.ReadAllText(arena.In(path));
        }

        void Put(FileStream stream, string text)
        {
            using (stream)
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        report.Is("create", "first", () => After("new", () => Put(root.Create("new"), "first")));
        report.Is("create over a longer one", "2nd", () => After("new", () => Put(root.Create("new"), "2nd")));
        report.Is("write leaves the rest", "+nd", () => After("new", () => Put(root.OpenWrite("new"), "+")));
        report.Is("append", "+nd!", () => After("new", () => Put(root.Append("new"), "!")));
        report.Is("append goes to the end whatever the position", "+nd!?", () => After("new", () =>
        {
            using var handle = root.OpenHandle("new", FileMode.Append, FileAccess.Write);
            RandomAccess.Write(handle, "?"u8, fileOffset: 0);
        }));
        report.Is("append creates", "x", () => After("log", () => Put(root.Append("log"), "x")));
        report.Is("create new", "n", () => After("fresh", () => Put(root.CreateNew("fresh"), "n")));
        report.Is("truncate", string.Empty, () => After("fresh", () => root.OpenHandle("fresh", FileMode.Truncate, FileAccess.Write).Dispose()));
        report.Is("write in one step", "whole", () => After("sub/atomic", () => root.WriteAllTextAtomic("sub/atomic", "whole")));
        report.Is("write in one step over another", "anew", () => After("sub/atomic", () => root.WriteAllTextAtomicAsync("sub/atomic", "anew").GetAwaiter().GetResult()));
        report.Is("a writing that is cancelled leaves nothing", "[anew, True]", () =>
        {
            var task = root.WriteAllTextAtomicAsync("sub/atomic", "never", new CancellationToken(canceled: true));
            var isCancelled = SpinWait.SpinUntil(() => task.IsCompleted, 10_000) && task.IsCanceled;
            return $"[{File.ReadAllText(arena.In("sub/atomic"))}, {isCancelled}]";
        });
        report.Is("no temporary file is left", ["atomic", "file"], () => Directory.GetFiles(arena.In("sub")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray());
    }

    private static void Directories(Report report, Arena arena, SecureRoot root)
    {
        report.Is("create a directory and those above", expected: true, () =>
        {
            root.CreateDirectory("a/b/../b/c");
            return Directory.Exists(arena.In("a/b/c"));
        });
        report.Done("create it again", () => root.CreateDirectory("a/b/c/"));
        File.WriteAllText(arena.In("a/b/c/deep.txt"), "deep");
        report.Is("list", ["a Directory", "file File", "fresh File", "log File", "new File", "sub Directory"],
            () => root.Enumerate(".").Entries.Select(entry => $"{entry.Path} {entry.Kind}").ToArray());
        report.Is("list all below by a pattern", ["a/b/c/deep.txt"], () => root.Enumerate(".", "*.txt", new ListingLimits { MaxDepth = 9 }).Entries.Select(entry => entry.Path).ToArray());
        report.Is("list 1,000 entries", 1000, () =>
        {
            Directory.CreateDirectory(arena.In("many"));
            foreach (var number in Enumerable.Range(0, 1000))
            {
                File.WriteAllText(arena.In($"many/a-name-of-some-length-{number}"), string.Empty);
            }

            return root.Enumerate("many").Entries.Count;
        });
        report.Is("a listing ends at its limit", (10, false), () => root.Enumerate("many", "*", new ListingLimits { MaxEntries = 10 }) is var some ? (some.Entries.Count, some.IsComplete) : default);
        report.Is("move a file", "deep", () =>
        {
            root.Move("a/b/c/deep.txt", "a/moved.txt");
            return File.ReadAllText(arena.In("a/moved.txt"));
        });
        report.Is("move over a file", "deep", () =>
        {
            root.Move("a/moved.txt", "new", overwrite: true);
            return File.ReadAllText(arena.In("new"));
        });
        report.Is("move a directory", expected: true, () =>
        {
            root.Move("a/b", "sub/b");
            return Directory.Exists(arena.In("sub/b/c")) && !Directory.Exists(arena.In("a/b"));
        });
        report.Is("give a file its name in another case", "deep", () =>
        {
            root.Move("new", "New");
            return root.ReadAllText("New");
        });
        report.Is("delete a file", expected: false, () =>
        {
            root.Delete("New");
            return File.Exists(arena.In("new"));
        });
        report.Is("delete an empty directory", expected: false, () =>
        {
            root.Delete("a");
            return Directory.Exists(arena.In("a"));
        });
        report.Is("delete all below", (false, true), () =>
        {
            root.CreateDirectory("many/more/and/more");
            root.DeleteRecursive("many");
            return (Directory.Exists(arena.In("many")), File.Exists(arena.Out("secret")));
        });
    }

    private static void Roots(Report report, Arena arena, SecureRoot root)
    {
        report.Is("a root below", "below", () =>
        {
            using var below = root.OpenRoot("sub");
            return below.ReadAllText("file");
        });
        report.Refuses("a root below does not lead up", PathRefusal.Escapes, () =>
        {
            using var below = root.OpenRoot("sub");
            below.ReadAllText("../file");
        });
        report.Is("a root below outlives the one above", "below", () =>
        {
            var above = arena.Open();
            using var below = above.OpenRoot("sub");
            above.Dispose();
            return below.ReadAllText("file");
        });
        report.Is("a root with a path of more than 260 characters", "far", () =>
        {
            var far = arena.Out(string.Join('/', Enumerable.Repeat(new string('d', 60), 6)));
            Directory.CreateDirectory(far);
            File.WriteAllText(Path.Join(far, "file"), "far");
            using var deep = SecureRoot.Open(far);
            return deep.ReadAllText("file");
        });
        report.Is("a root that is a file", "refused: NotADirectory", () => SecureRoot.Open(arena.In("file")).Name);
        report.Is("a root that is not there", "refused: NotFound", () => SecureRoot.Open(arena.In("nothing")).Name);
        report.Is("a disposed root", "ObjectDisposedException", () =>
        {
            var gone = arena.Open();
            gone.Dispose();
            try
            {
                return gone.ReadAllText("file");
            }
            catch (ObjectDisposedException exception)
            {
                return exception.GetType().Name;
            }
        });
        report.Is("another engine", "PlatformNotSupportedException", () =>
        {
            try
            {
                return SecureRoot.Open(arena.In(string.Empty), new SecureRootOptions { Engine = ConfinementEngine.ComponentWalk }).Name;
            }
            catch (PlatformNotSupportedException exception)
            {
                return exception.GetType().Name;
            }
        });
    }
}
