namespace McpSecure;

/// <summary>What the journal tells of the use of something within the period.</summary>
public sealed record ReportedUse
{
    /// <summary>Gets how many calls began whose code ran. One that waited for somebody and went on is one.</summary>
    public long Calls { get; init; }

    /// <summary>Gets how many of them passed only because <see cref="SecurityMode.Observe"/> let them: that would be refused.</summary>
    public long ObservedCalls { get; init; }

    /// <summary>Gets how many calls were refused, or their result withheld. Refusals that the journal only counts are not here: <see cref="ReportedJournal.CountedRefusals"/>.</summary>
    public long Refusals { get; init; }

    /// <summary>Gets when its code ran the last time; <see langword="null"/> if never.</summary>
    public DateTimeOffset? LastUse { get; init; }

    /// <summary>Gets the callers with the most calls among those that are told apart, at most ten.</summary>
    public IReadOnlyList<ReportedCaller> Callers { get; init => field = value ?? []; } = [];

    /// <summary>Gets how many callers there were besides.</summary>
    public long OtherCallers { get; init; }

    /// <summary>Gets a value indicating whether there were still more than that: they are counted up to a thousand for each, and 50,000 for all together.</summary>
    public bool HasMoreCallers { get; init; }
}
