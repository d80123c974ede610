namespace McpSecure.Journal;

/// <summary>
/// What a key demands of a journal before it signs again: that it has signed all of that but the last few records. The first checkpoint of a start would otherwise make true what
/// somebody without the key has written in the meantime.
/// </summary>
internal static class SignedTail
{
    /// <summary>Looks for the last checkpoint.</summary>
    /// <param name="setup">Who signs.</param>
    /// <param name="number">The number of the last file.</param>
    /// <param name="last">That file.</param>
    /// <param name="before">The one before, if it is there.</param>
    /// <returns>How many records no checkpoint covers. Nothing can tell whether they were replaced, so that they are counted in the journal.</returns>
    /// <exception cref="JournalException">The key has not signed the journal, or not as much of it as a writer does.</exception>
    public static long Check(ChainSetup setup, int number, SegmentScan last, SegmentScan? before)
    {
        if (setup.Key is not { Public: var key })
        {
            return last.Uncovered + (last.Checkpoint is null ? before?.Uncovered ?? 0 : 0);
        }

        var uncovered = 0L;
        foreach (var scan in Backwards(setup.Directory, number, last, before))
        {
            uncovered += scan.Uncovered;
            if (scan.Checkpoint is { } checkpoint)
            {
                return Problem(checkpoint, scan, key, uncovered) is { } problem ? throw Refused(setup, problem) : uncovered;
            }
        }

        return uncovered == 0 ? 0 : throw Refused(setup, $"There are records in it, and no checkpoint that is signed with the key {key.Id}: it was written without a key, or anew by somebody who has none. " +
            "(If the files before it were moved to an archive, put the last one back.)");
    }

    private static string? Problem(CheckpointLine checkpoint, SegmentScan scan, JournalPublicKey key, long uncovered) =>
        checkpoint.IsSignedBy([key]) switch
        {
            null => $"Its last checkpoint is signed with the key {checkpoint.KeyId}, and KeyFile holds {key.Id}: a new key begins a new journal.",
            true when string.Equals(checkpoint.Chain, scan.Chain, StringComparison.Ordinal) => uncovered > checkpoint.Every
                ? $"{uncovered} records follow its last checkpoint, record {checkpoint.Sequence}, where {checkpoint.Every} may: checkpoints were removed, or records added."
                : null,
            _ => $"The signature of its last checkpoint, record {checkpoint.Sequence}, is false.",
        };

    /// <summary>The last two files were read before; there are others where records are long, or files short.</summary>
    private static IEnumerable<SegmentScan> Backwards(string directory, int number, SegmentScan last, SegmentScan? before)
    {
        yield return last;
        if (before is null)
        {
            yield break;
        }

        yield return before;
        for (number -= 2; File.Exists(Segments.PathOf(directory, number)); number--)
        {
            var path = Segments.PathOf(directory, number);
            var scan = SegmentScan.Of(path, number);
            if (scan.TornBytes > 0 || !before.Follows(scan))
            {
                throw new JournalException($"The journal cannot be continued: the file that follows {path} does not follow its end. Nothing was changed. " +
                    "Find out why with 'mcpsecure journal verify', keep the directory, and set another one.");
            }

            yield return before = scan;
        }
    }

    private static JournalException Refused(ChainSetup setup, string problem) => new(
        $"The journal in {setup.Directory} cannot be continued. {problem} Nothing was changed. Find out why with 'mcpsecure journal verify', keep the directory, and set another one.");
}
