namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>What was said of a month, beside what there was to say.</summary>
internal sealed record MonthReport(int Seed, int Calls, IReadOnlyList<Incident> Incidents, IReadOnlyList<Alert> Alerts)
{
    public IEnumerable<Incident> Missed => Incidents.Where(incident => !Alerts.Any(incident.IsFoundBy));

    /// <summary>Gets the alerts that are about no incident. What is only for information is counted apart.</summary>
    public IEnumerable<Alert> False => Alerts.Where(alert => alert.Severity > AlertSeverity.Information && !Incidents.Any(incident => incident.Explains(alert)));

    public int Informations => Alerts.Count(alert => alert.Severity == AlertSeverity.Information);
}
