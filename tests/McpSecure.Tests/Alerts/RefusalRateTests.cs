using McpSecure.Calls;

namespace McpSecure.Tests.Alerts;

/// <summary>Somebody looks for a way around.</summary>
public sealed class RefusalRateTests
{
    [Fact]
    public async Task Tells_of_a_caller_who_is_refused_again_and_again()
    {
        await using var watched = new Watched();
        watched.Work(days: 1);
        watched.Refuse(30);

        var alert = Assert.Single(await watched.AlertsAsync());

        Assert.Equal("refusal_rate", alert.Rule);
        Assert.Equal(AlertSeverity.Warning, alert.Severity);
        Assert.Equal("ann", alert.Caller);
        Assert.InRange(alert.Observed, 0.5, 1);
        Assert.InRange(alert.Expected, 0, 0.2);
        Assert.InRange(alert.Count, 12, 20);
        Assert.Equal(TimeSpan.FromMinutes(1), alert.Window);
        Assert.InRange(alert.LastSeen - alert.FirstSeen, TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Keeps_still_about_a_model_that_gets_its_arguments_wrong_some_times(int mistakes)
    {
        await using var watched = new Watched();
        for (var round = 0; round < 10; round++)
        {
            watched.Refuse(mistakes, code: RefusalCode.InvalidArguments);
            watched.See(seconds: 900);
        }

        Assert.Empty(await watched.AlertsAsync());
    }

    [Fact]
    public async Task Keeps_still_about_a_share_that_was_usual_before()
    {
        await using var watched = new Watched();
        for (var hour = 0; hour < 2; hour++)
        {
            for (var call = 0; call < 360; call++)
            {
                watched.See(ending: call % 5 < 2 ? CallOutcome.Refused : CallOutcome.Completed, code: call % 5 < 2 ? RefusalCode.PathRefused : null, seconds: 2);
            }
        }

        watched.Refuse(20);

        Assert.Empty(await watched.AlertsAsync());
    }

    [Fact]
    public async Task Tells_of_a_caller_who_takes_his_time()
    {
        await using var watched = new Watched();
        watched.Work(days: 2);
        watched.Refuse(60, seconds: 12);

        var alert = Assert.Single(await watched.AlertsAsync());

        Assert.Equal(TimeSpan.FromHours(1), alert.Window);
    }

    [Theory]
    [InlineData(RefusalCode.RateLimited)]
    [InlineData(RefusalCode.ApprovalRequired)]
    [InlineData(RefusalCode.GuardFailed)]
    public async Task Does_not_count_what_the_caller_did_not_do_wrong(RefusalCode code)
    {
        await using var watched = new Watched();
        watched.Refuse(100, code: code);

        Assert.DoesNotContain(await watched.AlertsAsync(), alert => alert.Rule == "refusal_rate");
    }
}
