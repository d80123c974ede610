using System.Globalization;
using System.Text;
using McpSecure.Calls;

namespace McpSecure.Inventory.Pages;

/// <summary>What is worth knowing of each tool, prompt and resource: only what there is.</summary>
internal static class DetailPart
{
    public static void Write(StringBuilder page, McpSecurityReport report)
    {
        page.Append("## Details\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Limits of every caller: {AccessPart.Limits(report.Limits)}. Kept of a call: `{report.AuditLevel}`.\n\n");
        foreach (var primitive in report.Primitives)
        {
            page.Append(CultureInfo.InvariantCulture, $"### {Wire.NameOf(primitive.Kind)} {Md.Code(primitive.Name)}\n\n");
            foreach (var (name, text) in Lines(primitive))
            {
                page.Append(CultureInfo.InvariantCulture, $"- {name}: {text}\n");
            }

            page.Append('\n');
        }
    }

    private static IEnumerable<(string Name, string Text)> Lines(ReportedPrimitive primitive)
    {
        (string Name, string Text)[] all =
        [
            ("Title", Md.Code(primitive.Title)),
            ("Definition", primitive.DefinitionHash is { } hash ? $"SHA-256 {Md.Code(hash)}" : "not known"),
            ("Its author declares", primitive.Kind == PrimitiveKind.Tool && primitive.IsRegistered ? Hints(primitive) : Md.None),
            ("At most", primitive.Ceiling is { } ceiling ? Wire.NameOf(ceiling) : Md.None),
            ("A person is asked", primitive.RequiresApproval ? "each time, `[RequiresApproval]`" : Md.None),
            ("Roles that its author requires", Md.Codes(primitive.RequiredRoles)),
            ("Argument rules", Md.Codes(primitive.ArgumentRules)),
            ("Sensitive", Md.Codes(primitive.SensitiveArguments)),
            ("**Not checked**", Md.Codes(primitive.OpenPlaces, most: 10)),
            ("Paths", primitive.Paths.Count == 0 ? Md.None : string.Join("; ", primitive.Paths.Select(PathText))),
            ("Limits of its own", AccessPart.Limits(primitive.Limits)),
            ("**Not served**", Md.Codes(primitive.Problems)),
        ];
        return all.Where(line => line.Text is not Md.None).Concat(primitive.Grants.Where(grant => grant.IsGranted || grant.IsObserved).Select(Grant));
    }

    private static string Hints(ReportedPrimitive primitive) =>
        $"destructive {Hint(primitive.IsDestructive)}, read-only {Hint(primitive.IsReadOnly)}, open world {Hint(primitive.IsOpenWorld)}";

    private static string Hint(bool? value) => value switch { true => "yes", false => "no", _ => "not said" };

    private static string PathText(ReportedPath path) =>
        $"{Md.Code(path.Argument)} beneath {Md.Code(path.Root)}, {path.Access}" + string.Concat(path.Under.Select(under => $", for {Md.Code(under.Key)} only {Md.Code(under.Value)}"));

    private static (string Name, string Text) Grant(ReportedGrant grant)
    {
        var use = grant.Use switch
        {
            null => string.Empty,
            { LastUse: null } unused => $"; never used{(unused.Refusals > 0 ? $", refused {Md.Count(unused.Refusals, "time")}" : string.Empty)}",
            var used => $"; last used {Md.Time(used.LastUse)}, {Md.Count(used.Calls, "call")} by {Callers(used)}, {Md.Number(used.Refusals)} refused"
                + (used.ObservedCalls > 0 ? $", **{Md.Number(used.ObservedCalls)} only because of Observe**" : string.Empty),
        };
        return (AccessPart.NameOf(grant.Role), $"{Wire.NameOf(grant.Access)} by {Md.Code(grant.DecidedBy)}, kept `{grant.AuditLevel}`{use}");
    }

    private static string Callers(ReportedUse use) =>
        $"{(use.HasMoreCallers ? "more than " : string.Empty)}{Md.Count(use.Callers.Count + use.OtherCallers, "caller")}";
}
