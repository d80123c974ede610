using McpSecure.Benchmarks.Support;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Limits;

/// <summary>Ten thousand calls at once, through all filters of a server. Without a transport around them, whose lines would be most of the work.</summary>
public sealed class FloodTests
{
    private const int Calls = 10_000;

    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _most;

    [Fact]
    public Task Of_10000_calls_at_once_never_more_than_a_hundred_run_and_each_gets_an_answer() => FloodAsync(limit: 100, runs: 100);

    [Fact]
    public Task Without_a_limit_all_of_them_run() => FloodAsync(limit: null, runs: Calls);

    private async Task FloodAsync(int? limit, int runs)
    {
        await using var server = new MeasuredServer(new Load { Filters = Filters.Secured, ConcurrentCalls = limit, Also = Wait });
        var chain = server.ToChain();
        var call = Requests.Call(Names.Tool(3));

        var calls = Enumerable.Range(0, Calls).Select(_ => Task.Run(() => chain.AskAsync(call))).ToArray();
        await Patience.UntilAsync(() => Volatile.Read(ref _running) == runs && calls.Count(answer => answer.IsCompleted) == Calls - runs);
        _gate.SetResult();
        var answers = await Task.WhenAll(calls).OrGiveUp();

        Assert.Equal(runs, _most);
        Assert.All(answers, Assert.NotNull);
        Assert.Equal(Calls - runs, answers.Count(answer => Answer.IsRefusal(answer!)));
        Assert.False(Answer.IsRefusal((await chain.AskAsync(call))!)); // all places are free again
    }

    /// <summary>Each tool waits until the test has seen how many of them run.</summary>
    private void Wait(ModelContextProtocol.Server.McpServerOptions options) =>
        options.Filters.Request.CallToolFilters.Add(next => async (context, cancellationToken) =>
        {
            var running = Interlocked.Increment(ref _running);
            InterlockedMax(running);
            await _gate.Task;
            Interlocked.Decrement(ref _running);
            return await next(context, cancellationToken);
        });

    private void InterlockedMax(int value)
    {
        for (var seen = Volatile.Read(ref _most); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref _most, value, seen);
            seen = before == seen ? value : before;
        }
    }
}
