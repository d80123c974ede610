using System.Collections.Concurrent;
using McpSecure.Files;

namespace McpSecure.WindowsCheck;

/// <summary>One root, many callers; and somebody who moves directories about meanwhile.</summary>
internal static class Concurrency
{
    private const int Workers = 8;
    private const int Rounds = 100;

    public static void Run(Report report, Arena arena)
    {
        using var root = arena.Open();
        report.Done("each caller has files of its own", () => Parallel.For(0, Workers, worker =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var directory = $"own-{worker}/{round}";
                root.CreateDirectory(directory);
                root.WriteAllTextAtomic($"{directory}/file", directory);
                Expect(root.ReadAllText($"{directory}/../{round}/file") == directory);
                Expect(root.Enumerate(directory).Entries.Count == 1);
                root.Move($"{directory}/file", $"{directory}/moved");
                root.DeleteRecursive(directory);
            }
        }));
        report.Is("a file that all replace is never half of one", [4096], () => Lengths(root));
        report.Is("the same directory, listed by all", [2], () =>
        {
            root.CreateDirectory("listed/a");
            root.CreateDirectory("listed/b");
            var counts = new ConcurrentDictionary<int, byte>();
            Parallel.For(0, Workers * Rounds, _ => counts[root.Enumerate("listed").Entries.Count] = 0);
            return counts.Keys.ToArray();
        });
        report.Is("'..' of a directory that is moved outside meanwhile does not lead outside", ["moved at least once", "inside or refused"], () => Swapped(arena, root));
    }

    private static int[] Lengths(SecureRoot root)
    {
        root.WriteAllTextAtomic("shared", new string('0', 4096));
        var lengths = new ConcurrentDictionary<int, byte>();
        Parallel.For(0, Workers, worker =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                // Who reads keeps others from replacing for that moment, and is told apart from a failure.
                IgnoreBusy(() => root.WriteAllTextAtomic("shared", new string((char)('a' + worker), 4096)));
                IgnoreBusy(() => lengths[root.ReadAllText("shared") is var text && text.Distinct().Count() == 1 ? text.Length : -1] = 0);
            }
        });
        return lengths.Keys.ToArray();
    }

    private static string[] Swapped(Arena arena, SecureRoot root)
    {
        Directory.CreateDirectory(arena.In("moving"));
        File.WriteAllText(arena.In("secret"), "inside");
        var moves = 0;
        var texts = new HashSet<string>(StringComparer.Ordinal);
        using var stop = new CancellationTokenSource();
        var mover = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                TryMove(arena.In("moving"), arena.Out("moving"));
                moves += TryMove(arena.Out("moving"), arena.In("moving")) ? 1 : 0;
            }
        });
        for (var round = 0; round < 5000; round++)
        {
            try
            {
                texts.Add(root.ReadAllText("moving/../secret"));
            }
            catch (PathRefusedException)
            {
                texts.Add("refused");
            }
        }

        stop.Cancel();
        mover.Wait();
        texts.Remove("inside");
        texts.Remove("refused");
        return [moves > 0 ? "moved at least once" : "never moved", texts.Count == 0 ? "inside or refused" : string.Join('|', texts)];
    }

    private static bool TryMove(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void IgnoreBusy(Action act)
    {
        try
        {
            act();
        }
        catch (PathRefusedException refused) when (refused.Reason is PathRefusal.Busy or PathRefusal.Denied)
        {
        }
    }

    private static void Expect(bool isSo)
    {
        if (!isSo)
        {
            throw new InvalidOperationException("A caller saw what another did.");
        }
    }
}
