using System.Collections.Concurrent;
using System.Text.Json;
using McpSecure.Identity;
using McpSecure.Limits;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Limits;

/// <summary>
/// Calls that end in every way there is, all at once: cancelled, timed out, thrown, run twice, answered by a filter, left alone by their client. Afterwards
/// every place is back, and none twice.
/// </summary>
public sealed class StormTests
{
    private const int Places = 4;
    private const int Steps = 250;

    private static readonly string[] Ways =
        ["note", "throw", "refuse", "obey", "ignore", "block", "twice", "twiceChanged", "background", "answered", "throwBefore", "throwAfter", "hidden", "unknown"];

    private readonly FakeTime _time = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _waiting = new();
    private int _running;
    private int _most;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public async Task Whatever_happens_to_calls_every_place_comes_back_once(int seed, bool hangsUp)
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        var answered = await StormAsync(peer, new Random(seed));
        if (hangsUp)
        {
            await peer.CloseInputAsync();
        }

        var answers = new List<string>();
        await EndAsync(ReadAsync(peer, answers, until: hangsUp ? [] : answered));
        await EndAsync(session.FinishAsync());
        Assert.InRange(_most, 1, Places);
        await ReadAsync(peer, answers);
        Assert.Equal(answers.Distinct(StringComparer.Ordinal), answers);
        if (!hangsUp)
        {
            Assert.Empty(answered.Except(answers, StringComparer.Ordinal));
        }

        await EndAsync();
        var caller = (await session.Services.GetRequiredService<CallerIdentifier>().IdentifyAsync(Given.User("ann", "user"), isDirect: false, Patience.Token)).Key;
        var table = session.Services.GetRequiredService<CallerTable>();
        await Patience.UntilAsync(() => FreePlaces(table, caller) == Places);
    }

    /// <summary>Sends calls, cancels some, lets time pass and code go on, in an order that the seed decides.</summary>
    /// <returns>The ids of those that are not cancelled.</returns>
    private async Task<HashSet<string>> StormAsync(RawPeer peer, Random random)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(10))
            {
                case < 6:
                    var id = $"call {step}";
                    ids.Add(id);
                    await peer.SendAsync(
                        $$"""{"jsonrpc":"2.0","id":"{{id}}","method":"tools/call","params":{"name":"{{Ways[random.Next(Ways.Length)]}}","arguments":{} } }""");
                    break;
                case 6 when ids.Count > 0:
                    var cancelled = ids.ElementAt(random.Next(ids.Count));
                    ids.Remove(cancelled);
                    await peer.NotifyAsync("notifications/cancelled", $$"""{"requestId":"{{cancelled}}"}""");
                    break;
                case 7:
                    _time.Advance(TimeSpan.FromSeconds(random.Next(4)));
                    break;
                case 8:
                    await peer.RequestAsync("ping");
                    break;
                default:
                    LetOneGo();
                    break;
            }
        }

        return ids;
    }

    private async Task EndAsync() => await Patience.UntilAsync(() =>
    {
        GoOn();
        return Volatile.Read(ref _running) == 0;
    });

    /// <summary>Ends what begins meanwhile as well: a call may still be on its way to its code.</summary>
    private async Task EndAsync(Task finishing)
    {
        while (!finishing.IsCompleted)
        {
            GoOn();
            await Task.WhenAny(finishing, Task.Delay(1));
        }

        await finishing;
    }

    private void GoOn()
    {
        LetOneGo();
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    private void LetOneGo()
    {
        if (_waiting.TryDequeue(out var waiting))
        {
            waiting.TrySetResult();
        }
    }

    /// <summary>Reads answers, until these are there, or as long as the server has something to say.</summary>
    private static async Task ReadAsync(RawPeer peer, List<string> answers, HashSet<string>? until = null)
    {
        while (until?.IsSubsetOf(answers) != true && await peer.ReadNextAsync() is { } message)
        {
            if (message.TryGetProperty("id", out var id))
            {
                answers.Add(id.GetString()!);
            }
        }
    }

    private static int FreePlaces(CallerTable table, string caller)
    {
        var places = new List<int>();
        while (table.Enter(caller, new Limit(int.MaxValue, Places), out var place).IsAdmitted)
        {
            places.Add(place);
        }

        places.ForEach(table.Release);
        return places.Count;
    }

    private async Task<string> RunAsync(Func<Task> body)
    {
        var running = Interlocked.Increment(ref _running);
        for (var seen = Volatile.Read(ref _most); running > seen; seen = Volatile.Read(ref _most))
        {
            Interlocked.CompareExchange(ref _most, running, seen);
        }

        try
        {
            await body();
            return "done";
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private Task GoneAsync()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(waiting);
        return waiting.Task;
    }

    private Task<Session> StartAsync() => Session.StartAsync(
        server => server
            .WithTools(
            [
                .. from way in Ways
                   where way != "unknown"
                   select Given.Tool(way, (CancellationToken cancellationToken) => RunAsync(() => BodyOf(way, cancellationToken))),
            ])
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => async (context, cancellationToken) =>
            {
                switch (context.Params!.Name)
                {
                    case "twice" or "twiceChanged":
                        var first = next(context, cancellationToken).AsTask();
                        context.Params.Arguments = context.Params.Name == "twice" ? context.Params.Arguments : new Dictionary<string, JsonElement>(StringComparer.Ordinal);
                        return await await Task.WhenAny(first, next(context, cancellationToken).AsTask());
                    case "background":
                        _ = Task.Run(() => next(context, CancellationToken.None).AsTask(), CancellationToken.None);
                        return new();
                    case "answered":
                        return new();
                    case "throwBefore":
                        throw new McpException("Before.");
                    case "throwAfter":
                        await next(context, cancellationToken);
                        throw new McpException("After.");
                    default:
                        return await next(context, cancellationToken);
                }
            }))
            .AddMcpSecurity(),
        new SessionSetup
        {
            Settings = $$"""
                {
                  "McpSecurity": {
                    "Limits": { "ConcurrentCalls": {{Places}}, "CallsPerMinute": 1000000, "RefusalsPerMinute": 1000000, "TimeoutSeconds": 3 },
                    "Tools": { "hidden": { "Access": "Deny" } },
                    "Roles": { "user": { "Tools": { "*": "Allow" } } }
                  }
                }
                """,
            User = _ => Given.User("ann", "user"),
            Services = added => added.AddSingleton<TimeProvider>(_time),
        });

    private async Task BodyOf(string way, CancellationToken cancellationToken)
    {
        switch (way)
        {
            case "throw":
                throw new InvalidOperationException("Broken.");
            case "refuse":
                await Task.Yield();
                throw new McpException("No.");
            case "obey":
                await Task.WhenAny(GoneAsync(), cancellationToken.AsTask());
                cancellationToken.ThrowIfCancellationRequested();
                break;
            case "block":
                GoneAsync().Wait(Patience.Limit, CancellationToken.None);
                break;
            case "note":
                break;
            default:
                await GoneAsync();
                break;
        }
    }
}
