using System.Net;
using System.Text;
using McpSecure.Execution;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>Answers that do not come, that stop in the middle, and that drip.</summary>
public sealed class BodyTimeTests
{
    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nx")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")]
    public async Task An_answer_that_stops_in_the_middle_ends_in_time(string beginning)
    {
        var begun = new TaskCompletionSource();
        using var site = new Site(async (_, stream, token) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), token);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var time = new FakeTime();
        using var client = Bodies.Client(site, time);

        var reading = client.GetStringAsync(Bodies.AddressOf(site), Patience.Token);
        await begun.Task.OrGiveUp();
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(EgressRefusal.TimedOut, (await Assert.ThrowsAsync<EgressRefusedException>(() => reading.OrGiveUp())).Reason);
    }

    [Fact]
    public async Task A_body_that_drips_ends_in_time_however_it_is_read()
    {
        using var site = new Site(async (_, stream, token) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Bodies.Endless + "x"), token);
            await Task.Delay(Timeout.Infinite, token);
        });
        foreach (var read in Bodies.Reads())
        {
            var time = new FakeTime();
            using var client = Bodies.Client(site, time);
            using var response = await client.GetAsync(Bodies.AddressOf(site), HttpCompletionOption.ResponseHeadersRead, Patience.Token);
            var stream = await response.Content.ReadAsStreamAsync(Patience.Token);
            Assert.Equal(1, await stream.ReadAsync(new byte[10], Patience.Token));

            var reading = Task.Run(() => read(stream));
            time.Advance(TimeSpan.FromSeconds(31));

            Assert.Equal(EgressRefusal.TimedOut, (await Assert.ThrowsAsync<EgressRefusedException>(() => reading.OrGiveUp())).Reason);
        }
    }

    /// <summary>Compressed blocks that hold nothing: bytes without end, and never one to count.</summary>
    [Fact]
    public async Task A_compressed_body_of_nothing_ends_in_time()
    {
        var begun = new TaskCompletionSource();
        using var site = new Site(async (_, stream, token) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"), token);
            await stream.WriteAsync(new byte[] { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff }, token);
            byte[] nothing = [.. Enumerable.Repeat(new byte[] { 0, 0, 0, 0xff, 0xff }, 1000).SelectMany(block => block)];
            for (var sent = 0; ; sent++)
            {
                await stream.WriteAsync(nothing, token);
                if (sent == 100)
                {
                    begun.SetResult();
                }
            }
        });
        var time = new FakeTime();
        using var client = Bodies.Client(site, time);

        var reading = client.GetStringAsync(Bodies.AddressOf(site), Patience.Token);
        await begun.Task.OrGiveUp();
        time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(EgressRefusal.TimedOut, (await Assert.ThrowsAsync<EgressRefusedException>(() => reading.OrGiveUp())).Reason);
    }

    [Fact]
    public async Task Names_and_connections_that_hang_end_in_time()
    {
        var hanging = new TaskCompletionSource<IPAddress[]>();
        var begun = new TaskCompletionSource();
        var internet = new Internet(9) { ["public.example"] = Internet.PublicAddress };
        var time = new FakeTime();
        using var deaf = internet.Client(
            options => options.ResolveWith((_, _) =>
            {
                begun.SetResult();
                return hanging.Task;
            }),
            time);

        var resolving = deaf.GetStringAsync("http://public.example/", Patience.Token);
        await begun.Task.OrGiveUp();
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(EgressRefusal.TimedOut, (await Assert.ThrowsAsync<EgressRefusedException>(() => resolving.OrGiveUp())).Reason);

        // The time to connect is that of the platform, so that this takes a second.
        using var slow = internet.Client(options =>
        {
            (options.ConnectTimeoutSeconds, options.TimeoutSeconds) = (1, 300);
            options.ResolveWith((_, _) => hanging.Task);
        });
        Assert.Equal(EgressRefusal.TimedOut, (await Assert.ThrowsAsync<EgressRefusedException>(() => slow.GetStringAsync("http://public.example/", Patience.Token))).Reason);
    }

    [Fact]
    public async Task The_time_holds_for_all_redirects_together()
    {
        var time = new FakeTime();
        using var site = new Site(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(11));
            return Site.To("/next");
        });
        using var client = Bodies.Client(site, time);

        Assert.Equal(EgressRefusal.TimedOut, (await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync(Bodies.AddressOf(site), Patience.Token))).Reason);
        Assert.Equal(3, site.Requests.Count);
    }

    [Fact]
    public async Task Who_gives_up_himself_is_told_so()
    {
        using var site = new Site((_, _, token) => Task.Delay(Timeout.Infinite, token));
        using var client = Bodies.Client(site);
        using var source = new CancellationTokenSource();

        var reading = client.GetStringAsync(Bodies.AddressOf(site), source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.OrGiveUp());
    }

    [Fact]
    public async Task What_is_read_to_its_end_leaves_no_timer()
    {
        using var site = new Site();
        var time = new FakeTime();
        using var client = Bodies.Client(site, time);

        Assert.Equal("hello", await client.GetStringAsync(Bodies.AddressOf(site), Patience.Token));
        await Outcome.OfAsync(() => client.GetStringAsync("http://127.0.0.1/", Patience.Token));

        Assert.Equal(0, time.Timers);
    }
}
