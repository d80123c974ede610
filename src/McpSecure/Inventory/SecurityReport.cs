using McpSecure.Inventory.Pages;
using McpSecure.Inventory.Uses;
using McpSecure.Journal;
using Microsoft.Extensions.Options;

namespace McpSecure.Inventory;

/// <summary>The report of a server about itself.</summary>
internal sealed class SecurityReport(ReportMaker maker, IOptions<McpSecurityOptions> options) : IMcpSecurityReport
{
    public McpSecurityReport Create(DateTimeOffset? since = null, CancellationToken cancellationToken = default)
    {
        var report = maker.Make();
        return options.Value.Audit.Journal is { Directory: { } directory } journal
            ? JournalJoin.Of(report, JournalOptions.FullPath(directory), since, OptionsOf(journal), cancellationToken)
            : report;
    }

    public string ToMarkdown(McpSecurityReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ReportPage.Of(report);
    }

    public string ToJson(McpSecurityReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ReportJson.Write(report);
    }

    private static JournalVerifyOptions OptionsOf(JournalOptions journal)
    {
        // Moving old files away is the operator's: the report says from when on there are records.
        var options = new JournalVerifyOptions { AllowArchived = true };
        if (journal.CheckpointFile is { } copy && File.Exists(JournalOptions.FullPath(copy)))
        {
            options.CheckpointFile = JournalOptions.FullPath(copy);
        }

        if (journal.KeyFile is { } file && PublicKeyOf(JournalOptions.FullPath(file)) is { } key)
        {
            options.PublicKeys.Add(key);
        }

        return options;
    }

    private static JournalPublicKey? PublicKeyOf(string file)
    {
        try
        {
            using var key = File.Exists(file) ? SigningKey.Open(file) : null;
            return key?.Public;
        }
        catch (JournalException)
        {
            return null; // taken away since the start: then the report says that no signature was verified
        }
    }
}
