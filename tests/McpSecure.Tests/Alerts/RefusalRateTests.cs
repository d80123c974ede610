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

    /// <summary>The attack: each refused call has a good one beside it, so that never more than half are refused.</summary>
    [Theory]
    [InlineData(0.05, 1)]
    [InlineData(1, 45)]
    public async Task Tells_of_a_caller_who_hides_refusals_among_good_calls(double seconds, int minutes)
    {
        await using var watched = new Watched();
        watched.Work(days: 2);
        for (var call = 0; call < Math.Max(minutes * 60 / seconds / 2, 110); call++)
        {
            watched.Refuse(1, code: RefusalCode.InvalidArguments, seconds: seconds);
            watched.See(seconds: seconds);
        }

        Assert.Contains(await watched.AlertsAsync(), alert => (alert.Rule, alert.Caller) == ("refusal_rate", "ann"));
    }

    /// <summary>The attack: what neither runs nor counts as refused is for nothing.</summary>
    [Theory]
    [InlineData(nameof(CallOutcome.Refused), RefusalCode.ApprovalRequired)]
    [InlineData(nameof(CallOutcome.Refused), RefusalCode.RateLimited)]
    [InlineData(nameof(CallOutcome.Refused), RefusalCode.TooManyConcurrent)]
    [InlineData(nameof(CallOutcome.Suspended), null)]
    [InlineData(nameof(CallOutcome.Cancelled), null)]
    public async Task Tells_of_a_caller_who_hides_refusals_among_what_costs_nothing(string outcome, RefusalCode? code)
    {
        var ending = Enum.Parse<CallOutcome>(outcome);
        await using var watched = new Watched();
        for (var call = 0; call < 15; call++)
        {
            watched.Refuse(1, seconds: 0.2);
            watched.See(ending: ending, code: code, seconds: 0.2);
            watched.See(ending: ending, code: code, seconds: 0.2);
        }

        Assert.Contains(await watched.AlertsAsync(), alert => alert.Rule == "refusal_rate");
    }

    /// <summary>Of many calls a few are refused, and that are many: a large service, on its first day too.</summary>
    [Fact]
    public async Task Keeps_still_about_a_large_service_that_is_refused_now_and_then()
    {
        await using var watched = new Watched();
        for (var call = 0; call < 60_000; call++)
        {
            watched.See(ending: call % 25 == 7 ? CallOutcome.Refused : CallOutcome.Completed, code: call % 25 == 7 ? RefusalCode.InvalidArguments : null, seconds: 0.03);
        }

        Assert.Empty(await watched.AlertsAsync());
    }
}
