using McpSecure.Journal;

namespace McpSecure;

/// <summary>The journal behind a <see cref="McpSecurityReport"/>: what it covers, and whether it can be believed.</summary>
public sealed record ReportedJournal
{
    /// <summary>Gets from when on it was counted; <see langword="null"/> for all of it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Gets when its first record was written; later than <see cref="Since"/> where it does not reach back that far.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets when its last record was written, up to the fault if there is one.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets how many records it has, up to the fault.</summary>
    public long Records { get; init; }

    /// <summary>Gets a value indicating whether it was read to its end, and is as it was written.</summary>
    public bool IsIntact { get; init; }

    /// <summary>Gets a value indicating whether a key that was given has signed it: without, whoever can write to its files can have written them anew.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Gets the first record that is not as it was written, or <see langword="null"/>. What comes after it is not counted.</summary>
    public JournalFault? Fault { get; init; }

    /// <summary>Gets why it could not be read, or <see langword="null"/>.</summary>
    public string? Problem { get; init; }

    /// <summary>Gets how many refusals within the period it only counts, by caller and code and not by tool.</summary>
    public long CountedRefusals { get; init; }

    /// <summary>Gets how many calls within the period were of names that the report does not have: served by code of the application, since removed, or not recorded under a name.</summary>
    public long OtherCalls { get; init; }

    /// <summary>Gets how many records are none that a server writes.</summary>
    public long Unreadable { get; init; }
}
