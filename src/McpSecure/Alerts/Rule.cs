namespace McpSecure.Alerts;

/// <summary>What is looked for. Those before <see cref="OfCallers"/> are kept apart for each caller.</summary>
internal enum Rule
{
    RefusalRate,
    CallRate,
    UnknownTools,
    FirstUse,
    OutsideHours,
    Enumeration,
    ArgumentShape,

    /// <summary>How many rules are about a caller.</summary>
    OfCallers,
    FailureRate = OfCallers,
    JournalFailure,
    AlertStorm,
}
