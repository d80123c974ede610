namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>When a job runs.</summary>
internal enum BatchKind
{
    Nightly,
    Hourly,
    Events,
}
