using System.Diagnostics.Metrics;
using System.Security.Claims;
using System.Text.Json;
using McpSecure.Limits;
using McpSecure.Tests.Attacks;
using McpSecure.Tests.Audit.Sinks;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Limits;

/// <summary>Whoever tries one name after the other is made to wait, for all that he asks.</summary>
public sealed class BreakerTests
{
    private const string Policy = """
        "Limits": { "RefusalsPerMinute": 3, "CoolDownSeconds": 30 },
        "AnonymousRole": "user",
        "Roles": { "user": { "Tools": { "note": "Allow", "ask": "Ask" }, "Prompts": { "prompt": "Allow" }, "Resources": { "all": { "Uri": "docs://a", "Access": "Allow" } } } }
        """;

    private readonly Ran _ran = new();
    private readonly FakeTime _time = new();
    private ClaimsPrincipal? _user = Given.User("ann", "user");

    /// <summary>The attack: try names until one is there.</summary>
    [Fact]
    public async Task Without_the_guard_a_caller_tries_names_for_as_long_as_he_likes()
    {
        await using var session = await StartAsync(Policy, Without.Guard<CallerLimitsGuard>());
        await using var peer = await session.ConnectRawAsync();

        await ProbeAsync(peer, times: 100);

        Assert.False((await peer.CallToolAsync("note")).IsToolError());
    }

    [Fact]
    public async Task Who_is_refused_too_often_has_to_wait_with_all_that_he_asks()
    {
        await using var session = await StartAsync(Policy);
        await using var peer = await session.ConnectRawAsync();

        await ProbeAsync(peer, times: 3);

        var refused = await peer.CallToolAsync("note");
        AssertCoolDown(refused.Result().GetProperty("_meta").GetProperty("io.github.mcpsecure/refusal"), 30);
        Assert.Equal("Too many of your requests have been refused. Try again in 30 seconds.", refused.Text());
        foreach (var (method, parameters) in new[]
        {
            ("prompts/get", """{"name":"prompt"}"""), ("resources/read", """{"uri":"docs://a"}"""), ("tools/list", "{}"), ("ping", "{}"), ("x/none", "{}"),
        })
        {
            AssertCoolDown((await peer.RequestAsync(method, parameters)).GetProperty("error").GetProperty("data"), 30);
        }

        Assert.Empty(_ran.Entries);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False((await peer.CallToolAsync("note")).IsToolError());
    }

    [Fact]
    public async Task It_is_logged_and_counted_once_and_each_refused_request_has_its_record()
    {
        await using var session = await StartAsync(Policy);
        using var measured = new RecordedMeasurements(McpSecurityTelemetry.MeterName, session.Services.GetRequiredService<IMeterFactory>());
        await using var peer = await session.ConnectRawAsync();

        await ProbeAsync(peer, times: 10);
        await peer.RequestAsync("tools/list");
        await session.FinishAsync();

        var logs = session.Logs.From(McpSecurityTelemetry.LogCategory);
        var opened = Assert.Single(logs, entry => entry.EventId.Id == 25);
        Assert.Equal("ann [user] was refused 3 times within a minute; all requests are refused for 30 seconds", opened.Message);
        Assert.Equal(8, logs.Count(entry => entry.Message.Contains("by caller_limits: rate_limited", StringComparison.Ordinal)));
        Assert.Single(measured.Of("mcpsecure.cool_downs"));
    }

    /// <summary>Each of them is a way to look around.</summary>
    [Theory]
    [InlineData("tools/call", """{"name":"hidden"}""")]
    [InlineData("tools/call", """{"name":"no_such"}""")]
    [InlineData("tools/call", """{"name":"note","arguments":{"x":1}}""")]
    [InlineData("tools/call", "{}")]
    [InlineData("tools/call", "[]")]
    [InlineData("tools/call", """{"name":"note","requestState":"x"}""")]
    [InlineData("prompts/get", """{"name":"no_such"}""")]
    [InlineData("resources/read", """{"uri":"docs://b"}""")]
    [InlineData("resources/read", """{"uri":"docs://a/%2e%2e"}""")]
    [InlineData("x/none", "{}")]
    [InlineData("logging/setLevel", "[]")]
    public async Task Each_of_these_refusals_counts_once(string method, string parameters)
    {
        await using var session = await StartAsync(Policy);
        await using var peer = await session.ConnectRawAsync();

        await peer.RequestAsync(method, parameters);
        await peer.RequestAsync(method, parameters);
        Assert.False((await peer.CallToolAsync("note")).IsToolError());
        await peer.RequestAsync(method, parameters);

        Assert.True((await peer.CallToolAsync("note")).IsToolError());
    }

    /// <summary>Or he who waits would wait for ever, and who asks what he may would be locked out.</summary>
    [Theory]
    [InlineData("note", """ "CallsPerMinute": 1, """)]
    [InlineData("ask", "")]
    public async Task What_the_limits_refuse_or_a_person_would_have_to_allow_does_not_count(string tool, string limit)
    {
        await using var session = await StartAsync(Policy.Replace("\"Limits\": {", $"\"Limits\": {{ {limit}", StringComparison.Ordinal));
        await using var peer = await session.ConnectRawAsync();

        await ProbeAsync(peer, times: 10, tool);

        Assert.True((await peer.RequestAsync("ping")).TryGetProperty("result", out _));
    }

    [Fact]
    public async Task The_time_to_wait_grows_no_longer_by_asking_and_then_he_has_all_tries_again()
    {
        await using var session = await StartAsync(Policy);
        await using var peer = await session.ConnectRawAsync();
        await ProbeAsync(peer, times: 3);

        _time.Advance(TimeSpan.FromSeconds(29));
        await ProbeAsync(peer, times: 50);
        _time.Advance(TimeSpan.FromSeconds(1));

        await ProbeAsync(peer, times: 2);
        Assert.False((await peer.CallToolAsync("note")).IsToolError());
        await ProbeAsync(peer, times: 1);
        Assert.True((await peer.CallToolAsync("note")).IsToolError());
    }

    [Fact]
    public async Task Refusals_of_another_minute_and_of_other_callers_do_not_count()
    {
        await using var session = await StartAsync(Policy);
        await using var peer = await session.ConnectRawAsync();

        for (var minute = 0; minute < 5; minute++)
        {
            await ProbeAsync(peer, times: 2);
            Assert.False((await peer.CallToolAsync("note")).IsToolError());
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        await ProbeAsync(peer, times: 3);
        _user = Given.User("bob", "user");
        Assert.False((await peer.CallToolAsync("note")).IsToolError());
        _user = null;
        await ProbeAsync(peer, times: 3);
        _user = new ClaimsPrincipal(new ClaimsIdentity());
        Assert.True((await peer.CallToolAsync("note")).IsToolError()); // those without a name are one
    }

    /// <summary>The one who waits cannot tell what there is from what there is not.</summary>
    [Fact]
    public async Task Hidden_and_unknown_look_the_same_to_one_who_waits()
    {
        await using var session = await StartAsync(Policy);
        await using var peer = await session.ConnectRawAsync();
        await ProbeAsync(peer, times: 3);

        var answers = new[] { await peer.CallToolAsync("note"), await peer.CallToolAsync("hidden"), await peer.CallToolAsync("no_such") };

        Assert.Single(answers.Select(answer => answer.Result().GetRawText()).Distinct());
    }

    /// <summary>Or a disk that is full would lock out who tried again.</summary>
    [Fact]
    public async Task What_could_not_be_put_on_record_does_not_count()
    {
        var ledger = new Ledger(_ran) { Fails = static _ => true };
        await using var session = await StartAsync(Policy, services => services.AddSingleton<IAuditSink>(ledger));
        await using var peer = await session.ConnectRawAsync();

        for (var call = 0; call < 10; call++)
        {
            Assert.Contains("audit_failed", (await peer.CallToolAsync("note")).GetRawText(), StringComparison.Ordinal);
        }

        ledger.Fails = static _ => false;
        Assert.False((await peer.CallToolAsync("note")).IsToolError());
    }

    private static async Task ProbeAsync(RawPeer peer, int times, string tool = "hidden")
    {
        for (var time = 0; time < times; time++)
        {
            await peer.CallToolAsync(tool);
        }
    }

    private static void AssertCoolDown(JsonElement refusal, int seconds)
    {
        Assert.Equal("rate_limited", refusal.GetProperty("code").GetString());
        Assert.Equal("later", refusal.GetProperty("retry").GetString());
        Assert.Equal(seconds, refusal.GetProperty("retryAfterSeconds").GetInt32());
    }

    private Task<Session> StartAsync(string section, Action<IServiceCollection>? services = null) => Session.StartAsync(
        server => server
            .WithTools([Given.Tool("note", _ran), Given.Tool("hidden", _ran), Given.Tool("ask", _ran)])
            .WithPrompts([Given.Prompt("prompt", _ran)])
            .WithResources([Given.Resource("docs://a", _ran)])
            .AddMcpSecurity(),
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
}
