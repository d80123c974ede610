using System.Globalization;
using System.Text;
using McpSecure.Calls;

namespace McpSecure.Inventory.Pages;

/// <summary>What could be taken away, as far as the journal can tell.</summary>
internal static class UnusedPart
{
    public static void Write(StringBuilder page, McpSecurityReport report)
    {
        if (report.Journal is not { Problem: null })
        {
            return;
        }

        var unused = report.UnusedGrants;
        page.Append("## Unused grants\n\n");
        if (unused.Count == 0)
        {
            page.Append("None: callers in every role have used all that it grants.\n\n");
        }
        else
        {
            page.Head("Role", "What", "Access", "Decided by");
            foreach (var grant in unused)
            {
                page.Row(AccessPart.NameOf(grant.Role), $"{Wire.NameOf(grant.Kind)} {Md.Code(grant.Name)}", Wire.NameOf(grant.Access), Md.Code(grant.DecidedBy));
            }

            page.Append('\n');
        }

        Unknown(page, report);
    }

    private static void Unknown(StringBuilder page, McpSecurityReport report)
    {
        string[] unknown = [.. report.Primitives.Where(primitive => primitive.Grants.Any(grant => grant is { IsGranted: true, Access: > Access.Deny, Use: null })).Select(primitive => primitive.Name)];
        if (unknown.Length > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"Not known, because nothing is kept of it (`AuditLevel` `None`) or the server does not hold it: {Md.Codes(unknown)}.\n\n");
        }
    }
}
