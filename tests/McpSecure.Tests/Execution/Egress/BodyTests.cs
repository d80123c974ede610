using System.IO.Compression;
using System.Net;
using System.Text;
using McpSecure.Execution;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>Answers that do not end, that end late, and that grow.</summary>
public sealed class BodyTests
{
    private const int Limit = 100_000;

    private static readonly string Endless = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";

    public static TheoryData<DecompressionMethods> Compressions() => [DecompressionMethods.GZip, DecompressionMethods.Deflate, DecompressionMethods.Brotli];

    [Fact]
    public async Task A_plain_client_reads_a_bomb_to_its_end()
    {
        using var site = Bomb(DecompressionMethods.GZip);
        using var plain = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });

        Assert.Equal(20_000_000, (await plain.GetByteArrayAsync($"http://127.0.0.1:{site.Port}/", Patience.Token)).Length);
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public async Task A_bomb_stops_at_the_limit(DecompressionMethods compression)
    {
        using var site = Bomb(compression);

        await AssertTooLargeAsync(site);
    }

    [Fact]
    public async Task An_endless_body_stops_at_the_limit()
    {
        using var site = new Site(async (_, stream, token) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Endless), token);
            while (true)
            {
                await stream.WriteAsync(new byte[1000], token);
            }
        });

        await AssertTooLargeAsync(site);
    }

    [Fact]
    public async Task An_endless_chunked_body_stops_at_the_limit()
    {
        using var site = new Site(async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), token);
            while (true)
            {
                await stream.WriteAsync("5\r\nhello\r\n"u8.ToArray(), token);
            }
        });

        await AssertTooLargeAsync(site);
    }

    [Theory]
    [InlineData(Limit, true)]
    [InlineData(Limit + 1, false)]
    [InlineData(0, true)]
    public async Task The_limit_itself_is_no_refusal(int size, bool isRead)
    {
        using var known = new Site(_ => Site.Ok(new string('x', size)));
        using var unknown = new Site(_ => $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{(size == 0 ? string.Empty : $"{size:x}\r\n{new string('x', size)}\r\n")}0\r\n\r\n");

        foreach (var site in new[] { known, unknown })
        {
            using var client = Client(site);
            var outcome = await Outcome.OfAsync(async () => Assert.Equal(size, (await client.GetStringAsync(AddressOf(site), Patience.Token)).Length));
            Assert.Equal(isRead ? null : EgressRefusal.TooLarge, (outcome as EgressRefusedException)?.Reason);
            Assert.Equal(isRead, outcome is null);
        }
    }

    [Fact]
    public async Task A_body_that_says_it_is_too_large_is_refused_with_the_headers_and_one_that_never_comes_is_not()
    {
        using var site = new Site(request => $"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n{(request.StartsWith("GET", StringComparison.Ordinal) ? "x" : string.Empty)}");
        using var client = Client(site);

        var refused = await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetAsync(AddressOf(site), HttpCompletionOption.ResponseHeadersRead, Patience.Token));
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, AddressOf(site)), Patience.Token);

        Assert.Equal(EgressRefusal.TooLarge, refused.Reason);
        Assert.Equal(999999999999, head.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData(40, 1000)]
    [InlineData(1, 40_000)]
    [InlineData(100_000, 10)]
    public async Task Headers_have_a_limit(int count, int length)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(number => $"X-{number}: {new string('x', length)}\r\n"));
        using var site = new Site(_ => Site.Ok("x", headers));
        using var client = Client(site);

        var refused = await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync(AddressOf(site), Patience.Token));

        Assert.Equal(EgressRefusal.TooLarge, refused.Reason);
    }

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
        using var client = Client(site, time);

        var reading = client.GetStringAsync(AddressOf(site), Patience.Token);
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
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Endless + "x"), token);
            await Task.Delay(Timeout.Infinite, token);
        });
        foreach (var read in Reads())
        {
            var time = new FakeTime();
            using var client = Client(site, time);
            using var response = await client.GetAsync(AddressOf(site), HttpCompletionOption.ResponseHeadersRead, Patience.Token);
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
        using var client = Client(site, time);

        var reading = client.GetStringAsync(AddressOf(site), Patience.Token);
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
            options.ConnectTimeoutSeconds = 1;
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
        using var client = Client(site, time);

        Assert.Equal(EgressRefusal.TimedOut, (await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync(AddressOf(site), Patience.Token))).Reason);
        Assert.Equal(3, site.Requests.Count);
    }

    [Fact]
    public async Task Who_gives_up_himself_is_told_so()
    {
        using var site = new Site((_, _, token) => Task.Delay(Timeout.Infinite, token));
        using var client = Client(site);
        using var source = new CancellationTokenSource();

        var reading = client.GetStringAsync(AddressOf(site), source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.OrGiveUp());
    }

    [Fact]
    public async Task What_is_read_to_its_end_leaves_no_timer()
    {
        using var site = new Site();
        var time = new FakeTime();
        using var client = Client(site, time);

        Assert.Equal("hello", await client.GetStringAsync(AddressOf(site), Patience.Token));
        await Outcome.OfAsync(() => client.GetStringAsync("http://127.0.0.1/", Patience.Token));

        Assert.Equal(0, time.Timers);
    }

    [Fact]
    public async Task Headers_of_the_body_come_through_and_compressed_text_is_text()
    {
        using var compressed = new Site(async (_, stream, token) =>
        {
            var body = Compress(DecompressionMethods.GZip, Encoding.UTF8.GetBytes("grüße"));
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Language: de\r\nContent-Language: en\r\nContent-Length: {body.Length}\r\n\r\n"), token);
            await stream.WriteAsync(body, token);
        });
        using var client = Client(compressed);

        using var response = await client.GetAsync(AddressOf(compressed), Patience.Token);

        Assert.Equal("grüße", await response.Content.ReadAsStringAsync(Patience.Token));
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["de", "en"], response.Content.Headers.ContentLanguage);
    }

    private static async Task AssertTooLargeAsync(Site site)
    {
        using var client = Client(site);
        var buffered = await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync(AddressOf(site), Patience.Token));
        Assert.Equal(EgressRefusal.TooLarge, buffered.Reason);

        foreach (var read in Reads())
        {
            using var response = await client.GetAsync(AddressOf(site), HttpCompletionOption.ResponseHeadersRead, Patience.Token);
            var stream = await response.Content.ReadAsStreamAsync(Patience.Token);
            var total = 0;
            var streamed = await Assert.ThrowsAsync<EgressRefusedException>(async () =>
            {
                while (await read(stream) is > 0 and var count)
                {
                    total += count;
                }
            });

            Assert.Equal(EgressRefusal.TooLarge, streamed.Reason);
            Assert.InRange(total, 1, Limit);
        }
    }

    /// <summary>The ways to read a stream.</summary>
    private static Func<Stream, Task<int>>[] Reads() =>
    [
        stream => stream.ReadAsync(new byte[4096], Patience.Token).AsTask(),
        stream => stream.ReadAsync(new byte[4096]).AsTask(),
        stream => stream.ReadAsync(new byte[4096], 0, 4096, Patience.Token),
        stream => Task.FromResult(stream.Read(new byte[4096], 0, 4096)),
        stream => Task.FromResult(stream.Read(new byte[4096].AsSpan())),
        stream => Task.Factory.FromAsync(stream.BeginRead(new byte[4096], 0, 4096, callback: null, state: null), stream.EndRead),
    ];

    private static Site Bomb(DecompressionMethods compression)
    {
        var name = compression switch { DecompressionMethods.GZip => "gzip", DecompressionMethods.Brotli => "br", _ => "deflate" };
        var body = Compress(compression, new byte[20_000_000]);
        return new Site(async (_, stream, token) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: {name}\r\nContent-Length: {body.Length}\r\n\r\n"), token);
            await stream.WriteAsync(body, token);
        });
    }

    private static byte[] Compress(DecompressionMethods compression, byte[] text)
    {
        using var result = new MemoryStream();
        using (Stream stream = compression switch
        {
            DecompressionMethods.GZip => new GZipStream(result, CompressionLevel.Fastest),
            DecompressionMethods.Brotli => new BrotliStream(result, CompressionLevel.Fastest),
            _ => new ZLibStream(result, CompressionLevel.Fastest),
        })
        {
            stream.Write(text);
        }

        return result.ToArray();
    }

    private static string AddressOf(Site site) => $"http://public.example:{site.Port}/";

    private static HttpClient Client(Site site, TimeProvider? time = null) =>
        new Internet(site.Port) { ["public.example"] = Internet.PublicAddress }.Client(options => options.MaxResponseBytes = Limit, time);
}
