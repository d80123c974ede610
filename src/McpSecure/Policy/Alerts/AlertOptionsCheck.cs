namespace McpSecure.Policy.Alerts;

/// <summary>Finds what the settings of alerts say and would not do.</summary>
internal static class AlertOptionsCheck
{
    private static readonly string[] Weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    public static IEnumerable<string> Errors(McpSecurityOptions options, AlertOptions alerts, string path) =>
    [
        .. from setting in AlertSetting.All
           let value = setting.Read(alerts)
           where value < setting.Least || value > setting.Most
           select $"{path}:{setting.Name} is '{value}'; use {setting.Expected}.",
        .. from rule in alerts.Rules.Keys
           where !AlertRuleNames.IsKnown(rule)
           select $"{path}:Rules:{rule} names no rule that can be switched.{Suggestion.For(rule, AlertRuleNames.Defaults.Keys)}",
        .. alerts.Hours.SelectMany(hours => Hours(options, hours.Key, hours.Value, $"{path}:Hours:{hours.Key}")),
    ];

    private static IEnumerable<string> Hours(McpSecurityOptions options, string role, AlertHoursOptions hours, string path)
    {
        if (role is not "*" && !options.Roles.ContainsKey(role))
        {
            yield return $"{path} names a role that McpSecurity:Roles does not have.{Suggestion.For(role, options.Roles.Keys)}";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(hours.TimeZone, out _))
        {
            yield return $"{path}:TimeZone is '{hours.TimeZone}', which this system does not know; use an id such as Europe/Berlin or UTC.";
        }

        foreach (var (day, windows) in WeekWindows.Days(hours).Index())
        {
            if (windows is not null && !WeekWindows.IsValid(windows))
            {
                yield return $"{path}:{Weekdays[day]} is '{windows}'; use windows such as 08:00-12:00, 13:00-17:30, or remove the line.";
            }
        }

        if (Array.TrueForAll(WeekWindows.Days(hours), windows => windows is null))
        {
            yield return $"{path} has no day, so that nobody is ever expected; give the days their windows, or remove the entry.";
        }
    }
}
