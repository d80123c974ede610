namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>What goes wrong.</summary>
internal enum IncidentKind
{
    RefusalBurst,
    StolenAtNight,
    UnknownToolScan,
    RunawayLoop,
    Enumeration,
}
