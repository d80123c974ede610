namespace McpSecure.Journal;

/// <summary>Who is told what no caller of the journal hears, and what stands in for the disk in a test.</summary>
/// <remarks>Called on the thread that writes, which waits: what is told here is not answered, and an exception is dropped.</remarks>
internal sealed class JournalHooks
{
    /// <summary>Gets who hears of a failure that no record was refused for: of a checkpoint, of the checkpoint file, of the close.</summary>
    public Action<JournalException>? Failed { get; init; }

    /// <summary>Gets who gets each checkpoint once it is written: its line, with the line feed.</summary>
    public Action<ReadOnlyMemory<byte>>? Checkpointed { get; init; }

    /// <summary>Gets who hears that the end of a file was cut off because its last line was incomplete.</summary>
    public Action<JournalRecovery>? Recovered { get; init; }

    /// <summary>Gets what opens a file for writing.</summary>
    internal Func<string, FileMode, IJournalFile> OpenFile { get; init; } = DiskFile.Open;

    internal void Fail(JournalException exception) => Tell(Failed, exception);

    internal void Checkpoint(byte[] line) => Tell<ReadOnlyMemory<byte>>(Checkpointed, line);

    internal void Recover(JournalRecovery recovery) => Tell(Recovered, recovery);

    private static void Tell<T>(Action<T>? who, T what)
    {
        try
        {
            who?.Invoke(what);
        }
#pragma warning disable CA1031 // whatever a listener throws: the journal goes on
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
