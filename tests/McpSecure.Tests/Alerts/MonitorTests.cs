using McpSecure.Calls;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Alerts;

/// <summary>Watching costs a call nothing: no byte, no exception, no wait.</summary>
[Collection(Allocation.CountedBytes.Name)]
public sealed class MonitorTests
{
    private static readonly DateTimeOffset Start = new(2026, 8, 3, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_ordinary_call_costs_no_byte()
    {
        await using var watched = new Watched();
        var caller = Watched.Someone("ann", "clerk", "reader");
        Observe(watched, caller, calls: 1000, Start);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Observe(watched, caller, calls: 10_000, Start.AddHours(5));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task A_refused_call_costs_no_byte_while_its_rule_cools_down()
    {
        await using var watched = new Watched();
        watched.Refuse(30, code: RefusalCode.NotFound);
        var facts = Facts(Watched.Someone(), watched.Time.GetUtcNow()) with { Ending = CallOutcome.Refused, Code = RefusalCode.NotFound };

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 10_000; call++)
        {
            watched.Monitor.Observe(facts);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Many_threads_lose_no_call()
    {
        const int Threads = 4;
        const int Calls = 50_000;
        await using var watched = new Watched(options => options.Refusals = Threads * Calls);
        using var together = new Barrier(Threads);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                for (var call = 0; call < Calls; call++)
                {
                    watched.Monitor.Observe(Facts(Watched.Someone(), Start) with { Ending = CallOutcome.Refused, Code = RefusalCode.NotAllowed });
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).OrGiveUp();

        Assert.Equal(Threads * Calls, Assert.Single(await watched.AlertsAsync()).Count);
    }

    /// <summary>A caller that breaks whatever looks at it.</summary>
    [Fact]
    public async Task What_breaks_inside_is_told_once_and_touches_no_call()
    {
        await using var watched = new Watched(options => options.Hours["clerk"] = new() { Monday = "08:00-18:00" });
        var broken = new Caller { Subject = "ann", Roles = null! };
        for (var call = 0; call < 3; call++)
        {
            watched.Monitor.Observe(Facts(broken, Start));
        }

        Assert.Single(watched.Logs.Entries, entry => entry.EventId.Id == 30);
    }

    /// <summary>A ping, a list, a notification.</summary>
    [Fact]
    public async Task What_is_no_call_is_not_counted()
    {
        await using var watched = new Watched();
        watched.Work(days: 6);
        for (var message = 0; message < 2000; message++)
        {
            watched.See(kind: PrimitiveKind.None, tool: null, seconds: 0.1);
        }

        Assert.Empty(await watched.AlertsAsync());
    }

    [Fact]
    public async Task Where_it_is_switched_off_nothing_is_watched()
    {
        await using var watched = new Watched(options => options.Enabled = false);
        watched.Refuse(100);

        Assert.Empty(await watched.AlertsAsync());
    }

    private static void Observe(Watched watched, Caller caller, int calls, DateTimeOffset time)
    {
        for (var call = 0; call < calls; call++)
        {
            time += TimeSpan.FromSeconds(3);
            watched.Monitor.Observe(Facts(caller, time));
        }
    }

    private static CallFacts Facts(Caller caller, DateTimeOffset time) => new()
    {
        Caller = caller,
        Method = Methods.CallTool,
        Kind = PrimitiveKind.Tool,
        Target = "search",
        Code = null,
        Ending = CallOutcome.Completed,
        Time = time,
        Arguments = null,
    };
}
