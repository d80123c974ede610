namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>What should be noticed: who, from when until when, and by which rules.</summary>
internal sealed record Incident(IncidentKind Kind, Actor Actor, int Day, string[] Rules, IReadOnlyList<Happening> Happenings)
{
    public long From => Happenings[0].Ticks;

    public long Until => Happenings[^1].Ticks;

    /// <summary>Whether an alert is about it: its caller, while it goes on or before it has faded.</summary>
    public bool Explains(Alert alert) => string.Equals(alert.Caller, Actor.Caller.Subject, StringComparison.Ordinal)
        && alert.LastSeen.UtcTicks >= From && alert.LastSeen.UtcTicks <= Until + TimeSpan.TicksPerHour;

    public bool IsFoundBy(Alert alert) => Explains(alert) && alert.LastSeen.UtcTicks <= Until && Rules.Contains(alert.Rule);

    public override string ToString() =>
        $"{Kind} by {Actor.Caller.Subject} on day {Day}: {Happenings.Count} calls in {TimeSpan.FromTicks(Until - From).TotalMinutes:F0} min";
}
