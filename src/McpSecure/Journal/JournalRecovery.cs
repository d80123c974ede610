namespace McpSecure.Journal;

/// <summary>What was cut off when a journal was opened whose last line was incomplete.</summary>
/// <param name="File">The file.</param>
/// <param name="Bytes">How many bytes.</param>
/// <param name="Sha256">Their SHA-256 in hexadecimal digits.</param>
internal sealed record JournalRecovery(string File, long Bytes, string Sha256);
