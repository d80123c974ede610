using McpSecure.Journal;

namespace McpSecure.Policy;

/// <summary>What is kept for the operator does not lie where tools read and write: who may write there could write the journal, or sign one of his own.</summary>
internal static class AuditPlacesCheck
{
    private const string Section = McpSecurityOptions.SectionName;

    public static IEnumerable<string> Errors(McpSecurityOptions options) =>
        from place in Places(options.Audit)
        from root in options.Paths
        where root.Value.Root is { Length: > 0 } directory && Touch(directory, place.Path)
        select $"{Section}:Audit:{place.Setting} is '{place.Path}', and tools may open files there, beneath {Section}:Paths:{root.Key}. Keep them apart.";

    private static IEnumerable<(string Setting, string Path)> Places(AuditOptions audit)
    {
        (string Setting, string? Path)[] all =
        [
            ($"Journal:{nameof(JournalOptions.Directory)}", audit.Journal.Directory), ($"Journal:{nameof(JournalOptions.KeyFile)}", audit.Journal.KeyFile),
            ($"Journal:{nameof(JournalOptions.CheckpointFile)}", audit.Journal.CheckpointFile), (nameof(AuditOptions.ReportFile), audit.ReportFile),
            ($"Redaction:{nameof(RedactionOptions.HashKeyFile)}", audit.Redaction.HashKeyFile),
        ];
        return from place in all where place.Path is { Length: > 0 } select (place.Setting, place.Path!);
    }

    /// <summary>Whether one is within the other. What is no path is told by its own check.</summary>
    private static bool Touch(string root, string place)
    {
        try
        {
            var (directory, path) = (JournalOptions.FullPath(root), JournalOptions.FullPath(place));
            return OwnDirectory.Holds(directory, path) || OwnDirectory.Holds(path, directory);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}
