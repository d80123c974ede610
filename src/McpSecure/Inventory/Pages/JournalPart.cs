using System.Globalization;
using System.Text;

namespace McpSecure.Inventory.Pages;

/// <summary>How far the journal reaches, and whether it can be believed.</summary>
internal static class JournalPart
{
    public static void Write(StringBuilder page, McpSecurityReport report)
    {
        if (report.Journal is not { } journal)
        {
            page.Append("No journal was read: nothing is said of use.\n\n");
            return;
        }

        if (journal.Problem is not null)
        {
            page.Append(CultureInfo.InvariantCulture, $"**The journal could not be read, and nothing is said of use:** {Md.Code(journal.Problem)}\n\n");
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"Use is counted from {Md.Time(Later(journal.Since, journal.From))} to {Md.Time(journal.To)} UTC ({Md.Number(journal.Records)} records in the journal).");
        if (journal.Since < journal.From)
        {
            page.Append(CultureInfo.InvariantCulture, $" **The journal does not reach back to {Md.Time(journal.Since)}: what is unused here may have been used before.**");
        }

        page.Append("\n\n").Append(Verified(journal)).Append("\n\n");
        Rest(page, journal);
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;

    private static string Verified(ReportedJournal journal)
    {
        if (journal.Fault is { } fault)
        {
            var record = fault.Sequence is { } sequence ? $"record {Md.Number(sequence)}, " : string.Empty;
            return $"**THE JOURNAL IS NOT AS IT WAS WRITTEN: {record}line {Md.Number(fault.Line)} of** {Md.Code(fault.File)}**.** {Md.Code(fault.Reason)} What comes after it is not counted: nothing here shows that a grant is unused.";
        }

        return !journal.IsIntact ? "**The journal could not be checked to its end.**"
            : journal.IsSigned ? "The journal is as it was written, and signed."
            : "The journal is in order. No signature was verified: whoever can write to its files can have written them anew.";
    }

    private static void Rest(StringBuilder page, ReportedJournal journal)
    {
        if (journal.CountedRefusals > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"Of {Md.Number(journal.CountedRefusals)} more refusals it does not say which tool they were of.\n\n");
        }

        if (journal.OtherCalls > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"{Md.Number(journal.OtherCalls)} calls were of names that are not in this report.\n\n");
        }

        if (journal.Unreadable > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"**{Md.Number(journal.Unreadable)} records are none that a server writes.**\n\n");
        }
    }
}
