#pragma warning disable MCPEXP002 // Custom requests exist only behind this marker.
using System.Security.Claims;
using System.Text.Json.Nodes;
using McpSecure.Limits;
using McpSecure.Tests.Attacks;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Limits;

/// <summary>What names no tool, prompt or resource counts as well, if it makes the server work.</summary>
public sealed class MethodLimitsTests
{
    private readonly Ran _ran = new();
    private readonly FakeTime _time = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClaimsPrincipal _user = Given.User("ann", "user");

    [Theory]
    [InlineData("tools/list")]
    [InlineData("prompts/list")]
    [InlineData("resources/list")]
    [InlineData("resources/templates/list")]
    [InlineData("x/custom")]
    public async Task Lists_and_custom_methods_are_calls(string method)
    {
        await using var session = await StartAsync(""" "CallsPerMinute": 3 """);
        await using var peer = await session.ConnectRawAsync();

        for (var call = 0; call < 3; call++)
        {
            Assert.True((await peer.RequestAsync(method)).TryGetProperty("result", out _));
        }

        var refused = await peer.RequestAsync(method);
        Assert.Equal("-32602: You have made as many calls as you may for now. Try again in 20 seconds.", refused.Error());
        Assert.Equal("rate_limited", refused.GetProperty("error").GetProperty("data").GetProperty("code").GetString());
        Assert.True((await peer.CallToolAsync("note")).IsToolError());
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True((await peer.RequestAsync(method)).TryGetProperty("result", out _));

        await session.FinishAsync();
        var record = Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry["Guard"] is "caller_limits" && entry["Method"] is not "tools/call");
        Assert.Equal(("refused", "rate_limited"), (record["Outcome"], record["Code"]));
    }

    /// <summary>Who is told to wait may ask whether the server still lives, and give up what he waits for.</summary>
    [Fact]
    public async Task Pings_and_handshakes_are_none()
    {
        await using var session = await StartAsync(""" "CallsPerMinute": 1 """);
        await using var peer = await session.ConnectRawAsync();

        for (var call = 0; call < 10; call++)
        {
            Assert.True((await peer.RequestAsync("ping")).TryGetProperty("result", out _));
            await peer.NotifyAsync("notifications/cancelled", """{"requestId":99}""");
        }

        Assert.False((await peer.CallToolAsync("note")).IsToolError());
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 20)] // without the guard all of them run at once
    public async Task Of_a_custom_method_no_more_run_at_once_than_may(bool isGuarded, int running)
    {
        await using var session = await StartAsync(""" "ConcurrentCalls": 2 """, isGuarded ? Without.Nothing : Without.Guard<CallerLimitsGuard>());
        await using var peer = await session.ConnectRawAsync();

        var calls = Enumerable.Range(0, 20).Select(_ => peer.RequestAsync("x/wait")).ToArray();
        await Patience.UntilAsync(() => _ran.Entries.Count == running && calls.Count(call => call.IsCompleted) == 20 - running);
        _gate.SetResult();
        var answers = await Task.WhenAll(calls);

        Assert.Equal(running, answers.Count(answer => answer.TryGetProperty("result", out _)));
        Assert.True((await peer.RequestAsync("x/wait")).TryGetProperty("result", out _)); // the places are free again
    }

    [Fact]
    public async Task Notifications_that_reach_the_application_are_calls_too()
    {
        await using var session = await StartAsync(""" "CallsPerMinute": 3 """);
        await using var peer = await session.ConnectRawAsync();

        for (var call = 0; call < 10; call++)
        {
            await peer.NotifyAsync("x/told");
        }

        await session.FinishAsync();
        Assert.Equal(["told", "told", "told"], _ran.Entries);
        Assert.Equal(7, session.Logs.From(McpSecurityTelemetry.LogCategory).Count(entry => entry["Code"] is "rate_limited"));
    }

    /// <summary>To listen takes no place among the calls. But each listener is kept for as long as it likes.</summary>
    [Fact]
    public async Task No_more_than_64_listen_at_once_in_a_session()
    {
        await using var session = await StartAsync(""" "CallsPerMinute": 1000 """);
        await using var peer = session.ConnectRaw();

        var listening = Enumerable.Range(0, 70).Select(_ => peer.ModernRequestAsync("subscriptions/listen", """{"notifications":{"toolsListChanged":true} }""")).ToArray();
        await Patience.UntilAsync(() => listening.Count(call => call.IsCompleted) == 6);
        var refused = await Task.WhenAll(listening.Where(call => call.IsCompleted));

        Assert.All(refused, answer => Assert.Equal("too_many_concurrent", answer.GetProperty("error").GetProperty("data").GetProperty("code").GetString()));
        Assert.False((await peer.RequestAsync(ProtocolVersions.July2026, "tools/call", """{"name":"note"}""")).IsToolError());
    }

    private Task<Session> StartAsync(string limits, Action<IServiceCollection>? services = null) => Session.StartAsync(
        server =>
        {
            server
                .WithTools([Given.Tool("note", _ran)])
                .WithPrompts([Given.Prompt("prompt", _ran)])
                .WithResources([Given.Resource("docs://a", _ran), Given.Resource("docs://{a}", (string a) => a)])
                .AddMcpSecurity();
            server.Services.Configure<McpServerOptions>(options =>
            {
                options.RequestHandlers =
                [
                    new McpServerRequestHandler { Method = "x/custom", Handler = (_, _) => new(new JsonObject()) },
                    new McpServerRequestHandler
                    {
                        Method = "x/wait",
                        Handler = async (_, _) =>
                        {
                            _ran.Note("wait");
                            await _gate.Task;
                            return new JsonObject();
                        },
                    },
                ];
                options.Handlers.NotificationHandlers = [new("x/told", (_, _) =>
                {
                    _ran.Note("told");
                    return default;
                })];
            });
        },
        new SessionSetup
        {
            Settings = $$"""
                {
                  "McpSecurity": {
                    "Limits": { {{limits}} }, "AllowedMethods": { "x/custom": "Allow", "x/wait": "Allow", "x/told": "Allow" },
                    "Roles": { "user": { "Tools": { "*": "Allow" }, "Prompts": { "*": "Allow" }, "Resources": { "all": { "Uri": "**", "Access": "Allow" } } } }
                  }
                }
                """,
            User = _ => _user,
            Services = added =>
            {
                added.AddSingleton<TimeProvider>(_time);
                services?.Invoke(added);
            },
        });
}
