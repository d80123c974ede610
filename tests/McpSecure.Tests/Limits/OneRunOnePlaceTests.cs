using McpSecure.Audit;
using McpSecure.Limits;
using McpSecure.Pipeline;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Limits;

/// <summary>What a call has taken is for one run of the code, whatever the application's filters make of it, and comes back whatever fails.</summary>
public sealed class OneRunOnePlaceTests : IDisposable
{
    private readonly Ran _ran = new();
    private readonly LateCode _code = new();
    private readonly FakeTime _time = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _code.Dispose();

    /// <summary>A filter that does not want to wait asks twice and takes what comes first.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)] // with other arguments, for which the guards are asked anew
    public async Task Code_that_a_filter_runs_twice_at_once_runs_once_where_one_may(bool changes)
    {
        await using var session = await StartAsync(places: 1, Twice(changes));
        await using var peer = await session.ConnectRawAsync();

        var call = peer.CallToolAsync("wait");
        await Patience.UntilAsync(() => _code.Running == 1);
        await peer.RequestAsync("ping");

        Assert.Equal(1, _code.Running);
        Assert.True((await peer.CallToolAsync("note")).IsToolError());
        _code.Open();
        await call;
        await Patience.UntilAsync(async () => !(await peer.CallToolAsync("note")).IsToolError());
    }

    [Fact]
    public async Task The_end_of_the_first_run_does_not_free_the_place_of_the_second()
    {
        await using var session = await StartAsync(places: 2, Twice(changes: false));
        await using var peer = await session.ConnectRawAsync();

        var call = peer.CallToolAsync("waitOnce");
        await Patience.UntilAsync(() => _code.Running == 1 && _ran.Entries.Count == 1);

        Assert.False((await peer.CallToolAsync("note")).IsToolError());
        var others = new[] { peer.CallToolAsync("hold"), peer.CallToolAsync("hold") };
        await Patience.UntilAsync(() => others.Count(other => other.IsCompleted) == 1);
        Assert.Equal(2, _code.Running);
        _code.Open();
        await Task.WhenAll(others);
        await call;
    }

    /// <summary>Between the check and the code there is ours: if it fails, the call has ended.</summary>
    [Fact]
    public async Task Code_that_cannot_begin_gives_its_place_back()
    {
        var time = new TimeWithoutTimers();
        await using var session = await StartAsync(places: 1, time: time);
        await using var peer = await session.ConnectRawAsync();

        time.IsBroken = true;
        Assert.True((await peer.CallToolAsync("note")).IsToolError());
        time.IsBroken = false;

        Assert.False((await peer.CallToolAsync("note")).IsToolError());
    }

    /// <summary>A message filter that does not wait: what the message held at its end is not what the code holds later.</summary>
    [Fact]
    public async Task What_is_answered_by_a_filter_when_its_message_has_ended_gives_its_place_back()
    {
        Session? running = null;
        var messages = 0;
        await using var session = await StartAsync(
            places: 1,
            server => server
                .WithMessageFilters(filters => filters.AddIncomingFilter(next => (context, cancellationToken) =>
                {
                    _ = GoOnAsync(Interlocked.Increment(ref messages));
                    return Task.CompletedTask;

                    async Task GoOnAsync(int ended)
                    {
                        await Patience.UntilAsync(() => running?.Logs.From(McpSecurityTelemetry.LogCategory).Count >= ended);
                        await next(context, cancellationToken);
                    }
                }))
                .WithRequestFilters(filters => filters.AddCallToolFilter(next => (context, cancellationToken) =>
                    context.Params!.Name == "answered" ? new(new CallToolResult { Content = [new TextContentBlock { Text = "answered" }] }) : next(context, cancellationToken))));
        running = session;
        await using var peer = await session.ConnectRawAsync();

        for (var call = 0; call < 5; call++)
        {
            Assert.Equal("answered", (await peer.CallToolAsync("answered")).Text());
        }

        await Patience.UntilAsync(async () => !(await peer.CallToolAsync("note")).IsToolError());
    }

    /// <summary>The same filter, and code that has no door of its own next to it.</summary>
    [Fact]
    public async Task Completion_keeps_its_place_until_it_has_ended()
    {
        await using var session = await StartAsync(
            places: 1,
            server => server
                .WithCompleteHandler(async (_, _) =>
                {
                    _ran.Note("completes");
                    await _gate.Task;
                    return new CompleteResult();
                })
                .WithMessageFilters(filters => filters.AddIncomingFilter(next => (context, cancellationToken) =>
                {
                    var rest = next(context, cancellationToken);
                    return context.JsonRpcMessage is JsonRpcRequest { Method: "completion/complete" } ? Task.CompletedTask : rest;
                })));
        await using var peer = await session.ConnectRawAsync();

        var call = peer.RequestAsync("completion/complete", """{"ref":{"type":"ref/prompt","name":"prompt"},"argument":{"name":"a","value":"b"}}""");
        await Patience.UntilAsync(() => _ran.Entries.Count == 1);
        await Patience.UntilAsync(() => session.Logs.From(McpSecurityTelemetry.LogCategory).Any(entry => entry["Method"] is "completion/complete"));

        Assert.True((await peer.CallToolAsync("note")).IsToolError());
        _gate.SetResult();
        await call;
        await Patience.UntilAsync(async () => !(await peer.CallToolAsync("note")).IsToolError());
    }

    /// <summary>The end of the time and the end of the code at the same instant: two threads, one answer.</summary>
    [Fact]
    public async Task A_request_has_one_answer_whoever_comes_first()
    {
        var states = Enumerable.Range(0, 5000).Select(_ => new MessageState(new AuditRecord(null!, "other", activity: null, started: 0), request: null)).ToArray();
        var (returned, late) = (new bool[states.Length], new bool[states.Length]);
        var arrived = new int[2];

        await Task.WhenAll(
            Task.Run(() => Race(0, at =>
            {
                states[at].Leave();
                returned[at] = !states[at].IsAnswered;
            })),
            Task.Run(() => Race(1, at => late[at] = states[at].TryAnswerLate())));

        Assert.All(Enumerable.Range(0, states.Length), at => Assert.NotEqual(returned[at], late[at]));

        void Race(int who, Action<int> step)
        {
            for (var at = 0; at < states.Length; at++)
            {
                Volatile.Write(ref arrived[who], at + 1);
                for (var wait = default(SpinWait); Volatile.Read(ref arrived[1 - who]) <= at; wait.SpinOnce(sleep1Threshold: -1))
                {
                    // the other one is on its way
                }

                step(at);
            }
        }
    }

    /// <summary>Code that does not end when its client is gone, and the client that comes back, on another connection.</summary>
    [Fact]
    public async Task Who_hangs_up_and_comes_back_has_no_more_running_than_may()
    {
        var table = new CallerTable(_time);
        await using var first = await StartAsync(places: 2, table: table);
        await using (var peer = await first.ConnectRawAsync())
        {
            _ = Task.WhenAll(peer.CallToolAsync("hold"), peer.CallToolAsync("hold")).ContinueWith(static gone => gone.Exception, TaskScheduler.Default);
            await Patience.UntilAsync(() => _code.Running == 2);
        }

        await using var second = await StartAsync(places: 2, table: table);
        await using var back = await second.ConnectRawAsync();

        Assert.True((await back.CallToolAsync("note")).IsToolError());
        _code.Open();
        await Patience.UntilAsync(async () => !(await back.CallToolAsync("note")).IsToolError());
    }

    private static Action<IMcpServerBuilder> Twice(bool changes) => server => server.WithRequestFilters(filters => filters.AddCallToolFilter(
        next => async (context, cancellationToken) =>
        {
            if (!context.Params!.Name.StartsWith("wait", StringComparison.Ordinal))
            {
                return await next(context, cancellationToken);
            }

            var first = next(context, cancellationToken).AsTask();
            context.Params.Arguments = changes ? new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) : context.Params.Arguments;
            var second = next(context, cancellationToken).AsTask();
            await Task.WhenAll(first, second);
            return await first;
        }));

    private Task<Session> StartAsync(int places, Action<IMcpServerBuilder>? configure = null, TimeProvider? time = null, CallerTable? table = null) => Session.StartAsync(
        server =>
        {
            server
                .WithTools(
                [
                    Given.Tool("note", () => "done"),
                    Given.Tool("answered", () => "never"),
                    Given.Tool("wait", _code.WaitAsync),
                    Given.Tool("hold", _code.WaitAsync),
                    Given.Tool("waitOnce", (CancellationToken cancellationToken) => _code.Running == 0 ? _code.WaitAsync(cancellationToken) : Task.FromResult(_ran.Note("ran"))),
                ])
                .WithPrompts([Given.Prompt("prompt", _ran)]);
            configure?.Invoke(server);
            server.AddMcpSecurity();
        },
        new SessionSetup
        {
            Settings = $$"""
                {
                  "McpSecurity": {
                    "Limits": { "ConcurrentCalls": {{places}}, "CallsPerMinute": 100000, "RefusalsPerMinute": 100000 },
                    "Roles": { "user": { "Tools": { "*": "Allow" }, "Prompts": { "*": "Allow" } } }
                  }
                }
                """,
            User = _ => Given.User("ann", "user"),
            Services = added =>
            {
                added.AddSingleton(time ?? _time);
                added.AddSingleton(table ?? new CallerTable(time ?? _time));
            },
        });

    private sealed class TimeWithoutTimers : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            IsBroken ? throw new InvalidOperationException("No timer is left.") : base.CreateTimer(callback, state, dueTime, period);
    }
}
