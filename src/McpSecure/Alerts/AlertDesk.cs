using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace McpSecure.Alerts;

/// <summary>Where findings become alerts: no rule says more within an hour than it may, and where one would, that is told.</summary>
internal sealed class AlertDesk(Thresholds thresholds, AlertDispatch dispatch)
{
    private const string EventName = "mcpsecure.alert";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly AlertBudget[] _budgets = [.. Enumerable.Range(0, (int)Rule.AlertStorm).Select(_ => new AlertBudget(thresholds.AlertsPerHour))];

    /// <summary>Tells what a rule has found, or counts it.</summary>
    /// <param name="finding">What it has found.</param>
    /// <param name="seen">The message that led to it.</param>
    /// <param name="suppressed">How often the same was found since the last alert about it.</param>
    /// <param name="since">When it began, in seconds.</param>
    /// <param name="caller">Whom it is about, if it is about one caller.</param>
    public void Raise(in Finding finding, in Seen seen, int suppressed, int since, Caller? caller)
    {
        var tool = seen.Tool?.Name;
        var name = RuleNames.Of(finding.Rule);
        var key = KeyOf(name, caller, finding.Rule is Rule.FailureRate ? tool : null);
        if (!TryTake(finding.Rule, key, seen.Seconds, out var dropped))
        {
            return;
        }

        Send(new Alert
        {
            Rule = name,
            Severity = RuleNames.SeverityOf(finding.Rule),
            Caller = caller is null ? null : caller.Subject ?? "anonymous",
            Tool = tool,
            Observed = finding.Observed,
            Expected = finding.Expected,
            Window = finding.Window,
            Count = finding.Count,
            FirstSeen = Seen.TimeOf(since),
            LastSeen = seen.Facts.Time,
            Suppressed = suppressed + dropped,
            Key = key,
        });
    }

    /// <summary>Tells what is about no message.</summary>
    public void Raise(Rule rule, DateTimeOffset time, int suppressed, int since)
    {
        var name = RuleNames.Of(rule);
        Send(new Alert
        {
            Rule = name,
            Severity = RuleNames.SeverityOf(rule),
            Observed = suppressed + 1,
            Expected = 0,
            Window = TimeSpan.Zero,
            Count = suppressed + 1,
            FirstSeen = Seen.TimeOf(since),
            LastSeen = time,
            Suppressed = suppressed,
            Key = name,
        });
    }

    /// <summary>Rule, caller and tool. The digest is that of all that tells a person from every other; a subject alone is one of some issuer, and a client one of many.</summary>
    private static string KeyOf(string rule, Caller? caller, string? tool)
    {
        var who = caller is null ? "-" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(caller.Person)).AsSpan(0, 8));
        return tool is null ? $"{rule}/{who}" : $"{rule}/{who}/{tool}";
    }

    private bool TryTake(Rule rule, string key, int now, out int dropped)
    {
        Storm storm;
        lock (_lock)
        {
            var budget = _budgets[(int)rule];
            if (budget.TryTake(key, now, out dropped))
            {
                return true;
            }

            storm = new(budget.IsFirstRefused, budget.Begins, budget.Taken);
        }

        if (storm.IsNew)
        {
            SendStorm(rule, now, storm);
        }

        return false;
    }

    private void SendStorm(Rule rule, int now, Storm storm) => Send(new Alert
    {
        Rule = RuleNames.Of(Rule.AlertStorm),
        Severity = RuleNames.SeverityOf(Rule.AlertStorm),
        Observed = storm.Told + 1,
        Expected = storm.Told,
        Window = Hour,
        Count = storm.Told + 1,
        FirstSeen = Seen.TimeOf(storm.Since),
        LastSeen = Seen.TimeOf(now),
        Suppressed = 0,
        Key = $"{RuleNames.Of(Rule.AlertStorm)}/{RuleNames.Of(rule)}",
    });

    private void Send(Alert alert)
    {
        Activity.Current?.AddEvent(new ActivityEvent(EventName, alert.LastSeen, new ActivityTagsCollection
        {
            { "security_rule.name", alert.Rule },
            { "mcpsecure.alert.severity", alert.Severity.ToString() },
            { "mcpsecure.alert.key", alert.Key },
        }));
        dispatch.Send(alert);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Storm(bool IsNew, int Since, int Told);
}
