using McpSecure.Journal;

namespace McpSecure.Policy;

/// <summary>Says where the report must not be written: it replaces what is there.</summary>
internal static class ReportFileCheck
{
    private const string Setting = $"{McpSecurityOptions.SectionName}:Audit:ReportFile";

    public static IEnumerable<string> Errors(AuditOptions audit)
    {
        if (audit.ReportFile is not { } file)
        {
            yield break;
        }

        if (file.AsSpan().Trim().Length != file.Length || file is "" or ['~', ..])
        {
            yield return $"{Setting} is '{file}', which is no path: '~' is not expanded, and a path neither is empty nor has a blank at an end.";
            yield break;
        }

        if (audit.Journal.Directory is { Length: > 0 } directory && OwnDirectory.Holds(JournalOptions.FullPath(directory), JournalOptions.FullPath(file)))
        {
            yield return $"{Setting} is '{file}', within the directory of the journal; use a file outside of it.";
        }

        foreach (var (name, other) in Others(audit))
        {
            if (other is { Length: > 0 } && string.Equals(JournalOptions.FullPath(other), JournalOptions.FullPath(file), StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{Setting} is '{file}', which is {name} as well, and would be replaced; use a file of its own.";
            }
        }
    }

    private static (string Name, string? File)[] Others(AuditOptions audit) =>
    [
        ("Journal:KeyFile", audit.Journal.KeyFile),
        ("Journal:CheckpointFile", audit.Journal.CheckpointFile),
        ("Redaction:HashKeyFile", audit.Redaction.HashKeyFile),
    ];
}
