namespace McpSecure.Files;

/// <summary>What was found beneath a directory, in ordinal order of the paths.</summary>
/// <param name="Entries">The entries whose names fit the pattern.</param>
/// <param name="IsComplete">False where a limit ended the listing early, or where a listing of several levels met a directory at its last one.</param>
/// <param name="Skipped">How many names were left out because they are no text that .NET can hold, or a directory could not be read.</param>
public sealed record DirectoryListing(IReadOnlyList<PathEntry> Entries, bool IsComplete, int Skipped);
