using System.Globalization;
using System.Text;

namespace McpSecure.Inventory.Pages;

/// <summary>The report for a person who reviews it: first what he has to know to believe it, then who may do what, then what nobody used, then the details.</summary>
internal static class ReportPage
{
    public static string Of(McpSecurityReport report)
    {
        var page = new StringBuilder();
        page.Append(report.Server is null ? "# Permissions\n\n" : $"# Permissions of {Md.Code(report.Server)}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Made {Md.Time(report.Created)} UTC. Access is that of callers in one role alone; a caller in several has the widest.\n\n");
        Warnings(page, report);
        JournalPart.Write(page, report);
        AccessPart.Write(page, report);
        UnusedPart.Write(page, report);
        DetailPart.Write(page, report);
        return page.ToString();
    }

    /// <summary>The unused grants alone.</summary>
    public static string UnusedOf(McpSecurityReport report)
    {
        var page = new StringBuilder();
        JournalPart.Write(page, report);
        UnusedPart.Write(page, report);
        return page.ToString();
    }

    private static void Warnings(StringBuilder page, McpSecurityReport report)
    {
        if (report.IsObserving)
        {
            page.Append(CultureInfo.InvariantCulture, $"**NOTHING OF THIS IS ENFORCED. Mode is Observe until {report.ObserveUntil:yyyy-MM-dd} (UTC): every caller in a role can use what no role grants, and it is only recorded.**\n\n");
        }
        else if (report.Mode == SecurityMode.Observe)
        {
            page.Append(CultureInfo.InvariantCulture, $"Mode is Observe, and its time was over on {report.ObserveUntil:yyyy-MM-dd}: grants are enforced. Remove the setting.\n\n");
        }

        if (report.IsZeroConfiguration)
        {
            page.Append("**No roles are configured: the person who started the server on stdio may use everything, and nobody else anything.**\n\n");
        }

        foreach (var role in report.Roles.Where(role => role.IsAnonymous))
        {
            page.Append(CultureInfo.InvariantCulture, $"**Everyone who reaches the server, without authentication, is in the role {Md.Code(role.Name)}.**\n\n");
        }

        if (report.HasOtherNames)
        {
            page.Append("Code of the application serves names of its own as well. They are below only where configuration names them.\n\n");
        }
    }
}
