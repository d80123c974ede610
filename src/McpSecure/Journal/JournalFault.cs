namespace McpSecure.Journal;

/// <summary>The first place at which a journal is not as it was written.</summary>
/// <param name="File">The file: of the journal, or the checkpoint file.</param>
/// <param name="Line">The number of the line in it, from 1.</param>
/// <param name="Sequence">The number of the record that stands there, or has to; <see langword="null"/> if there is none.</param>
/// <param name="Reason">What is wrong, a sentence.</param>
public sealed record JournalFault(string File, long Line, long? Sequence, string Reason);
