using System.IO.Pipelines;
using System.Text;
using McpSecure.Tests.Support;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Transport;

/// <summary>A client that sends and does not read: what it has not read yet must not pile up in the server.</summary>
public sealed class PaceTests
{
    private const int Requests = 40_000;

    /// <summary>Whoever fills the thread pool: what is read next may be the cancellation that all the others wait for.</summary>
    [Fact]
    public async Task However_busy_the_process_is_one_more_is_read_after_a_second()
    {
        var time = new FakeTime();
        var pace = new McpSecure.Transport.Pace(time, static () => long.MaxValue);

        var waiting = pace.WaitAsync(CancellationToken.None).AsTask();
        await Patience.UntilAsync(() => time.Timers == 1);
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.False(waiting.IsCompleted);

        await Patience.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(64));
            return waiting.IsCompleted;
        });
    }

    /// <summary>Also of what came in at once, which the reader has already.</summary>
    [Fact]
    public async Task What_the_SDK_has_not_taken_yet_is_bounded()
    {
        var time = new FakeTime();
        var pace = new McpSecure.Transport.Pace(time, static () => 0);
        for (var line = 0; line < 1024; line++)
        {
            pace.HandOn(10);
            Assert.True(pace.WaitAsync(CancellationToken.None).AsTask().IsCompleted);
        }

        pace.HandOn(10);
        var waiting = pace.WaitAsync(CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        pace.Take(new JsonRpcNotification { Method = "x" });

        await Patience.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            return waiting.IsCompleted;
        });
    }

    /// <summary>A line just below the longest takes fifty times its length in memory: one such message at a time.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)] // whoever works on it for long has looked at it
    public async Task A_large_message_is_worked_on_alone(bool isAnswered)
    {
        var time = new FakeTime();
        var pace = new McpSecure.Transport.Pace(time, static () => 0);
        var start = time.GetTimestamp();
        pace.HandOn(300 * 1024);
        pace.Take(new JsonRpcRequest { Id = new RequestId(7), Method = "x" });
        pace.Sent(new JsonRpcResponse { Id = new RequestId(8), Result = null });

        var waiting = pace.WaitAsync(CancellationToken.None).AsTask();
        await Patience.UntilAsync(() => time.Timers == 1);
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(waiting.IsCompleted);
        if (isAnswered)
        {
            pace.Sent(new JsonRpcResponse { Id = new RequestId(7), Result = null });
        }

        await Patience.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(isAnswered ? 1 : 64));
            return waiting.IsCompleted;
        });
        Assert.Equal(isAnswered, time.GetElapsedTime(start) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void What_the_SDK_has_not_taken_yet_is_bounded_in_bytes()
    {
        var pace = new McpSecure.Transport.Pace(new FakeTime(), static () => 0);
        for (var line = 0; line < 64; line++)
        {
            pace.HandOn(256 * 1024);
        }

        Assert.True(pace.WaitAsync(CancellationToken.None).AsTask().IsCompleted);

        pace.HandOn(1);
        Assert.False(pace.WaitAsync(CancellationToken.None).AsTask().IsCompleted);

        pace.TakeUpTo(pace.Read);
        Assert.True(pace.WaitAsync(CancellationToken.None).AsTask().IsCompleted);
    }

    /// <summary>Lines that are no messages never reach whoever takes messages.</summary>
    [Fact]
    public void Where_nothing_is_left_to_take_all_has_been_taken()
    {
        var pace = new McpSecure.Transport.Pace(new FakeTime(), static () => 0);
        for (var line = 0; line < 10_000; line++)
        {
            pace.HandOn(10);
            pace.TakeUpTo(pace.Read);
        }

        Assert.True(pace.WaitAsync(CancellationToken.None).AsTask().IsCompleted);
    }

    /// <summary>The SDK reads and answers all of it, and keeps every answer until the client reads.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_more_is_read_while_many_answers_wait(bool isBounded)
    {
        var input = new Requested(Requests);
        var answers = new Pipe(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512));
        var output = answers.Writer.AsStream();
        await using var transport = isBounded ? StreamTests.Bounded(input, output) : StreamTests.Plain(input, output);
        await using var server = McpServer.Create(transport, new McpServerOptions());
        var running = server.RunAsync(Patience.Token);

        await Patience.UntilAsync(() => isBounded ? input.HasPaused : input.Count == Requests);
        Assert.Equal(!isBounded, input.Count == Requests);

        // The client reads at last: it gets an answer to each.
        using var reader = new StreamReader(answers.Reader.AsStream(), Encoding.UTF8);
        for (var answer = 0; answer < Requests; answer++)
        {
            Assert.NotNull(await reader.ReadLineAsync(Patience.Token));
        }

        Assert.Equal(Requests, input.Count);
        input.End();
        await running.OrGiveUp();
    }

    /// <summary>One request at a time, as fast as they are asked for.</summary>
    private sealed class Requested(int most) : MemoryStream
    {
        private readonly TaskCompletionSource<int> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;
        private long _lastRead = TimeProvider.System.GetTimestamp();

        public int Count => Volatile.Read(ref _count);

        /// <summary>Long enough without a read to say that there will be none.</summary>
        public bool HasPaused => Count > 0 && TimeProvider.System.GetElapsedTime(Volatile.Read(ref _lastRead)) > TimeSpan.FromMilliseconds(500);

        public void End() => _end.SetResult(0);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_count == most)
            {
                return new(_end.Task);
            }

            Volatile.Write(ref _lastRead, TimeProvider.System.GetTimestamp());
            var id = Interlocked.Increment(ref _count);
            return new(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id}},"method":"ping"}""" + "\n", buffer.Span));
        }
    }
}
