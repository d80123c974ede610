using System.Globalization;
using System.Text;
using McpSecure.Calls;

namespace McpSecure.Inventory.Pages;

/// <summary>The matrix: what each role may do with each tool, prompt and resource, and when it was used.</summary>
internal static class AccessPart
{
    private static readonly (PrimitiveKind[] Kinds, string Name)[] Tables =
    [
        ([PrimitiveKind.Tool], "Tools"),
        ([PrimitiveKind.Prompt], "Prompts"),
        ([PrimitiveKind.Resource, PrimitiveKind.ResourceTemplate], "Resources"),
    ];

    private static readonly string[] UseColumns = ["Last use (UTC)", "Calls", "Refused", "Callers"];

    public static string NameOf(string role) => role.Length == 0 ? "the local person" : Md.Code(role);

    public static void Write(StringBuilder page, McpSecurityReport report)
    {
        Roles(page, report);
        foreach (var (kinds, name) in Tables)
        {
            ReportedPrimitive[] rows = [.. report.Primitives.Where(primitive => kinds.Contains(primitive.Kind))];
            page.Append(CultureInfo.InvariantCulture, $"## {name}\n\n");
            if (rows.Length == 0)
            {
                page.Append("None.\n\n");
                continue;
            }

            var hasUse = report.Journal is { Problem: null };
            page.Head([name[..^1], .. report.Roles.Select(role => NameOf(role.Name)), .. hasUse ? UseColumns : []]);
            foreach (var row in rows)
            {
                page.Row([NameOf(row), .. row.Grants.Select(Cell), .. hasUse ? Use(row) : []]);
            }

            page.Append('\n');
        }
    }

    private static void Roles(StringBuilder page, McpSecurityReport report)
    {
        page.Append("## Roles\n\n").Head("Role", "Extends", "Who is in it besides those whose role claim names it", "Limits of its own", "Its own rules for resources");
        foreach (var role in report.Roles)
        {
            string[] who =
            [
                .. role.IsLocal ? new[] { "who started the server on stdio" } : [],
                .. role.IsAnonymous ? new[] { "**everyone without authentication**" } : [],
                .. role.Members.Select(Md.Code),
            ];
            page.Row(
                NameOf(role.Name),
                Md.Code(role.Inherits),
                who.Length == 0 ? Md.None : string.Join(", ", who),
                Limits(role.Limits),
                role.Resources.Count == 0 ? Md.None : string.Join(", ", role.Resources.Select(rule => $"{Md.Code(rule.Uri)} {Wire.NameOf(rule.Access)}")));
        }

        page.Append('\n');
    }

    public static string Limits(IReadOnlyDictionary<string, int> limits) =>
        limits.Count == 0 ? Md.None : string.Join(", ", limits.Select(limit => $"{Md.Code(limit.Key)} {Md.Number(limit.Value)}"));

    private static string NameOf(ReportedPrimitive row) =>
        Md.Code(row.Name) + (row.IsDestructive == true ? " (destructive)" : row.IsReadOnly == true ? " (read-only)" : string.Empty)
        + (row.IsRegistered ? string.Empty : " (not held by the server)") + (row.Problems.Count > 0 ? " **(not served)**" : string.Empty);

    private static string Cell(ReportedGrant grant)
    {
        var access = grant is { IsGranted: false, IsObserved: false } ? Md.None : Wire.NameOf(grant.Access);
        return access
            + (grant.IsObserved ? " **(observed: no role grants it)**" : string.Empty)
            + (grant.IsGranted && grant.WithRequiredRoles != grant.Access ? $" ({Wire.NameOf(grant.WithRequiredRoles)} with the roles that its author requires)" : string.Empty)
            + (grant is { HasArgumentRules: true, Access: > Access.Deny } ? ", by arguments" : string.Empty);
    }

    private static string[] Use(ReportedPrimitive row)
    {
        if (row.Use is not { } use)
        {
            return ["not recorded", Md.None, Md.None, Md.None];
        }

        // What one role did not leave behind is not among what the others did.
        var part = row.Grants.Any(grant => grant is { Access: > Access.Deny, Use: null }) ? " (in part not recorded)" : string.Empty;
        return [(use.LastUse is null ? "**never**" : Md.Time(use.LastUse)) + part, Md.Number(use.Calls), Md.Number(use.Refusals), Callers(use)];
    }

    private static string Callers(ReportedUse use)
    {
        const int most = 3;
        var others = Math.Max(0, use.Callers.Count - most) + use.OtherCallers;
        return use.Callers.Count == 0 ? Md.None : string.Join(", ", use.Callers.Take(most).Select(caller => caller.User is null ? "without authentication" : Md.Code(caller.User)))
            + (others > 0 || use.HasMoreCallers ? $" and {(use.HasMoreCallers ? "at least " : string.Empty)}{Md.Number(others)} more" : string.Empty);
    }
}
