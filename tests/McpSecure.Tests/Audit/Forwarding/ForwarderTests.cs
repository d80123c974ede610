using McpSecure.Tests.Journal;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Audit.Forwarding;

/// <summary>Whatever a receiver does, it has every record in the end, and no call waits for it.</summary>
public sealed class ForwarderTests : IDisposable
{
    private readonly JournalFolder _folder = new();
    private readonly Receiver _receiver = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_receiver_gets_every_record_once_and_in_order_also_over_several_files()
    {
        _folder.Options.MaxSegmentBytes = 64 * 1024;
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        await forwarded.WriteAsync(3000);

        await forwarded.UntilAsync(() => _receiver.Had.Count >= forwarded.Last);

        Assert.Equal(Numbers(forwarded.Last), _receiver.Had);
        Assert.True(Directory.GetFiles(_folder.Journal, "*.jsonl").Length > 3);
        Assert.True(_receiver.Calls >= 6); // 512 at most
    }

    [Fact]
    public async Task While_it_is_down_nothing_is_lost_and_it_is_asked_ever_less_often()
    {
        _receiver.Before = static (_, _) => throw new IOException("down");
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        await forwarded.WriteAsync(100);
        var began = forwarded.Time.GetUtcNow();
        await forwarded.UntilAsync(() => _receiver.Calls >= 9);
        Assert.InRange((forwarded.Time.GetUtcNow() - began).TotalSeconds, 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60, 1e6);
        Assert.Empty(_receiver.Had);
        forwarded.Measured.Observe();
        Assert.Contains(forwarded.Measured.Of("mcpsecure.journal.forward.backlog"), one => one.Value >= 100 && one.Tags["mcpsecure.journal.receiver"] is "receiver");

        _receiver.Before = static (_, _) => Task.CompletedTask;
        await forwarded.UntilAsync(() => _receiver.Had.Count >= forwarded.Last);

        Assert.Equal(Numbers(forwarded.Last), _receiver.Set);
        Assert.Equal((1, 1), (forwarded.Told("mcpsecure.forward_failing"), forwarded.Told("mcpsecure.forward_resumed")));
        Assert.True(forwarded.Measured.Of("mcpsecure.journal.forward.failures").Count >= 9);
    }

    /// <summary>It had them, and said otherwise: they come twice.</summary>
    [Fact]
    public async Task What_it_has_without_saying_so_comes_again()
    {
        var fails = true;
        _receiver.After = () => fails ? throw new IOException("broken off") : Task.CompletedTask;
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        await forwarded.WriteAsync(10);
        await forwarded.UntilAsync(() => _receiver.Calls >= 2);
        fails = false;
        await forwarded.UntilAsync(() => _receiver.Set.LastOrDefault() == forwarded.Last && forwarded.Told("mcpsecure.forward_resumed") == 1);

        Assert.Equal(Numbers(forwarded.Last), _receiver.Set);
        Assert.True(_receiver.Had.Count > forwarded.Last);
    }

    [Fact]
    public async Task One_that_hangs_is_told_to_stop_and_asked_again_and_never_twice_at_once()
    {
        var hangs = true;
        _receiver.Before = (_, token) => hangs ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        await forwarded.WriteAsync(10);
        await forwarded.UntilAsync(() => _receiver.Calls >= 2, step: 31);
        hangs = false;
        await forwarded.UntilAsync(() => _receiver.Had.Count >= forwarded.Last, step: 31);

        Assert.Equal(Numbers(forwarded.Last), _receiver.Set);
        Assert.Equal(1, _receiver.AtOnce);
    }

    [Fact]
    public async Task One_that_does_not_listen_holds_up_no_other_and_not_the_end()
    {
        var never = new TaskCompletionSource();
        _receiver.Before = (_, _) => never.Task;
        var other = new Receiver("other");
        await using (var forwarded = await Forwarded.StartAsync(_folder, _receiver, other))
        {
            await forwarded.WriteAsync(10);
            await forwarded.UntilAsync(() => other.Had.Count >= forwarded.Last && forwarded.Told("mcpsecure.forward_failing") == 1);
            Assert.Equal(1, _receiver.Calls);
        }

        Assert.Empty(_receiver.Had);
        never.SetResult();
    }

    [Fact]
    public async Task One_that_keeps_its_thread_does_not_keep_the_server_from_ending()
    {
        using var goOn = new ManualResetEventSlim();
        _receiver.Before = (_, _) =>
        {
            goOn.Wait(Patience.Limit, CancellationToken.None);
            return Task.CompletedTask;
        };
        await using (var forwarded = await Forwarded.StartAsync(_folder, _receiver))
        {
            await forwarded.UntilAsync(() => _receiver.Calls == 1);
        }

        Assert.Empty(_receiver.Had);
        goOn.Set();
    }

    /// <summary>The clock does not move: what was written since the last look is given at the end.</summary>
    [Fact]
    public async Task What_is_left_when_the_server_stops_is_given_at_once()
    {
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        await forwarded.UntilAsync(() => _receiver.Had.Count >= forwarded.Last);
        await forwarded.WriteAsync(1000);

        await forwarded.StopAsync();

        Assert.Equal(Numbers(forwarded.Last), _receiver.Had);
    }

    [Fact]
    public async Task It_goes_on_where_it_was_after_a_restart()
    {
        await using (var first = await Forwarded.StartAsync(_folder, _receiver))
        {
            await first.WriteAsync(10);
        }

        var had = _receiver.Had.Count;
        await using var second = await Forwarded.StartAsync(_folder, _receiver);
        await second.UntilAsync(() => _receiver.Set.LastOrDefault() == second.Last);

        Assert.True(had > 10); // at the end there was a last try
        Assert.Equal(Numbers(second.Last), _receiver.Had);
        Assert.Equal(0, second.Told("mcpsecure.forward_restarted"));
    }

    /// <summary>Killed again and again, also between the answer of the receiver and the cursor.</summary>
    [Fact]
    public async Task Nothing_is_missing_after_twenty_kills()
    {
        for (var run = 0; run < 20; run++)
        {
            var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

            // Before the start: what the killed one left is offered at once.
            _receiver.After = run % 2 == 0 ? static () => Task.CompletedTask : () =>
            {
                killed.TrySetResult();
                return Task.Delay(Timeout.Infinite);
            };
            var forwarded = await Forwarded.StartAsync(_folder, _receiver);
            await forwarded.WriteAsync(20 + run);
            await forwarded.UntilAsync(() => run % 2 == 0 ? _receiver.Set.LastOrDefault() >= forwarded.Last - run : killed.Task.IsCompleted);
            await forwarded.KillAsync();
        }

        _receiver.After = static () => Task.CompletedTask;
        await using var last = await Forwarded.StartAsync(_folder, _receiver);
        await last.UntilAsync(() => _receiver.Set.LastOrDefault() == last.Last);

        Assert.Equal(Numbers(last.Last), _receiver.Set);
        Assert.True(_receiver.Had.Count > last.Last);
    }

    /// <summary>One that comes later gets all there is, and nobody else anything again.</summary>
    [Fact]
    public async Task Each_receiver_has_a_place_of_its_own()
    {
        var late = new Receiver("late");
        await using (var first = await Forwarded.StartAsync(_folder, _receiver))
        {
            await first.WriteAsync(10);
        }

        await using var second = await Forwarded.StartAsync(_folder, _receiver, late);
        await second.UntilAsync(() => late.Set.LastOrDefault() == second.Last && _receiver.Set.LastOrDefault() == second.Last);

        Assert.Equal(Numbers(second.Last), late.Had);
        Assert.Equal(Numbers(second.Last), _receiver.Had);
        Assert.Equal(late.Chain, _receiver.Chain);
    }

    private static IEnumerable<long> Numbers(long last) => Enumerable.Range(1, (int)last).Select(number => (long)number);
}
