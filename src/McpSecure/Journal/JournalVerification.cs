namespace McpSecure.Journal;

/// <summary>What <see cref="JournalVerifier"/> has found.</summary>
public sealed class JournalVerification
{
    internal JournalVerification()
    {
    }

    /// <summary>Gets a value indicating whether nothing was found to be wrong. How much that says depends on <see cref="LastCheckpoint"/> and <see cref="Uncovered"/>.</summary>
    public bool IsIntact => IsFinished && Fault is null;

    /// <summary>Gets the first thing that is wrong, or <see langword="null"/>.</summary>
    public JournalFault? Fault { get; internal set; }

    /// <summary>Gets how many files were read.</summary>
    public int Files { get; internal set; }

    /// <summary>Gets how many records there are, up to the fault, with those in which the journal speaks of itself.</summary>
    public long Records { get; internal set; }

    /// <summary>Gets the number of the first record; 0 if there is none.</summary>
    public long FirstSequence { get; internal set; }

    /// <summary>Gets the number of the last record, up to the fault.</summary>
    public long LastSequence { get; internal set; }

    /// <summary>Gets when the first record was written.</summary>
    public DateTimeOffset? FirstTime { get; internal set; }

    /// <summary>Gets when the last record was written, up to the fault.</summary>
    public DateTimeOffset? LastTime { get; internal set; }

    /// <summary>Gets what distinguishes this journal from every other.</summary>
    public string? Chain { get; internal set; }

    /// <summary>Gets the last checkpoint; where keys were given, the last that one of them has signed.</summary>
    public JournalCheckpoint? LastCheckpoint { get; internal set; }

    /// <summary>Gets how many records follow <see cref="LastCheckpoint"/>: whoever can write to the file could have replaced them without a trace.</summary>
    public long Uncovered { get; internal set; }

    /// <summary>
    /// Gets the number of the last record that the checkpoint file knows, 0 for none; <see langword="null"/> if none was given. Before <see cref="LastCheckpoint"/> it is no witness of
    /// the end: the file was cut off, replaced by an older one, could not be written, or the journal was written to while it was read.
    /// </summary>
    public long? LastCopied { get; internal set; }

    /// <summary>
    /// Gets how often a writer has ended without closing the journal, as by a kill or a power failure. What it wrote after its last checkpoint could have been cut off before the next
    /// start without a trace.
    /// </summary>
    public int Interruptions { get; internal set; }

    /// <summary>Gets how many records no checkpoint covered when a writer went on after them: until then, whoever could write to the file could have replaced them without a trace.</summary>
    public long TakenOver { get; internal set; }

    /// <summary>Gets how often an incomplete line was cut off when the journal was opened again, as after a kill or a power failure.</summary>
    public int Recoveries { get; internal set; }

    /// <summary>Gets a value indicating whether the last writer closed the journal in good order. It has not while it is running.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>Gets how many bytes of an incomplete line stand at the end: the writer is writing, or was ended.</summary>
    public int IncompleteBytes { get; internal set; }

    internal bool IsFinished { get; set; }
}
