namespace McpSecure.Journal;

/// <summary>Where the journal is, and what it promises.</summary>
public sealed class JournalOptions
{
    internal const long LeastSegmentBytes = 64 * 1024;
    internal const long MostSegmentBytes = 1L << 40;
    internal const int MostCheckpointRecords = 1_000_000;
    internal const int MostSeconds = 24 * 60 * 60;

    /// <summary>Gets or sets the directory of the journal, which no other process may write to at the same time.</summary>
    /// <value>
    /// A directory, absolute or relative to the application's own folder; it is created, for its owner alone, if it is missing. The default is <see langword="null"/>: no journal. Existing files are continued,
    /// never changed and never deleted.
    /// </value>
    public string? Directory { get; set; }

    /// <summary>Gets or sets what a record has survived once it counts as written.</summary>
    /// <value>The default is <see cref="JournalDurability.Process"/>.</value>
    public JournalDurability Durability { get; set; } = JournalDurability.Process;

    /// <summary>Gets or sets the length from which on the next record begins a new file.</summary>
    /// <value>Bytes, from 65,536 to 2^40. The default is 67,108,864 (64 MiB). Files may be longer by what was written at once, at most 2 MiB.</value>
    public long MaxSegmentBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets the file with the private key that signs checkpoints, an ECDSA key on P-256 in PKCS #8, PEM.</summary>
    /// <value>
    /// A file outside of <see cref="Directory"/>, for its owner alone; it is created if it is missing. One key signs a journal, from its first record on: another one, or the
    /// first one for a journal that has none, needs another directory. The default is <see langword="null"/>: no checkpoints, so that whoever can write to the directory can write the
    /// whole journal anew.
    /// </value>
    public string? KeyFile { get; set; }

    /// <summary>Gets or sets a second file that every checkpoint is appended to: with it, a journal whose end was cut off is found out.</summary>
    /// <value>A file outside of <see cref="Directory"/>, best on another machine's disk. The default is <see langword="null"/>: none. Needs a <see cref="KeyFile"/>.</value>
    public string? CheckpointFile { get; set; }

    /// <summary>Gets or sets after how many records a checkpoint is written at the latest.</summary>
    /// <value>From 1 to 1,000,000. The default is 1,000.</value>
    public int CheckpointRecords { get; set; } = 1000;

    /// <summary>Gets or sets after which time a checkpoint is written at the latest, if there are records that none covers.</summary>
    /// <value>Seconds, from 1 to 86,400. The default is 60.</value>
    public int CheckpointSeconds { get; set; } = 60;

    /// <summary>Gets or sets how long a record may wait for the disk before it is given up.</summary>
    /// <value>Seconds, from 1 to 86,400, kept to within one second. The default is 5.</value>
    public int TimeoutSeconds { get; set; } = 5;

    /// <summary>A path as it is meant: the directory that a process was started in may be chosen by its client.</summary>
    internal static string FullPath(string path) => Path.GetFullPath(path, AppContext.BaseDirectory);

    /// <summary>What does not fit together, one sentence each; the names are those of the properties.</summary>
    internal IEnumerable<string> Problems() => Places().Concat(Numbers());

    private IEnumerable<string> Places()
    {
        foreach (var path in new[] { Directory, KeyFile, CheckpointFile })
        {
            if (path is not null && (path.AsSpan().Trim().Length != path.Length || path is "" or ['~', ..]))
            {
                yield return $"'{path}' is no path: '~' is not expanded, and a path neither is empty nor has a blank at an end.";
            }
        }

        if (CheckpointFile is not null && KeyFile is null)
        {
            yield return $"{nameof(CheckpointFile)} is set, but no {nameof(KeyFile)}: there are no checkpoints without a key to sign them.";
        }

        if (Directory is null && (KeyFile is not null || CheckpointFile is not null))
        {
            yield return $"{nameof(KeyFile)} or {nameof(CheckpointFile)} is set, but no {nameof(Directory)}: there is no journal to sign.";
        }
    }

    private IEnumerable<string> Numbers()
    {
        if (!Enum.IsDefined(Durability))
        {
            yield return $"{nameof(Durability)} was set in code to a value without a name.";
        }

        if (MaxSegmentBytes is < LeastSegmentBytes or > MostSegmentBytes)
        {
            yield return $"{nameof(MaxSegmentBytes)} is {MaxSegmentBytes}; it has to be from {LeastSegmentBytes} to {MostSegmentBytes}.";
        }

        if (CheckpointRecords is < 1 or > MostCheckpointRecords)
        {
            yield return $"{nameof(CheckpointRecords)} is {CheckpointRecords}; it has to be from 1 to {MostCheckpointRecords}.";
        }

        if (CheckpointSeconds is < 1 or > MostSeconds)
        {
            yield return $"{nameof(CheckpointSeconds)} is {CheckpointSeconds}; it has to be from 1 to {MostSeconds}.";
        }

        if (TimeoutSeconds is < 1 or > MostSeconds)
        {
            yield return $"{nameof(TimeoutSeconds)} is {TimeoutSeconds}; it has to be from 1 to {MostSeconds}.";
        }
    }
}
