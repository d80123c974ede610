#pragma warning disable MCPEXP002 // custom request handlers and alternate filters are the subject
#pragma warning disable MCP9005 // logging/setLevel is deprecated, and still a way in
using System.Text.Json.Nodes;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.PlainSdk;

/// <summary>Ways to user code that a filter on tool calls does not see.</summary>
public sealed class SideDoorTests
{
    private readonly Ran _ran = new();

    [Fact]
    public async Task A_call_handler_gets_any_name_and_no_primitive_is_matched()
    {
        await using var session = await Session.StartAsync(server => server
            .WithCallToolHandler((request, _) =>
            {
                _ran.Note($"{request.Params.Name} {request.MatchedPrimitive?.Id ?? "unmatched"}");
                return new(new CallToolResult());
            }));
        var client = await session.ConnectAsync();

        await client.CallToolAsync("never listed");

        Assert.Equal(["never listed unmatched"], _ran.Entries);
    }

    [Fact]
    public async Task A_listed_tool_wins_over_a_call_handler()
    {
        await using var session = await Session.StartAsync(server => server
            .WithTools([Given.Tool("tool", _ran)])
            .WithCallToolHandler((_, _) => new(new CallToolResult { Content = [new TextContentBlock { Text = _ran.Note("handler") }] })));
        var client = await session.ConnectAsync();

        await client.CallToolAsync("tool");
        await client.CallToolAsync("other");

        Assert.Equal(["tool", "handler"], _ran.Entries);
    }

    [Theory]
    [InlineData("x/custom")]   // a method of one's own
    [InlineData("tools/call")] // nothing configures tools, so nobody has taken the method
    public async Task A_custom_request_handler_runs_past_all_request_filters(string method)
    {
        await using var session = await Session.StartAsync(server =>
        {
            WithNotingFilters(server).Services.Configure<McpServerOptions>(options => options.RequestHandlers =
            [
                new McpServerRequestHandler
                {
                    Method = method,
                    Handler = (_, _) => new(new JsonObject { ["ran"] = _ran.Note("custom") }),
                },
            ]);
        });
        var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync(method, """{"name":"x"}""");

        Assert.Equal("custom", answer.Result().GetProperty("ran").GetString());
        Assert.Equal(["custom"], _ran.Entries);
    }

    [Fact]
    public async Task A_message_filter_can_answer_a_request_itself()
    {
        await using var session = await Session.StartAsync(server => WithNotingFilters(server)
            .WithTools([Given.Tool("tool", _ran)])
            .WithMessageFilters(filters => filters.AddIncomingFilter(next => (message, cancellationToken) =>
                message.JsonRpcMessage is JsonRpcRequest { Method: "tools/call" } request
                    ? message.Server.SendMessageAsync(
                        new JsonRpcResponse { Id = request.Id, Result = new JsonObject { ["mine"] = true } }, cancellationToken)
                    : next(message, cancellationToken))));
        var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync("tool");

        Assert.True(answer.Result().GetProperty("mine").GetBoolean());
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData(true, new[] { "late", "tool" })] // the list is read for every message
    [InlineData(false, new[] { "tool" })]        // unless it was empty when the server was made
    public async Task A_message_filter_added_while_the_server_runs_takes_effect_if_there_was_one_before(bool before, string[] expected)
    {
        await using var session = await Session.StartAsync(server =>
        {
            server.WithTools([Given.Tool("tool", _ran)]);
            if (before)
            {
                server.WithMessageFilters(filters => filters.AddIncomingFilter(next => next));
            }
        });
        session.Server.ServerOptions.Filters.Message.IncomingFilters.Add(next => (message, cancellationToken) =>
        {
            _ran.Note("late");
            return next(message, cancellationToken);
        });

        await session.ConnectRaw().CallToolAsync("tool");

        Assert.Equal(expected, _ran.Entries);
    }

    [Fact]
    public async Task A_tool_can_be_called_without_a_handshake()
    {
        await using var session = await Session.StartAsync(server => server.WithTools([Given.Tool("tool", _ran)]));

        var answer = await session.ConnectRaw().CallToolAsync("tool");

        Assert.Equal("tool", answer.Text());
        Assert.Equal(["tool"], _ran.Entries);
    }

    [Fact]
    public async Task A_call_sent_as_a_notification_does_not_run_the_tool()
    {
        await using var session = await Session.StartAsync(server => server.WithTools([Given.Tool("tool", _ran)]));
        var peer = await session.ConnectRawAsync();

        await peer.NotifyAsync("tools/call", """{"name":"tool"}""");
        await session.FinishAsync();

        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task A_call_runs_to_its_end_after_the_client_has_closed_its_side_and_its_answer_is_dropped()
    {
        var (started, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var session = await Session.StartAsync(server => server.WithTools([Given.Tool("tool", async () =>
        {
            started.SetResult();
            await go.Task.OrGiveUp();
            return _ran.Note("done");
        })]));
        var peer = await session.ConnectRawAsync();

        var answer = peer.CallToolAsync("tool");
        await started.Task.OrGiveUp();
        await peer.CloseInputAsync();
        await EndOfInputAsync(session);
        go.SetResult();

        await Assert.ThrowsAsync<EndOfStreamException>(() => answer);
        Assert.Equal(["done"], _ran.Entries);
    }

    [Theory]
    [InlineData("resources/subscribe")]
    [InlineData("resources/unsubscribe")]
    public async Task A_subscription_has_no_matched_primitive(string method)
    {
        await using var session = await Session.StartAsync(server => server
            .WithResources([Given.Resource("mem://a", _ran)])
            .WithSubscribeToResourcesHandler((request, _) => Note(request.Params.Uri, request.MatchedPrimitive))
            .WithUnsubscribeFromResourcesHandler((request, _) => Note(request.Params.Uri, request.MatchedPrimitive)));
        var peer = await session.ConnectRawAsync();

        await peer.RequestAsync(method, """{"uri":"mem://a"}""");
        await peer.RequestAsync(method, """{"uri":"mem://not-there"}""");

        Assert.Equal(["mem://a unmatched", "mem://not-there unmatched"], _ran.Entries);

        ValueTask<EmptyResult> Note(string uri, IMcpServerPrimitive? primitive)
        {
            _ran.Note($"{uri} {primitive?.Id ?? "unmatched"}");
            return new(new EmptyResult());
        }
    }

    [Fact]
    public async Task The_logging_level_is_stored_although_nobody_handles_it()
    {
        await using var session = await Session.StartAsync(server => server
            .WithRequestFilters(filters => filters.AddSetLoggingLevelFilter(next => (request, cancellationToken) =>
            {
                _ran.Note("filter");
                return next(request, cancellationToken);
            }))
            .WithTools([Given.Tool("tool", _ran)]));
        var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync("logging/setLevel", """{"level":"debug"}""");

        Assert.True(answer.TryGetProperty("result", out _));
        Assert.Equal(LoggingLevel.Debug, session.Server.LoggingLevel);
        Assert.Empty(_ran.Entries);
    }

    private static Task EndOfInputAsync(Session session) =>
        session.Services.GetRequiredService<ITransport>().MessageReader.Completion.OrGiveUp();

    private IMcpServerBuilder WithNotingFilters(IMcpServerBuilder server)
    {
        server.Services.Configure<McpServerOptions>(options => options.Filters.Request.CallToolWithAlternateFilters.Add(
            (request, next, cancellationToken) =>
            {
                _ran.Note("alternate filter");
                return next(request, cancellationToken);
            }));
        return server.WithRequestFilters(filters => filters.AddCallToolFilter(next => (request, cancellationToken) =>
        {
            _ran.Note("filter");
            return next(request, cancellationToken);
        }));
    }
}
