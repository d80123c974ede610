using McpSecure.Calls;

namespace McpSecure.Tests.Alerts;

/// <summary>A tool is broken.</summary>
public sealed class FailureRateTests
{
    [Theory]
    [InlineData(nameof(CallOutcome.ToolError), null)]
    [InlineData(nameof(CallOutcome.Failed), null)]
    [InlineData(nameof(CallOutcome.Withheld), RefusalCode.InvalidResult)]
    [InlineData(nameof(CallOutcome.Refused), RefusalCode.TimedOut)]
    public async Task Tells_of_a_tool_that_fails_for_longer_than_a_deployment_takes(string ending, RefusalCode? code)
    {
        await using var watched = new Watched();
        watched.Work(days: 1);
        Fail(watched, minutes: 7, Enum.Parse<CallOutcome>(ending), code);

        var alert = Assert.Single(await watched.AlertsAsync());

        Assert.Equal(("failure_rate", "search", "ann"), (alert.Rule, alert.Tool, alert.Caller));
        Assert.InRange(alert.Observed, 0.95, 1);
        Assert.InRange(alert.LastSeen - alert.FirstSeen, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.5));
    }

    [Fact]
    public async Task Names_nobody_if_it_fails_for_everybody()
    {
        await using var watched = new Watched();
        Fail(watched, minutes: 3, CallOutcome.ToolError, code: null);
        Fail(watched, minutes: 3, CallOutcome.ToolError, code: null, Watched.Someone("bob"));

        Assert.Null(Assert.Single(await watched.AlertsAsync()).Caller);
    }

    [Fact]
    public async Task Keeps_still_about_a_deployment_that_breaks_it_for_some_minutes()
    {
        await using var watched = new Watched();
        for (var deployment = 0; deployment < 5; deployment++)
        {
            Fail(watched, minutes: 4, CallOutcome.ToolError, code: null);
            watched.Work(days: 1);
        }

        Assert.Empty(await watched.AlertsAsync());
    }

    [Fact]
    public async Task Keeps_still_about_a_tool_that_fails_now_and_then()
    {
        await using var watched = new Watched();
        for (var call = 0; call < 2000; call++)
        {
            watched.See(ending: call % 3 == 0 ? CallOutcome.ToolError : CallOutcome.Completed);
        }

        Assert.Empty(await watched.AlertsAsync());
    }

    private static void Fail(Watched watched, int minutes, CallOutcome ending, RefusalCode? code, Caller? caller = null)
    {
        for (var call = 0; call < minutes * 20; call++)
        {
            watched.See(caller, ending, code, seconds: 3);
        }
    }
}
