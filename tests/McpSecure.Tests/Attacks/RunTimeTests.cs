#pragma warning disable MCPEXP002 // the list of alternate filters is read for every call
using System.Text.Json.Nodes;
using McpSecure.Authorization;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using Slots = McpSecure.Pipeline.Slots;

namespace McpSecure.Tests.Attacks;

/// <summary>A server that changes while it runs.</summary>
public sealed class RunTimeTests
{
    private readonly Ran _ran = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tool_added_while_the_server_runs_is_guarded(bool guarded)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Guard<AuthorizationGuard>());
        session.Server.ServerOptions.ToolCollection!.Add(Given.Tool("late", _ran));

        await session.ConnectRaw().CallToolAsync("late");

        Assert.Equal(guarded ? [] : ["late"], _ran.Entries);
    }

    [Fact]
    public async Task A_tool_exchanged_while_the_server_runs_is_judged_by_its_own_attributes()
    {
        await using var session = await StartAsync(Without.Nothing);
        var peer = session.ConnectRaw();
        var tools = session.Server.ServerOptions.ToolCollection!;

        await peer.CallToolAsync("open");
        tools.Remove(tools["open"]);
        tools.Add(Given.Tool("open", [RequireRole("admin")] () => _ran.Note("for admins")));
        var answer = await peer.CallToolAsync("open");

        Assert.Equal(["open"], _ran.Entries);
        Assert.Equal("-32602: Unknown tool: 'open'", answer.Error());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_prompt_or_resource_added_while_the_server_runs_is_guarded(bool guarded)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Guard<AuthorizationGuard>());
        var peer = session.ConnectRaw();
        session.Server.ServerOptions.PromptCollection!.Add(Given.Prompt("late", _ran));
        session.Server.ServerOptions.ResourceCollection!.Add(Given.Resource("mem://late", _ran));

        await peer.RequestAsync("prompts/get", """{"name":"late"}""");
        await peer.RequestAsync("resources/read", """{"uri":"mem://late"}""");

        Assert.Equal(guarded ? [] : ["late", "mem://late"], _ran.Entries);
    }

    [Theory]
    [InlineData("open", true)] // not even what is allowed
    [InlineData("secret", true)]
    [InlineData("secret", false)]
    public async Task With_the_outermost_filter_cleared_away_no_tool_runs(string name, bool guarded)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Slot(Slots.Innermost));
        session.Server.ServerOptions.Filters.Request.CallToolWithAlternateFilters.Clear();

        var answer = await session.ConnectRaw().CallToolAsync(name);

        Assert.Equal(guarded ? [] : ["secret"], _ran.Entries);
        Assert.Equal(guarded, answer.IsToolError());
    }

    [Theory]
    [InlineData("tools/call", """{"name":"secret"}""", "secret")]
    [InlineData("prompts/get", """{"name":"secret"}""", "secret")]
    [InlineData("resources/read", """{"uri":"mem://secret/a"}""", "mem://secret/a")]
    public async Task With_the_message_filters_cleared_away_nothing_runs(string method, string parameters, string attacked)
    {
        foreach (var guarded in new[] { true, false })
        {
            var ran = new Ran();
            await using var session = await StartAsync(guarded ? Without.Nothing : Without.Slot(Slots.Outermost | Slots.Innermost), ran);
            session.Server.ServerOptions.Filters.Message.IncomingFilters.Clear();

            await session.ConnectRaw().RequestAsync(method, parameters);

            Assert.Equal(guarded ? [] : [attacked], ran.Entries);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_the_message_filters_cleared_away_lists_and_subscriptions_are_refused(bool guarded)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Everything);
        var peer = session.ConnectRaw();
        session.Server.ServerOptions.Filters.Message.IncomingFilters.Clear();

        foreach (var (method, parameters) in new[]
        {
            ("tools/list", "{}"), ("prompts/list", "{}"), ("resources/list", "{}"), ("resources/templates/list", "{}"),
            ("resources/subscribe", """{"uri":"mem://open/a"}"""),
        })
        {
            Assert.Equal(guarded, (await peer.RequestAsync(method, parameters)).TryGetProperty("error", out _));
        }
    }

    /// <summary>A limit, not a promise: only code of the server itself can do this, and then nothing of ours stands in the way out.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task With_the_outgoing_filters_cleared_away_updates_leave_unchecked(bool cleared, int received)
    {
        await using var session = await StartAsync(Without.Nothing);
        var peer = session.ConnectRaw();
        await peer.RequestAsync("resources/subscribe", """{"uri":"mem://open/a"}""");
        if (cleared)
        {
            session.Server.ServerOptions.Filters.Message.OutgoingFilters.Clear();
        }

        await session.Server.SendNotificationAsync(
            NotificationMethods.ResourceUpdatedNotification, new ResourceUpdatedNotificationParams { Uri = "mem://secret/a" }, cancellationToken: Patience.Token);
        await peer.RequestAsync("ping");

        Assert.Equal(received, peer.Notifications.Count);
    }

    /// <summary>The other side of the same limit: ours is the first outgoing filter, so the application's may change what it let pass.</summary>
    [Fact]
    public async Task An_outgoing_filter_of_the_application_has_the_last_word()
    {
        await using var session = await Target.StartAsync(server => server
            .WithResources([Given.Resource("mem://open/a", _ran)])
            .WithMessageFilters(filters => filters.AddOutgoingFilter(next => (message, cancellationToken) =>
            {
                if (message.JsonRpcMessage is JsonRpcNotification { Params: JsonObject parameters })
                {
                    parameters["uri"] = "mem://secret/a";
                }

                return next(message, cancellationToken);
            })));
        var peer = session.ConnectRaw();
        await peer.RequestAsync("resources/subscribe", """{"uri":"mem://open/a"}""");

        await session.Server.SendNotificationAsync(
            NotificationMethods.ResourceUpdatedNotification, new ResourceUpdatedNotificationParams { Uri = "mem://open/a" }, cancellationToken: Patience.Token);
        await peer.RequestAsync("ping");

        Assert.Equal("mem://secret/a", Assert.Single(peer.Notifications).GetProperty("params").GetProperty("uri").GetString());
    }

    private Task<Session> StartAsync(Action<IServiceCollection> without, Ran? ran = null) => Target.StartAsync(
        server => server
            .WithTools([Given.Tool("open", ran ?? _ran), Given.Tool("secret", ran ?? _ran)])
            .WithPrompts([Given.Prompt("open", ran ?? _ran), Given.Prompt("secret", ran ?? _ran)])
            .WithResources([Given.Resource("mem://open/a", ran ?? _ran), Given.Resource("mem://secret/a", ran ?? _ran)]),
        without);
}
