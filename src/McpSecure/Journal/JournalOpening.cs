using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace McpSecure.Journal;

/// <summary>Goes on with the last file of a directory, or begins the first one. What cannot be gone on with is left as it is.</summary>
internal static class JournalOpening
{
    public static ChainWriter Run(ChainSetup setup)
    {
        var numbers = Segments.In(setup.Directory);
        if (numbers.Count > 0)
        {
            OwnDirectory.CheckFile(Segments.PathOf(setup.Directory, numbers[^1]));
        }

        var number = numbers.Count == 0 ? 1 : numbers[^1];
        var path = Segments.PathOf(setup.Directory, number);
        var known = setup.CheckpointFile is { } copy ? CheckpointCopy.LastOf(copy) : null;
        var scan = numbers.Count == 0 ? new SegmentScan() : SegmentScan.Of(path, number, known);
        var before = numbers.Contains(number - 1) ? SegmentScan.Of(Segments.PathOf(setup.Directory, number - 1), number - 1, known) : null;
        CheckLink(path, number, scan, before);
        if (scan.LacksLineFeed)
        {
            EndLine(setup, path, scan);
            scan = SegmentScan.Of(path, number, known);
        }

        var last = scan.Lines > 0 ? scan : before;
        if (known is not null)
        {
            CheckpointCopy.Check(setup.CheckpointFile!, known, last?.Chain, last?.Head.Sequence ?? 0, scan.Contradicts || before?.Contradicts == true);
        }

        var uncovered = SignedTail.Check(setup, number, scan, before);
        return Write(setup, path, number, scan, before, uncovered);
    }

    private static void CheckLink(string path, int number, SegmentScan scan, SegmentScan? before)
    {
        if (scan.Lines == 0 && number > 1 && before is null)
        {
            throw new JournalException($"The journal cannot be continued: {path} is empty, and the file before it is missing. Nothing was changed. Put it back, or set another directory.");
        }

        if (before is null)
        {
            return;
        }

        if (before.TornBytes > 0 || (scan.Lines > 0 && !scan.Follows(before)))
        {
            throw new JournalException($"The journal cannot be continued: {path}, line 1, does not follow the end of the file before it. Nothing was changed. " +
                "Find out why with 'mcpsecure journal verify', keep the directory, and set another one.");
        }
    }

    /// <summary>A whole line was told of as written. It stays, and gets what it lacks.</summary>
    private static void EndLine(ChainSetup setup, string path, SegmentScan scan)
    {
        using var file = setup.Hooks.OpenFile(path, FileMode.Open);
        file.Write("\n"u8, scan.Head.Offset + scan.TornBytes);
        file.Flush();
    }

    private static ChainWriter Write(ChainSetup setup, string path, int number, SegmentScan scan, SegmentScan? before, long uncovered)
    {
        var isNew = scan.Lines == 0;
        var head = isNew && before is not null ? before.Head : scan.Head;
        head.Offset = isNew ? 0 : head.Offset;
        var chain = !isNew ? scan.Chain : before?.Chain ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var writer = new ChainWriter(setup, setup.Hooks.OpenFile(path, FileMode.OpenOrCreate), head, number, chain);
        try
        {
            writer.Begin();
            if (isNew)
            {
                writer.AddOwn(OwnKinds.Segment, OwnKinds.SegmentMembers(chain, number));
            }

            if (scan.TornBytes > 0)
            {
                writer.AddOwn(OwnKinds.Recovery, string.Create(CultureInfo.InvariantCulture, $"\"bytes\":{scan.TornBytes},\"sha256\":\"{scan.TornHash}\""));
            }

            writer.AddOwn(OwnKinds.Open, OpenMembers(setup, uncovered));
            writer.AddCheckpoint();
            writer.Commit(cuts: false);
            writer.CutRest();
            Finish(setup, path, isNew, scan);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private static void Finish(ChainSetup setup, string path, bool isNew, SegmentScan scan)
    {
        if (isNew && setup.IsForced)
        {
            DirectoryFlush.Run(setup.Directory);
        }

        if (scan.TornBytes > 0)
        {
            setup.Hooks.Recover(new JournalRecovery(path, scan.TornBytes, scan.TornHash));
        }
    }

    private static string OpenMembers(ChainSetup setup, long uncovered)
    {
        using var process = Process.GetCurrentProcess();
        var key = setup.Key is { } signer ? $"\"{signer.Public.Id}\"" : "null";
        return string.Create(CultureInfo.InvariantCulture,
            $"\"process\":{process.Id},\"started\":\"{process.StartTime.ToUniversalTime():O}\",\"durability\":\"{setup.Options.Durability}\",\"key\":{key},\"uncovered\":{uncovered}");
    }
}
