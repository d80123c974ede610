using McpSecure.Journal;

namespace McpSecure.Inventory.Uses;

/// <summary>Adds to a report what a journal says: for a server about itself, and for <c>mcpsecure report</c> about a server of which there is a file.</summary>
internal static class JournalJoin
{
    /// <param name="report">The report without a journal.</param>
    /// <param name="path">The directory of the journal, or one of its files.</param>
    /// <param name="since">From when on it counts.</param>
    /// <param name="options">What the journal is held against.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static McpSecurityReport Of(McpSecurityReport report, string path, DateTimeOffset? since, JournalVerifyOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var found = JournalVerifier.Verify(path, options, cancellationToken);
            var tally = new JournalTally(report, since);
            Read(path, found, tally, cancellationToken);
            return tally.Join(new ReportedJournal
            {
                Since = since,
                From = found.FirstTime,
                To = found.LastTime,
                Records = found.Records,
                IsIntact = found.IsIntact,
                IsSigned = found.LastCheckpoint is { IsVerified: true },
                Fault = found.Fault,
                CountedRefusals = tally.CountedRefusals,
                OtherCalls = tally.OtherCalls,
                Unreadable = tally.Unreadable,
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return report with { Journal = new ReportedJournal { Since = since, Problem = exception.Message } };
        }
    }

    /// <summary>Reads what was verified and no more: not what stands after a fault, and not what was written since.</summary>
    private static void Read(string path, JournalVerification found, JournalTally tally, CancellationToken cancellationToken)
    {
        if (found.Records == 0)
        {
            return;
        }

        using var journal = new JournalReader(path);
        while (journal.TryRead(out var record, found.LastSequence))
        {
            cancellationToken.ThrowIfCancellationRequested();
            tally.Add(record);
        }
    }
}
