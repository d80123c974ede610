using System.Globalization;
using McpSecure.Journal;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>However many calls run at once, each is there twice, and no number is missing.</summary>
public sealed class ManyCallsTests : IDisposable
{
    private const int Calls = 10_000;

    private readonly KeptServer _server = new();
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Ten_thousand_calls_that_run_at_once_are_kept_without_a_gap()
    {
        await using (var session = await _server.StartAsync(server => server.WithTools([Given.Tool("wait", WaitAsync)])))
        {
            await using var peer = await session.ConnectRawAsync();
            var asking = Enumerable.Range(0, Calls).Select(call => peer.CallToolAsync("wait", $$"""{"number":{{call}}}""")).ToArray();
            await Patience.UntilAsync(() => Volatile.Read(ref _running) == Calls);
            Assert.DoesNotContain(asking, answer => answer.IsCompleted);
            _goOn.SetResult();
            Assert.All(await Task.WhenAll(asking), answer => Assert.False(answer.IsToolError()));
        }

        using var reader = new JournalReader(_server.Folder);
        Assert.Equal(Enumerable.Range(1, 1 + (2 * Calls)), reader.ReadAll().Take(1 + (2 * Calls)).Select(record => (int)record.Sequence).Order());
        var intents = _server.Of("intent").ToDictionary(record => KeptServer.Text(record, "call")!, record => record.GetProperty("args").GetProperty("number").GetInt32());
        Assert.Equal(Enumerable.Range(0, Calls), intents.Values.Order());
        Assert.Equal(intents.Keys.Order(StringComparer.Ordinal), _server.Of("outcome").Select(record => KeptServer.Text(record, "call")).Order(StringComparer.Ordinal));
        var found = _server.Verify();
        Assert.True(found.IsIntact, found.Fault?.Reason);
    }

    private async Task<string> WaitAsync(int number)
    {
        Interlocked.Increment(ref _running);
        await _goOn.Task;
        return number.ToString(CultureInfo.InvariantCulture);
    }
}
