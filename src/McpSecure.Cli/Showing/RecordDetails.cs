using System.Globalization;
using System.Text;

namespace McpSecure.Cli.Showing;

/// <summary>The rest of a record in one line, the most telling first.</summary>
internal static class RecordDetails
{
    private static readonly (string Member, string Label)[] Shown =
    [
        ("guard", "by "), ("decided_by", "decided by "), ("error", "error "), ("ms", "ms "), ("approval", "approval "), ("approval_by", "by "), ("since", "since "),
        ("roles", "roles "), ("args", "args "), ("redactions", "redacted "), ("result_bytes", "result bytes "), ("call", "call "), ("resumes", "resumes "),
    ];

    public static string Of(ShownRecord record)
    {
        if (record.Unreadable is { } text)
        {
            return text;
        }

        var details = new StringBuilder();
        if (record.IsTrue("observed"))
        {
            details.Append("only observed");
        }

        foreach (var (member, label) in Shown)
        {
            if (record.Text(member) is { } value)
            {
                details.Append(CultureInfo.InvariantCulture, $"{(details.Length == 0 ? string.Empty : ", ")}{label}{value}");
            }
        }

        return details.ToString();
    }
}
