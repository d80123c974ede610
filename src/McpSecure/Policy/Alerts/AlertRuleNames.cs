namespace McpSecure.Policy.Alerts;

/// <summary>The names of the rules. What is written here is a promise.</summary>
internal static class AlertRuleNames
{
    public const string RefusalRate = "refusal_rate";
    public const string CallRate = "call_rate";
    public const string UnknownTools = "unknown_tools";
    public const string FirstUse = "first_use";
    public const string OutsideHours = "outside_hours";
    public const string Enumeration = "enumeration";
    public const string ArgumentShape = "argument_shape";
    public const string FailureRate = "failure_rate";
    public const string JournalFailure = "journal_failure";

    /// <summary>Says that another rule had more to say than it may. It cannot be switched off: without it alerts would be lost in silence.</summary>
    public const string AlertStorm = "alert_storm";

    /// <summary>Gets those that can be switched, and whether they are on where nobody says anything.</summary>
    public static IReadOnlyDictionary<string, bool> Defaults { get; } = new Dictionary<string, bool>(StringComparer.Ordinal)
    {
        [FailureRate] = true,
        [RefusalRate] = true,
        [CallRate] = true,
        [UnknownTools] = true,
        [FirstUse] = true,
        [OutsideHours] = true,
        [JournalFailure] = true,
        [Enumeration] = false,
        [ArgumentShape] = false,
    };

    public static bool IsKnown(string name) => Defaults.ContainsKey(name);
}
