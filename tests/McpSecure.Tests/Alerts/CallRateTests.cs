using McpSecure.Calls;

namespace McpSecure.Tests.Alerts;

/// <summary>A loop that nobody stops, and what somebody may do who is known to do a lot.</summary>
public sealed class CallRateTests
{
    private const int Learned = 6;

    [Fact]
    public async Task Tells_of_a_loop_that_nobody_stops()
    {
        await using var watched = new Watched();
        watched.Work(Learned);
        Loop(watched, calls: 400, perMinute: 400);

        var alert = Assert.Single(await watched.AlertsAsync());

        Assert.Equal(("call_rate", "ann"), (alert.Rule, alert.Caller));
        Assert.InRange(alert.Observed, 120, 130);
        Assert.InRange(alert.Expected, 5, 15);
    }

    [Fact]
    public async Task Tells_of_a_slow_loop_by_the_hour()
    {
        await using var watched = new Watched();
        watched.Work(Learned);
        Loop(watched, calls: 4000, perMinute: 60);

        var alert = Assert.Single(await watched.AlertsAsync());

        Assert.Equal(("call_rate", TimeSpan.FromHours(1)), (alert.Rule, alert.Window));
    }

    /// <summary>A call that he takes back is a call.</summary>
    [Fact]
    public async Task Tells_of_a_loop_of_calls_that_are_cancelled()
    {
        await using var watched = new Watched();
        watched.Work(Learned);
        for (var call = 0; call < 400; call++)
        {
            watched.See(ending: CallOutcome.Cancelled, seconds: 0.15);
        }

        Assert.Equal("call_rate", Assert.Single(await watched.AlertsAsync()).Rule);
    }

    [Fact]
    public async Task Keeps_still_about_a_caller_who_is_still_learning()
    {
        await using var watched = new Watched();
        watched.Work(days: 2);
        Loop(watched, calls: 1000, perMinute: 400);

        Assert.Empty(await watched.AlertsAsync());
    }

    [Fact]
    public async Task Keeps_still_about_a_job_that_always_did_so_much()
    {
        await using var watched = new Watched();
        watched.Work(Learned, calls: 3000, seconds: 0.3);
        Loop(watched, calls: 3000, perMinute: 300);

        Assert.Empty(await watched.AlertsAsync());
    }

    [Fact]
    public async Task Keeps_still_about_the_first_call_after_a_loop_that_was_told()
    {
        await using var watched = new Watched(options => (options.CoolDownSeconds, options.AlertsPerHour) = (60, 1000));
        watched.Work(Learned);
        Loop(watched, calls: 4000, perMinute: 60);
        watched.Time.Advance(TimeSpan.FromMinutes(20));
        var ended = watched.Time.GetUtcNow();
        watched.See();

        Assert.All(await watched.AlertsAsync(), alert => Assert.True(alert.LastSeen < ended));
    }

    /// <summary>Without the bound of a day, a burst just below the limit would make three times as much usual at once.</summary>
    [Fact]
    public async Task Nobody_makes_anything_usual_within_a_day()
    {
        await using var watched = new Watched();
        watched.Work(Learned);
        for (var perMinute = 100; perMinute <= 550; perMinute += 50)
        {
            Loop(watched, calls: 2 * perMinute, perMinute);
        }

        Assert.Contains(await watched.AlertsAsync(), alert => alert.Rule == "call_rate");
    }

    [Fact]
    public async Task What_was_usual_stays_so_over_a_holiday()
    {
        await using var watched = new Watched();
        watched.Work(Learned, calls: 2000, seconds: 0.3);
        watched.Time.Advance(TimeSpan.FromDays(30));
        Loop(watched, calls: 600, perMinute: 300);

        Assert.Empty(await watched.AlertsAsync());
    }

    /// <summary>What this cannot do: whoever has weeks, and does a little more each day, arrives where he wants to be, and nobody is told.</summary>
    [Fact]
    public async Task Whoever_does_a_little_more_each_day_is_not_found()
    {
        await using var watched = new Watched();
        watched.Work(Learned);
        for (var perMinute = 100.0; perMinute < 550; perMinute *= 1.3)
        {
            watched.Work(days: 1, calls: (int)perMinute * 5, seconds: 60 / perMinute);
        }

        Assert.Empty(await watched.AlertsAsync());
    }

    private static void Loop(Watched watched, int calls, double perMinute)
    {
        for (var call = 0; call < calls; call++)
        {
            watched.See(seconds: 60 / perMinute);
        }
    }
}
