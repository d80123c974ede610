using McpSecure.Tests.Policy;

namespace McpSecure.Tests.Alerts;

/// <summary>A setting that would not do what it says stops the start.</summary>
public sealed class AlertSettingsTests
{
    [Theory]
    [InlineData(""" "CoolDownSeconds": 59 """, "McpSecurity:Audit:Alerts:CoolDownSeconds is '59'; use a whole number from 60 to 604800.")]
    [InlineData(""" "RefusalPercent": 100 """, "McpSecurity:Audit:Alerts:RefusalPercent is '100'; use a whole number from 1 to 99.")]
    [InlineData(""" "Factor": 1 """, "McpSecurity:Audit:Alerts:Factor is '1'; use a whole number from 2 to 100.")]
    [InlineData(""" "Rules": { "refusal_rates": false } """, "McpSecurity:Audit:Alerts:Rules:refusal_rates names no rule that can be switched. Did you mean refusal_rate?")]
    [InlineData(""" "Rules": { "alert_storm": false } """, "McpSecurity:Audit:Alerts:Rules:alert_storm names no rule that can be switched.")]
    [InlineData(""" "Hours": { "*": { "Monday": "8-18" } } """, "McpSecurity:Audit:Alerts:Hours:*:Monday is '8-18'; use windows such as 08:00-12:00, 13:00-17:30.")]
    [InlineData(""" "Hours": { "*": { "Monday": "25:00-26:00" } } """, "McpSecurity:Audit:Alerts:Hours:*:Monday is '25:00-26:00'; use windows such as 08:00-12:00, 13:00-17:30.")]
    [InlineData(""" "Hours": { "*": { "TimeZone": "Berlin", "Monday": "08:00-18:00" } } """, "McpSecurity:Audit:Alerts:Hours:*:TimeZone is 'Berlin', which this system does not know; use an id such as Europe/Berlin or UTC.")]
    [InlineData(""" "Hours": { "clark": { "Monday": "08:00-18:00" } } """, "McpSecurity:Audit:Alerts:Hours:clark names a role that McpSecurity:Roles does not have. Did you mean clerk?")]
    [InlineData(""" "Hours": { "clerk": {} } """, "McpSecurity:Audit:Alerts:Hours:clerk has no day, so that nobody is ever expected; give the days their windows, or remove the entry.")]
    public void A_mistake_is_told_with_its_place_and_the_fix(string alerts, string expected) => Assert.Equal([expected], Written.Errors(Section(alerts)));

    [Theory]
    [InlineData("08:00-18:00")]
    [InlineData("22:00-06:00")]
    [InlineData(" 00:00 - 24:00 ")]
    [InlineData("08:00-12:00,13:00-17:30")]
    public void Windows_are_read(string windows) => Assert.Empty(Written.Errors(Section($$""" "Hours": { "clerk": { "TimeZone": "Europe/Berlin", "Sunday": "{{windows}}" } } """)));

    [Theory]
    [InlineData("08:00")]
    [InlineData("08:00-08:00")]
    [InlineData("24:00-08:00")]
    [InlineData("08:00-18:00,")]
    [InlineData("8:00-18:00")]
    [InlineData("08:00-18:00; 19:00-20:00")]
    public void Windows_that_mean_nothing_are_not(string windows) => Assert.Single(Written.Errors(Section($$""" "Hours": { "clerk": { "Sunday": "{{windows}}" } } """)));

    [Fact]
    public void What_code_says_is_checked_too()
    {
        var source = Written.Source(Section(string.Empty));
        var options = Written.Options(source);
        options.Audit.Alerts.Hours["clerk"] = new AlertHoursOptions { Monday = "never" };

        Assert.Equal(
            ["McpSecurity:Audit:Alerts:Hours:clerk:Monday is 'never'; use windows such as 08:00-12:00, 13:00-17:30, or remove the line."],
            Written.Validator(source).Errors(options));
    }

    private static string Section(string alerts) => $$""" "LocalRole": "clerk", "Roles": { "clerk": {} }, "Audit": { "Alerts": { {{alerts}} } } """;
}
