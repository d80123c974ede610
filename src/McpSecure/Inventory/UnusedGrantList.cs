namespace McpSecure.Inventory;

/// <summary>The unused grants alone, with what one has to know to believe them.</summary>
/// <param name="Version">As in <see cref="McpSecurityReport.Version"/>.</param>
/// <param name="Created">When the report was made.</param>
/// <param name="Journal">What they were counted in.</param>
/// <param name="UnusedGrants">The grants.</param>
internal sealed record UnusedGrantList(int Version, DateTimeOffset Created, ReportedJournal? Journal, IReadOnlyList<UnusedGrant> UnusedGrants)
{
    public static UnusedGrantList Of(McpSecurityReport report) => new(report.Version, report.Created, report.Journal, report.UnusedGrants);
}
