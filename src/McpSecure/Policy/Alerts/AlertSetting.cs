using System.Globalization;
using McpSecure.Policy.Rules;

namespace McpSecure.Policy.Alerts;

/// <summary>One threshold of the alerts, and what it may be.</summary>
internal sealed record AlertSetting(string Name, int Least, int Most, Func<AlertOptions, int> Read)
{
    private const int Many = 100_000;
    private const int VeryMany = 1_000_000;

    public static IReadOnlyList<AlertSetting> All { get; } =
    [
        new(nameof(AlertOptions.CoolDownSeconds), 60, 7 * 24 * 60 * 60, alerts => alerts.CoolDownSeconds),
        new(nameof(AlertOptions.AlertsPerHour), 1, 10_000, alerts => alerts.AlertsPerHour),
        new(nameof(AlertOptions.LearningDays), 1, 60, alerts => alerts.LearningDays),
        new(nameof(AlertOptions.LearningCalls), 1, VeryMany, alerts => alerts.LearningCalls),
        new(nameof(AlertOptions.RefusalPercent), 1, 99, alerts => alerts.RefusalPercent),
        new(nameof(AlertOptions.Refusals), 1, Many, alerts => alerts.Refusals),
        new(nameof(AlertOptions.FailurePercent), 1, 99, alerts => alerts.FailurePercent),
        new(nameof(AlertOptions.Failures), 1, Many, alerts => alerts.Failures),
        new(nameof(AlertOptions.FailureSeconds), 0, 24 * 60 * 60, alerts => alerts.FailureSeconds),
        new(nameof(AlertOptions.CallsPerMinute), 1, VeryMany, alerts => alerts.CallsPerMinute),
        new(nameof(AlertOptions.Factor), 2, 100, alerts => alerts.Factor),
        new(nameof(AlertOptions.UnknownTools), 1, Many, alerts => alerts.UnknownTools),
        new(nameof(AlertOptions.DistinctValues), 10, VeryMany, alerts => alerts.DistinctValues),
        new(nameof(AlertOptions.Surprise), 5, 100, alerts => alerts.Surprise),
    ];

    public string Expected => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Least} to {Most}");

    public bool IsValid(string text) => RuleText.IsWithin(text, Least, Most);
}
