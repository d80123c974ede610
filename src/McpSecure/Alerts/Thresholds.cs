using McpSecure.Policy.Alerts;

namespace McpSecure.Alerts;

/// <summary>The settings, in the units that the rules reckon in.</summary>
internal sealed class Thresholds
{
    /// <summary>How many times as many refusals are a lot, whatever else a caller does.</summary>
    private const float ManyRefusals = 5;

    /// <summary>How many times as many within an hour: nobody keeps up what is a lot for a minute.</summary>
    private const float HourFactor = 12;

    private readonly bool[] _isOn = new bool[(int)Rule.AlertStorm + 1];

    public Thresholds(AlertOptions options)
    {
        foreach (var rule in Enum.GetValues<Rule>())
        {
            var name = RuleNames.Of(rule);
            _isOn[(int)rule] = options.Rules.TryGetValue(name, out var set) ? set : AlertRuleNames.Defaults.GetValueOrDefault(name, true);
        }

        CoolDownSeconds = options.CoolDownSeconds;
        AlertsPerHour = options.AlertsPerHour;
        LearningDays = options.LearningDays;
        LearningCalls = options.LearningCalls;
        Refusals = new(options.RefusalPercent / 100f, options.Refusals, options.Refusals * 4f, options.Refusals * ManyRefusals, options.Refusals * ManyRefusals * HourFactor);
        Failures = new(options.FailurePercent / 100f, options.Failures, options.Failures);
        FailureSeconds = options.FailureSeconds;
        CallsPerMinute = options.CallsPerMinute;
        Factor = options.Factor;
        UnknownTools = options.UnknownTools;
        DistinctValues = options.DistinctValues;
        Surprise = options.Surprise;
    }

    public int CoolDownSeconds { get; }

    public int AlertsPerHour { get; }

    public int LearningDays { get; }

    public int LearningCalls { get; }

    public ShareBounds Refusals { get; }

    public ShareBounds Failures { get; }

    public int FailureSeconds { get; }

    public float CallsPerMinute { get; }

    /// <summary>Gets how many calls within an hour are never too many.</summary>
    public float CallsPerHour => CallsPerMinute * HourFactor;

    public float Factor { get; }

    public float UnknownTools { get; }

    public float DistinctValues { get; }

    public float Surprise { get; }

    public bool IsOn(Rule rule) => _isOn[(int)rule];
}
