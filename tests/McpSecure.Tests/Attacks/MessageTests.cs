using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Attacks;

/// <summary>Messages that are not what a well-behaved client sends.</summary>
public sealed class MessageTests
{
    private readonly Ran _ran = new();

    public static TheoryData<string, string?, bool> WithoutParams
    {
        get
        {
            var rows = new TheoryData<string, string?, bool>();
            foreach (var method in new[] { "tools/call", "prompts/get", "resources/read", "resources/subscribe", "completion/complete" })
            {
                rows.Add(method, "null", true);
                rows.Add(method, "null", false);
                rows.Add(method, null, true); // no params at all
                rows.Add(method, null, false);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(WithoutParams))]
    public async Task A_request_without_params_reaches_no_filter(string method, string? parameters, bool guarded)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Everything);

        var answer = await session.ConnectRaw().RequestAsync(method, parameters);

        Assert.Equal(guarded ? [] : ["filter"], _ran.Entries);
        Assert.Equal(guarded, answer.GetRawText().Contains("invalid_request", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"open\"")]
    [InlineData("{}")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":5}""")]
    [InlineData("""{"name":"open","arguments":[]}""")]
    [InlineData("""{"name":"secret","name":"open"}""")]
    [InlineData("""{"name":"open","NAME":"secret"}""")]
    public async Task Malformed_params_reach_no_filter(string parameters)
    {
        await using var session = await StartAsync(Without.Nothing);

        var answer = await session.ConnectRaw().RequestAsync("tools/call", parameters);

        Assert.True(answer.TryGetProperty("error", out _));
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_waits_for_a_handshake(bool guarded)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Everything);
        var peer = session.ConnectRaw();

        await peer.CallToolAsync("secret"); // the very first message
        await peer.CallToolAsync("open");

        Assert.Equal(guarded ? ["filter", "open"] : ["filter", "secret", "filter", "open"], _ran.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_sent_as_a_notification_ends_in_the_first_slot_and_is_recorded(bool guarded)
    {
        await using var session = await Target.StartAsync(
            server => server.WithMessageFilters(filters => filters.AddIncomingFilter(next => (message, cancellationToken) =>
            {
                _ran.Note(((JsonRpcNotification)message.JsonRpcMessage).Method);
                return next(message, cancellationToken);
            })).WithTools([Given.Tool("open", _ran)]),
            guarded ? Without.Nothing : Without.Everything);
        var peer = session.ConnectRaw();

        await peer.NotifyAsync("tools/call", """{"name":"open"}""");
        await session.FinishAsync();

        Assert.Equal(guarded ? [] : ["tools/call"], _ran.Entries); // the SDK itself runs no tool for it
        var refused = session.Logs.From(McpSecurityTelemetry.LogCategory).Where(entry => entry["Code"] as string == "method_not_allowed");
        Assert.Equal(guarded ? 1 : 0, refused.Count());
    }

    [Theory]
    [InlineData("requestState", "\"x\"", true)]
    [InlineData("requestState", "\"x\"", false)]
    [InlineData("inputResponses", """{"sure":{"action":"accept"}}""", true)]
    [InlineData("inputResponses", """{"sure":{"action":"accept"}}""", false)]
    [InlineData("REQUESTSTATE", "\"x\"", true)]
    [InlineData("InputResponses", """{"sure":{"action":"accept"}}""", true)]
    public async Task An_answer_that_nobody_asked_for_does_not_reach_the_tool(string key, string value, bool guarded)
    {
        await using var session = await Target.StartAsync(
            server => server.WithTools([Given.Tool("open", (RequestContext<CallToolRequestParams> request) =>
                _ran.Note(request.Params is { InputResponses: null, RequestState: null } ? "asks" : "approved"))]),
            guarded ? Without.Nothing : Without.Structure);

        var answer = await session.ConnectRaw().RequestAsync("tools/call", $$"""{"name":"open","{{key}}":{{value}}}""");

        Assert.Equal(guarded ? [] : ["approved"], _ran.Entries);
        Assert.Equal(guarded, answer.GetRawText().Contains("invalid_request_state", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("prompts/get", """{"name":"open","requestState":"x"}""")]
    [InlineData("resources/read", """{"uri":"mem://open/a","inputResponses":{}}""")]
    public async Task Nor_does_it_reach_a_prompt_or_resource(string method, string parameters)
    {
        await using var session = await StartAsync(Without.Nothing);

        var answer = await session.ConnectRaw().RequestAsync(method, parameters);

        Assert.Contains("invalid_request_state", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task Setting_the_logging_level_needs_a_role()
    {
        await using var session = await Target.StartAsync(server => server.WithTools([Given.Tool("open", _ran)]), user: Given.User("eve"));

        var answer = await session.ConnectRaw().RequestAsync("logging/setLevel", """{"level":"debug"}""");

        Assert.StartsWith("-32601: ", answer.Error(), StringComparison.Ordinal);
#pragma warning disable MCP9005 // deprecated, but still what decides what is sent
        Assert.Null(session.Server.LoggingLevel);
#pragma warning restore MCP9005
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_that_code_registers_at_run_time_gets_no_notification_that_is_not_listed(bool guarded)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Everything);
        await using var registration = session.Server.RegisterNotificationHandler("notifications/x", (_, _) =>
        {
            _ran.Note("handler");
            return default;
        });

        await session.ConnectRaw().NotifyAsync("notifications/x");
        await session.FinishAsync();

        Assert.Equal(guarded ? [] : ["handler"], _ran.Entries);
    }

    private Task<Session> StartAsync(Action<IServiceCollection> without) => Target.StartAsync(
        server => server
            .WithTools([Given.Tool("open", _ran), Given.Tool("secret", _ran)])
            .WithPrompts([Given.Prompt("open", _ran)])
            .WithResources([Given.Resource("mem://open/a", _ran)])
            .WithCompleteHandler((_, _) => new(new CompleteResult()))
            .WithRequestFilters(filters => filters
                .AddCallToolFilter(Noting<CallToolRequestParams, CallToolResult>())
                .AddGetPromptFilter(Noting<GetPromptRequestParams, GetPromptResult>())
                .AddReadResourceFilter(Noting<ReadResourceRequestParams, ReadResourceResult>())
                .AddSubscribeToResourcesFilter(Noting<SubscribeRequestParams, EmptyResult>())
                .AddCompleteFilter(Noting<CompleteRequestParams, CompleteResult>())),
        without);

    private McpRequestFilter<TParams, TResult> Noting<TParams, TResult>() => next => (request, cancellationToken) =>
    {
        _ran.Note("filter");
        return next(request, cancellationToken);
    };
}
