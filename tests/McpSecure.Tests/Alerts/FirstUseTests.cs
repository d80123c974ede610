using McpSecure.Calls;

namespace McpSecure.Tests.Alerts;

/// <summary>Somebody who is known uses what he never used.</summary>
public sealed class FirstUseTests
{
    [Fact]
    public async Task Tells_of_a_tool_that_a_known_caller_never_used()
    {
        await using var watched = new Watched();
        watched.Work(days: 6);
        watched.See(tool: "delete_order");
        watched.See(tool: "delete_order");

        var alert = Assert.Single(await watched.AlertsAsync());

        Assert.Equal(("first_use", AlertSeverity.Information, "delete_order"), (alert.Rule, alert.Severity, alert.Tool));
    }

    [Theory]
    [InlineData(1, false)] // it is not known yet what he uses
    [InlineData(6, true)]
    public async Task Keeps_still_about_a_new_caller_and_about_what_was_refused(int days, bool isRefused)
    {
        await using var watched = new Watched();
        watched.Work(days);
        watched.See(tool: "delete_order", ending: isRefused ? CallOutcome.Refused : CallOutcome.Completed, code: isRefused ? RefusalCode.NotAllowed : null);

        Assert.Empty(await watched.AlertsAsync());
    }

    [Fact]
    public async Task A_server_that_makes_tools_without_end_fills_no_memory()
    {
        await using var watched = new Watched(options => options.Rules["call_rate"] = false);
        watched.Work(days: 6);
        for (var tool = 0; tool < 10_000; tool++)
        {
            watched.See(tool: $"made_{tool}");
        }

        Assert.InRange((await watched.AlertsAsync()).Count, 1, 5);
        Assert.DoesNotContain(watched.Logs.Entries, entry => entry.EventId.Name == "mcpsecure.alert.failed");
    }
}
