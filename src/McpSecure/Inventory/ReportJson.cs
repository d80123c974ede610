using System.Text.Json;

namespace McpSecure.Inventory;

/// <summary>The report as JSON, written and read. What is read may be of anybody.</summary>
internal static class ReportJson
{
    /// <summary>No server has as many tools as fill more, bytes.</summary>
    private const long Longest = 256L * 1024 * 1024;

    public static string Write(McpSecurityReport report) => JsonSerializer.Serialize(report, ReportContext.Default.McpSecurityReport);

    public static string Write(UnusedGrantList grants) => JsonSerializer.Serialize(grants, ReportContext.Default.UnusedGrantList);

    /// <summary>Reads what a server has written.</summary>
    /// <exception cref="IOException">It is no report, or of another version.</exception>
    public static McpSecurityReport Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > Longest)
        {
            throw new IOException($"{path} is no report of a server: it has {file.Length} bytes.");
        }

        try
        {
            var report = JsonSerializer.Deserialize(file, ReportContext.Default.McpSecurityReport) ?? throw new IOException($"{path} is no report of a server.");
            return report.Version == McpSecurityReport.CurrentVersion
                ? Checked(path, report)
                : throw new IOException($"{path} is a report of version {report.Version}, and this reads version {McpSecurityReport.CurrentVersion}.");
        }
        catch (JsonException exception)
        {
            throw new IOException($"{path} is no report of a server: {exception.Message}", exception);
        }
    }

    /// <summary>The reader takes <c>null</c> for an element of a list, which no server writes.</summary>
    private static McpSecurityReport Checked(string path, McpSecurityReport report)
    {
        IEnumerable<object?> elements =
        [
            .. report.Roles, .. report.Primitives,
            .. report.Roles.OfType<ReportedRole>().SelectMany(role => role.Members.Concat<object?>(role.Resources)),
            .. report.Primitives.OfType<ReportedPrimitive>().SelectMany(Elements),
        ];
        return elements.All(element => element is not null) ? report : throw new IOException($"{path} is no report of a server: an element of a list is missing.");
    }

    private static IEnumerable<object?> Elements(ReportedPrimitive primitive) =>
    [
        .. primitive.RequiredRoles, .. primitive.ArgumentRules, .. primitive.SensitiveArguments, .. primitive.OpenPlaces, .. primitive.Paths, .. primitive.Problems, .. primitive.Grants,
        .. (primitive.Use?.Callers ?? []), .. primitive.Grants.Where(grant => grant is not null).SelectMany(grant => grant.Use?.Callers ?? []),
    ];
}
