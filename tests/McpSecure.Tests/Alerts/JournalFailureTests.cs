namespace McpSecure.Tests.Alerts;

/// <summary>What cannot be put on record is told.</summary>
public sealed class JournalFailureTests
{
    [Fact]
    public async Task Tells_that_a_record_could_not_be_kept_and_how_many_more()
    {
        await using var watched = new Watched();
        for (var time = 0; time < 100; time++)
        {
            watched.Monitor.JournalFailed();
        }

        watched.Time.Advance(TimeSpan.FromHours(1));
        watched.Monitor.JournalFailed();

        var alerts = await watched.AlertsAsync();

        Assert.Equal([("journal_failure", AlertSeverity.Error, 0L, 1L), ("journal_failure", AlertSeverity.Error, 99L, 100L)], alerts.Select(alert => (alert.Rule, alert.Severity, alert.Suppressed, alert.Count)));
        Assert.All(alerts, alert => Assert.Null(alert.Caller));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Keeps_still_where_it_is_switched_off(bool enabled, bool rule)
    {
        await using var watched = new Watched(options =>
        {
            options.Enabled = enabled;
            options.Rules["journal_failure"] = rule;
        });
        watched.Monitor.JournalFailed();

        Assert.Empty(await watched.AlertsAsync());
    }
}
