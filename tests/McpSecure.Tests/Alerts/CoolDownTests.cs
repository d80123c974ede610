namespace McpSecure.Tests.Alerts;

/// <summary>One alert about one thing, and nobody can drown the others.</summary>
public sealed class CoolDownTests
{
    [Fact]
    public async Task Tells_once_in_a_cool_down_and_what_it_did_not_tell_with_the_next()
    {
        await using var watched = new Watched(options => options.CoolDownSeconds = 600);
        watched.Refuse(1500);

        var alerts = await watched.AlertsAsync();

        Assert.Equal(3, alerts.Count);
        Assert.Single(alerts.Select(alert => alert.Key).Distinct());
        Assert.Equal(0, alerts[0].Suppressed);
        Assert.InRange(alerts[1].Suppressed, 500, 599);
        Assert.Equal(alerts[0].LastSeen.AddSeconds(600), alerts[1].LastSeen);
    }

    [Fact]
    public async Task Callers_and_rules_do_not_silence_each_other()
    {
        await using var watched = new Watched();
        watched.Refuse(30, Watched.Someone("ann"), RefusalCode.NotFound);
        watched.Refuse(30, Watched.Someone("bob"), RefusalCode.NotFound);

        var alerts = await watched.AlertsAsync();

        Assert.Equal(
            ["refusal_rate ann", "refusal_rate bob", "unknown_tools ann", "unknown_tools bob"],
            alerts.Select(alert => $"{alert.Rule} {alert.Caller}").Order(StringComparer.Ordinal));
        Assert.Equal(4, alerts.Select(alert => alert.Key).Distinct().Count());
    }

    /// <summary>Two who have the same name at different issuers are two.</summary>
    [Fact]
    public async Task The_key_is_that_of_the_whole_caller()
    {
        await using var watched = new Watched();
        watched.Refuse(30, new Caller { Issuer = "one", Subject = "ann" });
        watched.Refuse(30, new Caller { Issuer = "two", Subject = "ann" });

        Assert.Equal(2, (await watched.AlertsAsync()).Select(alert => alert.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_thousand_callers_raise_no_storm_and_the_storm_is_told()
    {
        await using var watched = new Watched();
        for (var attacker = 0; attacker < 1000; attacker++)
        {
            watched.Refuse(20, Watched.Someone($"attacker-{attacker}"), seconds: 0.01);
        }

        var alerts = await watched.AlertsAsync();

        Assert.Equal(20, alerts.Count(alert => alert.Rule == "refusal_rate"));
        var storm = Assert.Single(alerts, alert => alert.Rule == "alert_storm");
        Assert.Equal((AlertSeverity.Error, "alert_storm/refusal_rate", 20.0), (storm.Severity, storm.Key, storm.Expected));
    }

    /// <summary>The attack: a client of his own for each alert, until the rule may say no more about others.</summary>
    [Fact]
    public async Task A_person_with_many_clients_takes_no_alert_of_another()
    {
        await using var watched = new Watched(options => options.Rules["refusal_rate"] = false);
        for (var client = 0; client < 25; client++)
        {
            watched.Refuse(12, new Caller { Subject = "mallory", Client = $"c{client}" }, RefusalCode.NotFound);
        }

        watched.Refuse(30, Watched.Someone("bob"), RefusalCode.NotFound);

        Assert.Equal(["mallory", "bob"], (await watched.AlertsAsync()).Select(alert => alert.Caller));
    }

    /// <summary>The attack: where the cool-down is short, one person alone.</summary>
    [Fact]
    public async Task Who_is_told_about_again_and_again_takes_no_alert_of_those_who_were_not()
    {
        await using var watched = new Watched(options =>
        {
            options.CoolDownSeconds = 60;
            options.Rules["unknown_tools"] = false;
        });
        watched.Refuse(30 * 60, Watched.Someone("mallory"));
        watched.Refuse(30, Watched.Someone("bob"));

        var alerts = await watched.AlertsAsync();

        Assert.Equal(15, alerts.Count(alert => alert.Caller == "mallory"));
        Assert.Single(alerts, alert => alert.Caller == "bob");
        Assert.Equal((16.0, 15.0), alerts.Where(alert => alert.Rule == "alert_storm").Select(alert => (alert.Observed, alert.Expected)).Single());
    }

    [Fact]
    public async Task What_a_storm_left_untold_is_told_with_the_next()
    {
        await using var watched = new Watched();
        for (var attacker = 0; attacker < 100; attacker++)
        {
            watched.Refuse(20, Watched.Someone($"attacker-{attacker}"), seconds: 0.01);
        }

        watched.Time.Advance(TimeSpan.FromHours(1));
        watched.Refuse(20, Watched.Someone("next"));

        Assert.Equal(80, (await watched.AlertsAsync())[^1].Suppressed);
    }

    [Fact]
    public async Task A_storm_of_one_rule_silences_no_other()
    {
        await using var watched = new Watched();
        for (var attacker = 0; attacker < 100; attacker++)
        {
            watched.Refuse(20, Watched.Someone($"attacker-{attacker}"), seconds: 0.01);
        }

        watched.Monitor.JournalFailed();

        Assert.Contains(await watched.AlertsAsync(), alert => alert.Rule == "journal_failure");
    }

    [Fact]
    public async Task A_clock_that_is_set_back_silences_nobody_for_long()
    {
        await using var watched = new Watched(options => options.CoolDownSeconds = 600);
        watched.Refuse(30);
        watched.Time.SetUtcNow(watched.Time.GetUtcNow().AddDays(-30));
        watched.Refuse(30);

        Assert.Equal(2, (await watched.AlertsAsync()).Count);
    }
}
