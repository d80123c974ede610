using System.Security.Claims;
using System.Text.Json;
using McpSecure.Limits;
using McpSecure.Tests.Attacks;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Limits;

/// <summary>How many calls begin and run at once, end to end: who is counted, what gives a place back, and what the refused are told.</summary>
public sealed class CallLimitsTests
{
    private const string Everybody = """ "Roles": { "user": { "Tools": { "*": "Allow" }, "Prompts": { "*": "Allow" }, "Resources": { "all": { "Uri": "**", "Access": "Allow" } } } } """;

    private readonly Ran _ran = new();
    private readonly FakeTime _time = new();
    private readonly Gate _gate = new();
    private ClaimsPrincipal? _user = Given.User("ann", "user");

    /// <summary>The SDK runs whatever comes, all at once.</summary>
    [Theory]
    [InlineData(false, 200)]
    [InlineData(true, 32)]
    public async Task Of_200_calls_at_once_no_more_run_than_may(bool isSecured, int running)
    {
        await using var session = await StartAsync(Everybody, isSecured);
        await using var peer = await session.ConnectRawAsync();

        var calls = Enumerable.Range(0, 200).Select(_ => peer.CallToolAsync("wait")).ToList();
        await Patience.UntilAsync(() => _gate.Waiting == running && calls.Count(call => call.IsCompleted) == 200 - running);
        _gate.Open();
        var answers = await Task.WhenAll(calls);

        Assert.Equal(running, answers.Count(answer => !answer.IsToolError()));
        Assert.All(answers.Where(answer => answer.IsToolError()), answer => AssertRefused(answer, "too_many_concurrent", 1));
        Assert.Equal("done", (await peer.CallToolAsync("wait")).Text());
    }

    [Fact]
    public async Task Who_has_called_as_often_as_he_may_is_told_when_to_come_back()
    {
        await using var session = await StartAsync($$""" "Limits": { "CallsPerMinute": 3 }, {{Everybody}} """);
        await using var peer = await session.ConnectRawAsync();

        for (var call = 0; call < 3; call++)
        {
            Assert.False((await peer.CallToolAsync("note")).IsToolError());
        }

        var refused = await peer.CallToolAsync("note");
        AssertRefused(refused, "rate_limited", 20);
        Assert.Equal("You have made as many calls as you may for now. Try again in 20 seconds.", refused.Text());
        Assert.Equal(3, _ran.Entries.Count);

        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.False((await peer.CallToolAsync("note")).IsToolError());
        Assert.True((await peer.CallToolAsync("note")).IsToolError());
    }

    [Fact]
    public async Task Prompts_and_resources_and_what_is_refused_count_as_well()
    {
        await using var session = await StartAsync($$""" "Limits": { "CallsPerMinute": 3 }, {{Everybody}} """);
        await using var peer = await session.ConnectRawAsync();

        await peer.RequestAsync("prompts/get", """{"name":"prompt"}""");
        await peer.RequestAsync("resources/read", """{"uri":"docs://a"}""");
        await peer.CallToolAsync("no_such_tool");

        AssertRefused(await peer.CallToolAsync("note"), "rate_limited", 20);
        var read = await peer.RequestAsync("resources/read", """{"uri":"docs://a"}""");
        Assert.Equal(("rate_limited", "later", 20), Read(read.GetProperty("error").GetProperty("data")));
    }

    /// <summary>Hidden or unknown: the one who is out of calls cannot tell them apart either.</summary>
    [Fact]
    public async Task The_refusal_says_nothing_about_what_there_is()
    {
        await using var session = await StartAsync(""" "Limits": { "CallsPerMinute": 1 }, "Roles": { "user": { "Tools": { "note": "Allow" } } } """);
        await using var peer = await session.ConnectRawAsync();
        await peer.CallToolAsync("note");

        var texts = new[] { await peer.CallToolAsync("note"), await peer.CallToolAsync("wait"), await peer.CallToolAsync("nothing") }
            .Select(answer => answer.Result().GetRawText()).Distinct();

        Assert.Single(texts);
    }

    [Fact]
    public async Task Each_caller_has_calls_of_his_own_and_those_without_a_name_share_theirs()
    {
        await using var session = await StartAsync($$""" "AnonymousRole": "user", "Limits": { "CallsPerMinute": 1 }, {{Everybody}} """);
        await using var peer = await session.ConnectRawAsync();

        Assert.False((await peer.CallToolAsync("note")).IsToolError());
        Assert.True((await peer.CallToolAsync("note")).IsToolError());

        _user = Given.User("bob", "user");
        Assert.False((await peer.CallToolAsync("note")).IsToolError());

        _user = null;
        Assert.False((await peer.CallToolAsync("note")).IsToolError());
        _user = new ClaimsPrincipal(new ClaimsIdentity());
        Assert.True((await peer.CallToolAsync("note")).IsToolError());
    }

    [Theory]
    [InlineData("slow", 2)]
    [InlineData("fast", 4)]
    [InlineData("faster", 5)] // no more than everybody
    [InlineData("inherits", 2)]
    [InlineData("plain", 5)]
    [InlineData("slow fast", 4)] // the widest of his roles
    [InlineData("slow plain", 5)]
    public async Task A_caller_has_the_widest_limit_of_his_roles_and_never_more_than_everybody(string roles, int calls)
    {
        await using var session = await StartAsync("""
            "Limits": { "CallsPerMinute": 5 },
            "Roles": {
              "slow": { "Limits": { "CallsPerMinute": 2 }, "Tools": { "*": "Allow" } },
              "fast": { "Limits": { "CallsPerMinute": 4 }, "Tools": { "*": "Allow" } },
              "faster": { "Limits": { "CallsPerMinute": 60 }, "Tools": { "*": "Allow" } },
              "inherits": { "Inherits": "slow" },
              "plain": { "Tools": { "*": "Allow" } }
            }
            """);
        _user = Given.User("ann", roles.Split(' '));
        await using var peer = await session.ConnectRawAsync();

        for (var call = 0; call < 10; call++)
        {
            await peer.CallToolAsync("note");
        }

        Assert.Equal(calls, _ran.Entries.Count);
    }

    [Fact]
    public async Task A_tool_is_limited_for_all_callers_together_and_nobody_spends_what_he_may_not_use()
    {
        await using var session = await StartAsync("""
            "Tools": { "note": { "Limits": { "CallsPerMinute": 2 } } },
            "Roles": { "user": { "Tools": { "*": "Allow" } }, "guest": { "Tools": { "wait": "Allow" } } }
            """);
        await using var peer = await session.ConnectRawAsync();

        _user = Given.User("eve", "guest");
        for (var call = 0; call < 10; call++)
        {
            await peer.CallToolAsync("note");
        }

        _user = Given.User("ann", "user");
        Assert.False((await peer.CallToolAsync("note")).IsToolError());
        _user = Given.User("bob", "user");
        Assert.False((await peer.CallToolAsync("note")).IsToolError());
        var refused = await peer.CallToolAsync("note");

        AssertRefused(refused, "rate_limited", 30);
        Assert.Equal("The tool has been called as often as it may be for now. Try again in 30 seconds.", refused.Text());
    }

    /// <summary>However a call ends, its place is free afterwards.</summary>
    [Theory]
    [InlineData("throw", "{}")]
    [InlineData("note", """{"unknown":1}""")] // refused by a later guard
    [InlineData("hidden", "{}")]
    public async Task A_call_that_fails_gives_its_place_back(string tool, string arguments)
    {
        await using var session = await StartAsync($$""" "Limits": { "ConcurrentCalls": 1 }, "Tools": { "hidden": { "Access": "Deny" } }, {{Everybody}} """);
        await using var peer = await session.ConnectRawAsync();

        for (var call = 0; call < 5; call++)
        {
            await peer.CallToolAsync(tool, arguments);
            Assert.False((await peer.CallToolAsync("note")).IsToolError());
        }
    }

    [Theory]
    [InlineData("prompts/get", """{"name":"prompt"}""")]
    [InlineData("prompts/get", """{"name":"broken"}""")]
    [InlineData("resources/read", """{"uri":"docs://a"}""")]
    [InlineData("resources/subscribe", """{"uri":"docs://a"}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/prompt","name":"prompt"},"argument":{"name":"a","value":"b"}}""")]
    public async Task Everything_else_gives_its_place_back(string method, string parameters)
    {
        await using var session = await StartAsync($$""" "Limits": { "ConcurrentCalls": 1 }, {{Everybody}} """);
        await using var peer = await session.ConnectRawAsync();

        for (var call = 0; call < 5; call++)
        {
            await peer.RequestAsync(method, parameters);
            Assert.False((await peer.CallToolAsync("note")).IsToolError());
        }
    }

    /// <summary>A filter gives up waiting, as a time limit does. The tool goes on, and so does its place: or a caller could have any number of them running.</summary>
    [Fact]
    public async Task A_tool_that_runs_on_after_its_answer_keeps_its_place_until_it_ends()
    {
        await using var session = await StartAsync(
            $$""" "Limits": { "ConcurrentCalls": 1 }, {{Everybody}} """,
            configure: server => server.WithRequestFilters(filters => filters.AddCallToolFilter(next => (context, cancellationToken) =>
            {
                _ = next(context, CancellationToken.None).AsTask();
                return new(new ModelContextProtocol.Protocol.CallToolResult());
            })));
        await using var peer = await session.ConnectRawAsync();

        await peer.CallToolAsync("wait");
        await Patience.UntilAsync(() => _gate.Waiting == 1);
        AssertRefused(await peer.CallToolAsync("wait"), "too_many_concurrent", 1);

        _gate.Open();
        await Patience.UntilAsync(async () => !(await peer.CallToolAsync("note")).IsToolError());
    }

    [Fact]
    public async Task Without_the_guard_nobody_is_limited()
    {
        await using var session = await StartAsync($$""" "Limits": { "CallsPerMinute": 1 }, {{Everybody}} """, services: Without.Guard<CallerLimitsGuard>());
        await using var peer = await session.ConnectRawAsync();

        await peer.CallToolAsync("note");

        Assert.False((await peer.CallToolAsync("note")).IsToolError());
    }

    private static void AssertRefused(JsonElement answer, string code, int seconds)
    {
        Assert.True(answer.IsToolError());
        Assert.Equal((code, "later", seconds), Read(answer.Result().GetProperty("_meta").GetProperty("io.github.mcpsecure/refusal")));
    }

    private static (string? Code, string? Retry, int Seconds) Read(JsonElement refusal) =>
        (refusal.GetProperty("code").GetString(), refusal.GetProperty("retry").GetString(), refusal.GetProperty("retryAfterSeconds").GetInt32());

    private Task<Session> StartAsync(
        string section, bool isSecured = true, Action<IMcpServerBuilder>? configure = null, Action<IServiceCollection>? services = null) => Session.StartAsync(
        server =>
        {
            server
                .WithTools(
                [
                    Given.Tool("note", _ran),
                    Given.Tool("hidden", _ran),
                    Given.Tool("wait", _gate.WaitAsync),
                    Given.Tool("throw", string () => throw new InvalidOperationException()),
                ])
                .WithPrompts([Given.Prompt("prompt", _ran), Given.Prompt("broken", string () => throw new InvalidOperationException())])
                .WithResources([Given.Resource("docs://a", _ran)])
                .WithCompleteHandler((_, _) => new(new ModelContextProtocol.Protocol.CompleteResult()))
                .WithSubscribeToResourcesHandler((_, _) => new(new ModelContextProtocol.Protocol.EmptyResult()))
                .WithUnsubscribeFromResourcesHandler((_, _) => new(new ModelContextProtocol.Protocol.EmptyResult()));
            configure?.Invoke(server);
            if (isSecured)
            {
                server.AddMcpSecurity();
            }
        },
        new SessionSetup
        {
            Settings = $$"""{ "McpSecurity": { {{section}} } }""",
            User = _ => _user,
            DefaultLimits = true,
            Services = added =>
            {
                added.AddSingleton<TimeProvider>(_time);
                services?.Invoke(added);
            },
        });

    /// <summary>Where calls wait until the test lets all of them go.</summary>
    private sealed class Gate
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waiting;
        private int _most;

        public int Waiting => Volatile.Read(ref _waiting);

        public int MostWaiting => Volatile.Read(ref _most);

        public void Open() => _open.SetResult();

        public async Task<string> WaitAsync()
        {
            var waiting = Interlocked.Increment(ref _waiting);
            if (!_open.Task.IsCompleted)
            {
                _most = Math.Max(_most, waiting);
            }

            await _open.Task;
            Interlocked.Decrement(ref _waiting);
            return "done";
        }
    }
}
