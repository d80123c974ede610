using System.Diagnostics;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpSecure.Tests.Audit;

/// <summary>Where our span stands in the trace, and that the client has no say in whether there is one.</summary>
[Collection(GlobalListeners.Name)]
public sealed class SpanTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Role = """{ "Tools": { "tool": "Allow" } }""";
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("tools/call", """{"name":"tool"}""")]
    [InlineData("tools/call", """{"name":"nobody"}""")]
    [InlineData("ping", "{}")]
    public async Task It_is_a_child_of_the_span_of_the_SDK(string method, string parameters)
    {
        await using var server = await StartAsync();

        await server.Peer.RequestAsync(method, parameters);
        await server.Session.FinishAsync();

        var ours = Assert.Single(server.Spans);
        var sdk = Assert.Single(server.SdkSpans, span => span.Kind == ActivityKind.Server);
        Assert.Equal((sdk.TraceId, sdk.SpanId), (ours.TraceId, ours.ParentSpanId));
        Assert.Empty(ours.Links);
    }

    [Fact]
    public async Task The_spans_of_a_tool_are_its_children_and_the_next_message_is_not()
    {
        string? inTool = null;
        await using var server = await StartAsync(() => inTool = Activity.Current?.Id);

        await server.Peer.CallToolAsync("tool");
        await server.Peer.RequestAsync("ping");
        await server.Session.FinishAsync();

        Assert.Equal(server.Spans[0].Id, inTool);
        Assert.Equal(2, server.Spans.Select(span => span.TraceId).Distinct().Count());
    }

    [Fact]
    public async Task A_client_that_samples_keeps_the_request_in_its_trace()
    {
        await using var server = await StartAsync();

        await CallAsync(server, "01");

        Assert.Equal(Trace, Assert.Single(server.Spans).TraceId.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // the operator trusts whoever calls
    public async Task A_client_that_does_not_sample_cannot_switch_the_span_off(bool trusted)
    {
        using var activities = new RecordedActivities(ParentBased, Audited.Sdk, McpSecurityTelemetry.ActivitySourceName);
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity(options => options.TrustRemoteParent = trusted).WithTools([Given.Tool("tool", _ran)]));
        var peer = session.ConnectRaw();

        await peer.RequestAsync("tools/call", Parameters("00"));
        await session.FinishAsync();

        var ours = activities.Stopped.Where(span => span.Source.Name == McpSecurityTelemetry.ActivitySourceName && span.Recorded).ToArray();
        if (trusted)
        {
            Assert.Empty(ours);
            return;
        }

        var own = Assert.Single(ours);
        Assert.NotEqual(Trace, own.TraceId.ToString());
        Assert.Equal(default, own.ParentSpanId);
        Assert.Equal(Trace, Assert.Single(own.Links).Context.TraceId.ToString());
    }

    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    public async Task Without_a_listener_there_is_no_span_and_everything_else_is_recorded(string flags)
    {
        await using var session = await Session.StartAsync(server => server.AddMcpSecurity().WithTools([Given.Tool("tool", _ran)]));
        var peer = session.ConnectRaw();

        await peer.RequestAsync("tools/call", Parameters(flags));
        await session.FinishAsync();

        Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory));
    }

    [Theory]
    [InlineData("""{"text":"a"}""", 12)]
    [InlineData("""{"text":"\u00e4ä"}""", 23)]    // as the SDK reads it, who writes escapes for all that is not ASCII
    [InlineData("{}", null)]
    public async Task It_says_how_large_arguments_and_result_are(string arguments, int? bytes)
    {
        await using var server = await Audited.StartAsync(builder => builder.WithTools([Given.Tool("tool", (string text = "") => new string('x', 1000))]), Role);

        await server.Peer.CallToolAsync("tool", arguments);
        await server.Session.FinishAsync();

        var span = Assert.Single(server.Spans);
        Assert.Equal(bytes, (int?)(long?)span.GetTagItem("mcpsecure.arguments.size"));
        Assert.InRange((int)span.GetTagItem("mcpsecure.result.size")!, 1000, 1100);
        Assert.Null(span.GetTagItem("mcpsecure.redactions"));
    }

    [Fact]
    public async Task A_refused_call_has_no_result_and_so_no_size_of_one()
    {
        await using var server = await StartAsync();

        await server.Peer.CallToolAsync("nobody", """{"text":"a"}""");
        await server.Session.FinishAsync();

        var span = Assert.Single(server.Spans);
        Assert.Equal(12L, span.GetTagItem("mcpsecure.arguments.size"));
        Assert.Null(span.GetTagItem("mcpsecure.result.size"));
    }

    [Fact]
    public async Task A_log_level_that_mutes_the_event_does_not_mute_the_span()
    {
        await using var server = await Audited.StartAsync(
            builder => builder.WithTools([Given.Tool("tool", _ran)]),
            Role,
            services => services.AddLogging(logging => logging.AddFilter(nameof(McpSecure), LogLevel.None)));

        await server.Peer.CallToolAsync("tool");
        await server.Session.FinishAsync();

        Assert.Empty(server.Events);
        Assert.Single(server.Spans);
        Assert.Single(server.Counts);
    }

    [Theory]
    [InlineData("tools/call", "[]")]
    [InlineData("tools/call", "7")]
    [InlineData("tools/call", """{"name":"tool","name":"tool"}""")]
    [InlineData("tools/call", """{"name":"tool","_meta":[]}""")]
    [InlineData("resources/read", """{"uri":"\ud800"}""")]
    public async Task Looking_for_the_parent_of_its_span_the_SDK_rejects_params_before_us(string method, string parameters)
    {
        await using var server = await StartAsync();

        await server.Peer.SendAsync($$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}} }""");
        var answer = await server.Peer.RequestAsync(method, parameters);

        Assert.Equal("-32603: An error occurred.", answer.Error());
        Assert.Empty(_ran.Entries);
        await server.OneRecordAsync("_OTHER", "rejected"); // of the request; nothing can be seen of the notification
        Assert.Single(server.Events);
    }

    /// <summary>As OpenTelemetry's parent-based sampler does it: a parent decides, a root is always recorded.</summary>
    private static ActivitySamplingResult ParentBased(ref ActivityCreationOptions<ActivityContext> options) => options.Parent switch
    {
        { TraceId: var trace } when trace == default => ActivitySamplingResult.AllDataAndRecorded,
        { TraceFlags: ActivityTraceFlags.Recorded } => ActivitySamplingResult.AllDataAndRecorded,
        _ => ActivitySamplingResult.PropagationData,
    };

    private static string Parameters(string flags) => $$$"""
        {"name":"tool","_meta":{"traceparent":"00-{{{Trace}}}-00f067aa0ba902b7-{{{flags}}}"} }
        """.Trim();

    private static async Task CallAsync(Audited server, string flags)
    {
        await server.Peer.RequestAsync("tools/call", Parameters(flags));
        await server.Session.FinishAsync();
    }

    private Task<Audited> StartAsync(Action? inTool = null) => Audited.StartAsync(
        builder => builder.WithTools([Given.Tool("tool", () =>
        {
            inTool?.Invoke();
            return _ran.Note("tool");
        })]),
        Role);
}
