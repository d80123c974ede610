using McpSecure.Policy.Alerts;

namespace McpSecure.Alerts;

/// <summary>Rules as configuration, records and dashboards see them. What is written here is a promise.</summary>
internal static class RuleNames
{
    public static string Of(Rule rule) => rule switch
    {
        Rule.RefusalRate => AlertRuleNames.RefusalRate,
        Rule.CallRate => AlertRuleNames.CallRate,
        Rule.UnknownTools => AlertRuleNames.UnknownTools,
        Rule.FirstUse => AlertRuleNames.FirstUse,
        Rule.OutsideHours => AlertRuleNames.OutsideHours,
        Rule.Enumeration => AlertRuleNames.Enumeration,
        Rule.ArgumentShape => AlertRuleNames.ArgumentShape,
        Rule.FailureRate => AlertRuleNames.FailureRate,
        Rule.JournalFailure => AlertRuleNames.JournalFailure,
        _ => AlertRuleNames.AlertStorm,
    };

    public static AlertSeverity SeverityOf(Rule rule) => rule switch
    {
        Rule.FirstUse => AlertSeverity.Information,
        Rule.JournalFailure or Rule.AlertStorm => AlertSeverity.Error,
        _ => AlertSeverity.Warning,
    };
}
