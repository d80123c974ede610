using McpSecure.Calls;

namespace McpSecure.Tests.Alerts;

/// <summary>Somebody goes through names.</summary>
public sealed class UnknownToolsTests
{
    [Theory]
    [InlineData(Wire.Other)] // there is no such tool
    [InlineData("delete_all")] // it is hidden from him
    public async Task Tells_of_a_caller_who_tries_names(string tool)
    {
        await using var watched = new Watched(options => options.Rules["refusal_rate"] = false);
        Try(watched, times: 15, tool, seconds: 20);

        var alert = Assert.Single(await watched.AlertsAsync());

        Assert.Equal(("unknown_tools", "ann", TimeSpan.FromMinutes(10)), (alert.Rule, alert.Caller, alert.Window));
        Assert.InRange(alert.Count, 10, 14);
        Assert.Equal(tool == Wire.Other ? null : tool, alert.Tool);
    }

    [Fact]
    public async Task Keeps_still_about_a_model_that_invents_a_tool_now_and_then()
    {
        await using var watched = new Watched();
        for (var session = 0; session < 20; session++)
        {
            Try(watched, times: 3, Wire.Other, seconds: 2);
            watched.Time.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.Empty(await watched.AlertsAsync());
    }

    /// <summary>Prompts and resources are names like tools.</summary>
    [Theory]
    [InlineData(PrimitiveKind.Prompt)]
    [InlineData(PrimitiveKind.Resource)]
    [InlineData(PrimitiveKind.ResourceTemplate)]
    [InlineData(PrimitiveKind.Subscription)]
    public async Task Tells_of_a_caller_who_tries_other_names(PrimitiveKind kind)
    {
        await using var watched = new Watched(options => options.Rules["refusal_rate"] = false);
        Try(watched, times: 15, Wire.Other, seconds: 20, kind: kind);

        Assert.Equal("unknown_tools", Assert.Single(await watched.AlertsAsync()).Rule);
    }

    /// <summary>The attack: a new client after every nine names.</summary>
    [Fact]
    public async Task Tells_of_a_caller_who_tries_names_by_many_clients()
    {
        await using var watched = new Watched(options => options.Rules["refusal_rate"] = false);
        for (var client = 0; client < 12; client++)
        {
            Try(watched, times: 9, Wire.Other, seconds: 1, new Caller { Subject = "mallory", Client = $"c{client}" });
        }

        Assert.Equal("mallory", Assert.Single(await watched.AlertsAsync()).Caller);
    }

    private static void Try(Watched watched, int times, string tool, double seconds, Caller? caller = null, PrimitiveKind kind = PrimitiveKind.Tool)
    {
        for (var time = 0; time < times; time++)
        {
            watched.See(caller, CallOutcome.Refused, RefusalCode.NotFound, tool, seconds, kind);
        }
    }
}
