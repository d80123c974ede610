using System.Diagnostics;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;

namespace McpSecure.Tests.PlainSdk;

/// <summary>What the SDK tells a telemetry back end: more than an operator may like.</summary>
[Collection(GlobalListeners.Name)]
public sealed class TelemetryTests : IAsyncLifetime
{
    private const string Sdk = "Experimental.ModelContextProtocol";
    private readonly Ran _ran = new();
    private Session _session = null!;

    public async Task InitializeAsync() => _session = await Session.StartAsync(server => server.WithTools(
    [
        Given.Tool("tool", _ran),
        Given.Tool("failing", string () => throw new McpException("the words")),
    ]));

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public async Task A_tool_name_the_client_invented_becomes_the_name_of_a_span()
    {
        using var activities = new RecordedActivities(Sdk);
        var peer = await _session.ConnectRawAsync();

        await peer.CallToolAsync("evil\nline");
        await _session.FinishAsync();

        Assert.Single(activities.Stopped, span => span is { Kind: ActivityKind.Server, DisplayName: "tools/call evil\nline" });
    }

    [Theory]
    [InlineData(true)]  // somebody listens to spans
    [InlineData(false)] // metrics alone: the SDK does not look for the name
    public async Task A_tool_name_the_client_invented_becomes_a_tag_of_a_metric_where_spans_are_recorded_too(bool spans)
    {
        using var activities = spans ? new RecordedActivities(Sdk) : null;
        using var measurements = new RecordedMeasurements(Sdk);
        var peer = await _session.ConnectRawAsync();

        await peer.CallToolAsync("invented");
        await _session.FinishAsync();

        var call = Assert.Single(
            measurements.Of("mcp.server.operation.duration"), one => (string?)one.Tags["mcp.method.name"] == "tools/call");
        Assert.Equal(spans ? "invented" : null, call.Tags.GetValueOrDefault("gen_ai.tool.name"));
    }

    [Fact]
    public async Task A_call_sent_as_a_notification_leaves_a_span_although_nothing_ran()
    {
        using var activities = new RecordedActivities(Sdk);
        var peer = await _session.ConnectRawAsync();

        await peer.NotifyAsync("tools/call", """{"name":"tool"}""");
        await _session.FinishAsync();

        Assert.Single(activities.Stopped, span => span is { Kind: ActivityKind.Server, DisplayName: "tools/call tool" });
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task The_client_chooses_the_trace_its_request_belongs_to()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var activities = new RecordedActivities(Sdk);
        var peer = await _session.ConnectRawAsync();

        await peer.RequestAsync("tools/call", $$$"""
            {"name":"tool","_meta":{"traceparent":"00-{{{Trace}}}-00f067aa0ba902b7-01"} }
            """.Trim());
        await _session.FinishAsync();

        var span = Assert.Single(activities.InTrace(ActivityTraceId.CreateFromString(Trace)), span => span.Kind == ActivityKind.Server);
        Assert.Equal("00f067aa0ba902b7", span.ParentSpanId.ToString());
    }

    [Fact]
    public async Task The_content_of_an_error_becomes_the_status_of_the_span()
    {
        using var activities = new RecordedActivities(Sdk);
        var peer = await _session.ConnectRawAsync();

        await peer.CallToolAsync("failing");
        await _session.FinishAsync();

        var span = Assert.Single(activities.Stopped, span => span.DisplayName == "tools/call failing");
        Assert.Contains("the words", span.StatusDescription, StringComparison.Ordinal);
    }
}
