using System.IO.Compression;
using System.Net;
using System.Text;
using McpSecure.Execution;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>Answers that do not end, and that grow.</summary>
public sealed class BodyTests
{
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
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Bodies.Endless), token);
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
    [InlineData(Bodies.Limit, true)]
    [InlineData(Bodies.Limit + 1, false)]
    [InlineData(0, true)]
    public async Task The_limit_itself_is_no_refusal(int size, bool isRead)
    {
        using var known = new Site(_ => Site.Ok(new string('x', size)));
        using var unknown = new Site(_ => $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{(size == 0 ? string.Empty : $"{size:x}\r\n{new string('x', size)}\r\n")}0\r\n\r\n");

        foreach (var site in new[] { known, unknown })
        {
            using var client = Bodies.Client(site);
            var outcome = await Outcome.OfAsync(async () => Assert.Equal(size, (await client.GetStringAsync(Bodies.AddressOf(site), Patience.Token)).Length));
            Assert.Equal(isRead ? null : EgressRefusal.TooLarge, (outcome as EgressRefusedException)?.Reason);
            Assert.Equal(isRead, outcome is null);
        }
    }

    [Fact]
    public async Task A_body_that_says_it_is_too_large_is_refused_with_the_headers_and_one_that_never_comes_is_not()
    {
        using var site = new Site(request => $"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n{(request.StartsWith("GET", StringComparison.Ordinal) ? "x" : string.Empty)}");
        using var client = Bodies.Client(site);

        var refused = await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetAsync(Bodies.AddressOf(site), HttpCompletionOption.ResponseHeadersRead, Patience.Token));
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Bodies.AddressOf(site)), Patience.Token);

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
        using var client = Bodies.Client(site);

        var refused = await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync(Bodies.AddressOf(site), Patience.Token));

        Assert.Equal(EgressRefusal.TooLarge, refused.Reason);
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
        using var client = Bodies.Client(compressed);

        using var response = await client.GetAsync(Bodies.AddressOf(compressed), Patience.Token);

        Assert.Equal("grüße", await response.Content.ReadAsStringAsync(Patience.Token));
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["de", "en"], response.Content.Headers.ContentLanguage);
    }

    private static async Task AssertTooLargeAsync(Site site)
    {
        using var client = Bodies.Client(site);
        var buffered = await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync(Bodies.AddressOf(site), Patience.Token));
        Assert.Equal(EgressRefusal.TooLarge, buffered.Reason);

        foreach (var read in Bodies.Reads())
        {
            using var response = await client.GetAsync(Bodies.AddressOf(site), HttpCompletionOption.ResponseHeadersRead, Patience.Token);
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
            Assert.InRange(total, 1, Bodies.Limit);
        }
    }

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
}
