using System.Diagnostics.Metrics;
using System.Text.Json;
using McpSecure.Tests.Attacks;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using Slots = McpSecure.Pipeline.Slots;

namespace McpSecure.Tests.Limits;

/// <summary>How long code may run: whoever waits gets an answer, whatever the code does.</summary>
public sealed class TimeLimitsTests : IDisposable
{
    private const string Everything = """ "Roles": { "user": { "Tools": { "*": "Allow" }, "Prompts": { "*": "Allow" }, "Resources": { "all": { "Uri": "**", "Access": "Allow" } } } } """;
    private const string FiveSeconds = $$""" "Limits": { "TimeoutSeconds": 5, "ConcurrentCalls": 2 }, {{Everything}} """;

    private readonly FakeTime _time = new();
    private readonly LateCode _code = new();

    public static TheoryData<string, string> Codes => new()
    {
        { "tools/call", """{"name":"wait"}""" }, { "tools/call", """{"name":"obey"}""" }, { "tools/call", """{"name":"block"}""" },
        { "prompts/get", """{"name":"wait"}""" }, { "prompts/get", """{"name":"block"}""" },
        { "resources/read", """{"uri":"docs://wait"}""" }, { "resources/read", """{"uri":"docs://block"}""" },
    };

    public void Dispose() => _code.Dispose();

    /// <summary>The SDK waits for as long as the code likes, and so does it if the place next to the code is gone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_the_guard_a_call_has_no_end(bool isSecured)
    {
        await using var session = await StartAsync(FiveSeconds, isSecured, services: Without.Slot(Slots.Innermost));
        await using var peer = await session.ConnectRawAsync();

        var call = peer.CallToolAsync("wait");
        await Patience.UntilAsync(() => _code.Running == 1);
        _time.Advance(TimeSpan.FromDays(1));
        await peer.RequestAsync("ping");

        Assert.False(call.IsCompleted);
        _code.Open();
        Assert.Equal("done", (await call).Text());
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task When_the_time_is_over_the_caller_is_told_at_once_and_nothing_follows(string method, string parameters)
    {
        await using var session = await StartAsync(FiveSeconds);
        await using var peer = await session.ConnectRawAsync();

        var call = peer.RequestAsync(method, parameters);
        await Patience.UntilAsync(() => _code.Running == 1);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        await peer.RequestAsync("ping");
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(("timed_out", "later"), Read(await call.OrGiveUp()));
        _code.Open();
        await Patience.UntilAsync(() => _code.Running == 0);
        await session.FinishAsync();
        Assert.Null(await peer.ReadNextAsync());
        var record = Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => (string?)entry["Code"] == "timed_out");
        Assert.Equal(("withheld", "time_limits"), ((string?)record["Outcome"], (string?)record["Guard"]));
    }

    [Theory]
    [InlineData("throw", ProtocolVersions.November2025)]
    [InlineData("blockAndThrow", ProtocolVersions.November2025)]
    [InlineData("blockAndThrow", ProtocolVersions.July2026)]
    [InlineData("block", ProtocolVersions.July2026)]
    [InlineData("wait", ProtocolVersions.July2026)]
    public async Task What_the_code_throws_later_goes_nowhere(string tool, string version)
    {
        await using var session = await StartAsync(FiveSeconds);
        await using var peer = await session.ConnectRawAsync(version);

        var call = peer.RequestAsync(version, "tools/call", $$"""{"name":"{{tool}}"}""");
        await Patience.UntilAsync(() => _code.Running == 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        var answer = await call.OrGiveUp();
        _code.Open();
        await Patience.UntilAsync(() => _code.Running == 0);

        Assert.Equal("timed_out", Read(answer).Code);
        Assert.Equal(version == ProtocolVersions.July2026, answer.Result().TryGetProperty("resultType", out _));
        await session.FinishAsync();
        Assert.Null(await peer.ReadNextAsync());
    }

    /// <summary>The attack: let calls run into their time, and start others while the work of the first goes on.</summary>
    [Theory]
    [InlineData("wait")]
    [InlineData("block")]
    public async Task Work_that_goes_on_keeps_its_place_and_is_counted_and_logged(string tool)
    {
        await using var session = await StartAsync(FiveSeconds);
        using var measured = new RecordedMeasurements(McpSecurityTelemetry.MeterName, session.Services.GetRequiredService<IMeterFactory>());
        await using var peer = await session.ConnectRawAsync();

        var calls = new[] { peer.CallToolAsync(tool), peer.CallToolAsync(tool) };
        await Patience.UntilAsync(() => _code.Running == 2);
        _time.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(calls).OrGiveUp();

        Assert.Equal("too_many_concurrent", Read(await peer.CallToolAsync("note")).Code);
        await Patience.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Abandoned(session).Length == 2;
        });
        Assert.All(Abandoned(session), message => Assert.StartsWith($"The tool {tool} was told to stop and still runs after ", message, StringComparison.Ordinal));
        Assert.Equal(2, measured.Of("mcpsecure.calls.abandoned").Sum(one => one.Value));

        _code.Open();
        await Patience.UntilAsync(async () => !(await peer.CallToolAsync("note")).IsToolError());
        await Patience.UntilAsync(() => measured.Of("mcpsecure.calls.abandoned").Sum(one => one.Value) == 0);
        Assert.All(measured.Of("mcpsecure.calls.abandoned"), one => Assert.Equal(tool, one.Tags["mcpsecure.target"]));
    }

    [Fact]
    public async Task Code_that_stops_when_it_is_told_to_is_not_called_abandoned()
    {
        await using var session = await StartAsync(FiveSeconds);
        using var measured = new RecordedMeasurements(McpSecurityTelemetry.MeterName, session.Services.GetRequiredService<IMeterFactory>());
        await using var peer = await session.ConnectRawAsync();

        var call = peer.CallToolAsync("obey");
        await Patience.UntilAsync(() => _code.Running == 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        await call.OrGiveUp();
        await Patience.UntilAsync(() => _code.Running == 0 && measured.Of("mcpsecure.calls.abandoned").Count == 2 && _time.Timers == 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Patience.UntilAsync(() => _time.Timers == 0);

        Assert.Empty(Abandoned(session));
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("obey")]
    public async Task A_call_that_the_caller_cancels_is_cancelled_and_not_timed_out(string tool)
    {
        await using var session = await StartAsync(FiveSeconds);
        await using var peer = await session.ConnectRawAsync();

        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":"mine","method":"tools/call","params":{"name":"{{tool}}"} }""");
        await Patience.UntilAsync(() => _code.Running == 1);
        await peer.NotifyAsync("notifications/cancelled", """{"requestId":"mine"}""");
        await Patience.UntilAsync(() => _code.Cancelled == 1);
        _time.Advance(TimeSpan.FromSeconds(5));

        await Patience.UntilAsync(() => session.Logs.Entries.Any(entry => (string?)entry["Outcome"] == "cancelled"));
        _code.Open();
        await session.FinishAsync();
        Assert.DoesNotContain(session.Logs.Entries, entry => (string?)entry["Code"] == "timed_out");
    }

    /// <summary>A clock is used again while its timer still runs for the call before.</summary>
    [Fact]
    public async Task Each_call_has_its_whole_time()
    {
        await using var session = await StartAsync(FiveSeconds);
        await using var peer = await session.ConnectRawAsync();
        Assert.Equal("done", (await peer.CallToolAsync("note")).Text());
        _time.Advance(TimeSpan.FromSeconds(4));

        var call = peer.CallToolAsync("wait");
        await Patience.UntilAsync(() => _code.Running == 1);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        await peer.RequestAsync("ping");
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("timed_out", Read(await call.OrGiveUp()).Code);
    }

    [Fact]
    public async Task A_token_that_code_keeps_is_not_cancelled_by_the_time_of_another_call()
    {
        await using var session = await StartAsync(FiveSeconds);
        await using var peer = await session.ConnectRawAsync();
        await peer.CallToolAsync("keep");

        var call = peer.CallToolAsync("obey");
        await Patience.UntilAsync(() => _code.Running == 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        await call.OrGiveUp();

        Assert.False(_code.Kept.IsCancellationRequested);
    }

    [Theory]
    [InlineData("\"a\"")]
    [InlineData("7")]
    public async Task Code_that_reports_progress_is_not_idle(string token)
    {
        await using var session = await StartAsync($$""" "Limits": { "TimeoutSeconds": 60, "IdleTimeoutSeconds": 5 }, {{Everything}} """);
        await using var peer = await session.ConnectRawAsync();

        var call = peer.RequestAsync("tools/call", $$"""{"name":"report","_meta":{"progressToken":{{token}}} }""");
        await Patience.UntilAsync(() => _code.Running == 1);
        for (var step = 1; step <= 5; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(4));
            _code.Step();
            await Patience.UntilAsync(() => peer.Notifications.Count == step);
        }

        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("timed_out", Read(await call.OrGiveUp()).Code);
    }

    [Fact]
    public async Task Progress_puts_the_end_of_the_whole_time_off_by_nothing()
    {
        await using var session = await StartAsync($$""" "Limits": { "TimeoutSeconds": 10, "IdleTimeoutSeconds": 5 }, {{Everything}} """);
        await using var peer = await session.ConnectRawAsync();

        var call = peer.RequestAsync("tools/call", """{"name":"report","_meta":{"progressToken":1} }""");
        await Patience.UntilAsync(() => _code.Running == 1);
        for (var step = 1; step <= 2; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(4));
            _code.Step();
            await Patience.UntilAsync(() => peer.Notifications.Count == step);
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("timed_out", Read(await call.OrGiveUp()).Code);
    }

    [Fact]
    public async Task Who_wants_no_progress_has_the_whole_time()
    {
        await using var session = await StartAsync($$""" "Limits": { "TimeoutSeconds": 20, "IdleTimeoutSeconds": 5 }, {{Everything}} """);
        await using var peer = await session.ConnectRawAsync();

        var call = peer.CallToolAsync("wait");
        await Patience.UntilAsync(() => _code.Running == 1);
        _time.Advance(TimeSpan.FromSeconds(19));
        await peer.RequestAsync("ping");
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("timed_out", Read(await call.OrGiveUp()).Code);
    }

    /// <summary>A filter that goes on in the background, as tasks do: what waits for the result there gets one.</summary>
    [Fact]
    public async Task Code_in_the_background_has_an_end_too()
    {
        var result = new TaskCompletionSource<CallToolResult>();
        await using var session = await StartAsync(FiveSeconds, configure: server => server.WithRequestFilters(filters => filters.AddCallToolFilter(
            next => (context, cancellationToken) =>
            {
                _ = Task.Run(async () => result.SetResult(await next(context, CancellationToken.None)), CancellationToken.None);
                return new(new CallToolResult { Content = [new TextContentBlock { Text = "task 1" }] });
            })));
        await using var peer = await session.ConnectRawAsync();

        Assert.Equal("task 1", (await peer.CallToolAsync("wait")).Text());
        await Patience.UntilAsync(() => _code.Running == 1);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.StartsWith("The call took longer than it may", (await result.Task.OrGiveUp()).Text(), StringComparison.Ordinal);
    }

    private static string[] Abandoned(Session session) => [.. session.Logs.Entries.Where(entry => entry.EventId.Id == 24).Select(entry => entry.Message)];

    private static (string? Code, string? Retry) Read(JsonElement answer)
    {
        var refusal = answer.TryGetProperty("error", out var error)
            ? error.GetProperty("data")
            : answer.Result().GetProperty("_meta").GetProperty("io.github.mcpsecure/refusal");
        return (refusal.GetProperty("code").GetString(), refusal.GetProperty("retry").GetString());
    }

    private Task<Support.Session> StartAsync(
        string section, bool isSecured = true, Action<IMcpServerBuilder>? configure = null, Action<IServiceCollection>? services = null) => Support.Session.StartAsync(
        server =>
        {
            server
                .WithTools(
                [
                    Given.Tool("note", () => "done"),
                    Given.Tool("wait", _code.WaitAsync),
                    Given.Tool("obey", _code.ObeyAsync),
                    Given.Tool("block", _code.Block),
                    Given.Tool("throw", _code.WaitAndThrowAsync),
                    Given.Tool("blockAndThrow", _code.BlockAndThrow),
                    Given.Tool("report", _code.ReportAsync),
                    Given.Tool("keep", _code.Keep),
                ])
                .WithPrompts([Given.Prompt("wait", _code.WaitAsync), Given.Prompt("block", _code.Block)])
                .WithResources([Given.Resource("docs://wait", _code.WaitAsync), Given.Resource("docs://block", _code.Block)]);
            configure?.Invoke(server);
            if (isSecured)
            {
                server.AddMcpSecurity();
            }
        },
        new SessionSetup
        {
            Settings = $$"""{ "McpSecurity": { {{section}} } }""",
            User = _ => Given.User("ann", "user"),
            DefaultLimits = true,
            Services = added =>
            {
                added.AddSingleton<TimeProvider>(_time);
                services?.Invoke(added);
            },
        });
}
