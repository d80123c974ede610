using System.Net;
using McpSecure.Execution;
using McpSecure.Execution.Egress;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>What a request must not ask for.</summary>
public sealed class RequestTests : IDisposable
{
    private readonly Site _site = new();
    private readonly Internet _internet;
    private readonly HttpClient _client;

    public RequestTests()
    {
        _internet = new Internet(_site.Port) { ["public.example"] = Internet.PublicAddress };
        _client = _internet.Client();
    }

    private Uri Address => new($"http://public.example:{_site.Port}/");

    public void Dispose()
    {
        _client.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task A_plain_client_sends_a_header_within_a_header()
    {
        using var plain = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_site.Port}/");
        request.Headers.TryAddWithoutValidation("X-Name", "a\r\nX-Admin: true");

        await plain.SendAsync(request, Patience.Token);

        Assert.Contains("\r\nX-Admin: true\r\n", Assert.Single(_site.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\r\nX-Admin: true")]
    [InlineData("a\nX-Admin: true")]
    [InlineData("a\rX-Admin: true")]
    [InlineData("a\0")]
    [InlineData("a\r\n\r\nGET /second HTTP/1.1\r\nHost: x")]
    public async Task A_line_break_in_a_header_is_refused(string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        request.Headers.TryAddWithoutValidation("X-Name", value);
        await AssertRefusedAsync(request);

        using var post = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent([]) };
        post.Content.Headers.TryAddWithoutValidation("X-Name", value);
        await AssertRefusedAsync(post);
    }

    [Theory]
    [InlineData("Upgrade", "websocket")]
    [InlineData("upgrade", "h2c")]
    [InlineData("Upgrade", "no/valid/value@@")]
    [InlineData("Expect", "100-continue")]
    [InlineData("Expect", "@@")]
    [InlineData("Host", "internal.example")]
    [InlineData("Host", "127.0.0.1")]
    [InlineData("Host", "internal example")] // what cannot be parsed is sent all the same
    [InlineData("Host", "")]
    [InlineData("Host", "public.example:99")]
    public async Task Another_protocol_and_another_host_are_refused(string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        request.Headers.TryAddWithoutValidation(name, value);
        await AssertRefusedAsync(request);
    }

    [Theory]
    [InlineData("public.example")]
    [InlineData("PUBLIC.example:PORT")]
    public async Task Its_own_host_may_be_named(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address) { Headers = { Host = host.Replace("PORT", $"{_site.Port}", StringComparison.Ordinal) } };

        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync(request, Patience.Token)).StatusCode);
    }

    [Fact]
    public async Task A_tunnel_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Connect, Address);
        await AssertRefusedAsync(request);
        using var lower = new HttpRequestMessage(new HttpMethod("connect"), Address);
        await AssertRefusedAsync(lower);
    }

    [Fact]
    public async Task An_answer_that_changes_the_protocol_unasked_is_refused()
    {
        using var site = new Site(_ => "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
        var internet = new Internet(site.Port) { ["public.example"] = Internet.PublicAddress };
        using var client = internet.Client();

        Assert.NotNull(await Outcome.OfAsync(() => client.GetAsync($"http://public.example:{site.Port}/", HttpCompletionOption.ResponseHeadersRead, Patience.Token)));
    }

    [Theory]
    [InlineData("3.0", HttpVersionPolicy.RequestVersionExact, null)]
    [InlineData("3.0", HttpVersionPolicy.RequestVersionOrHigher, null)]
    [InlineData("3.0", HttpVersionPolicy.RequestVersionOrLower, "2.0")]
    [InlineData("2.0", HttpVersionPolicy.RequestVersionOrHigher, "2.0")] // Alt-Svc would lead to HTTP/3
    [InlineData("1.1", HttpVersionPolicy.RequestVersionOrHigher, "2.0")]
    [InlineData("2.0", HttpVersionPolicy.RequestVersionExact, "2.0")]
    [InlineData("1.1", HttpVersionPolicy.RequestVersionOrLower, "1.1")]
    public async Task Nothing_is_sent_that_could_become_HTTP3(string version, HttpVersionPolicy policy, string? sent)
    {
        var recorder = new Recorder();
        using var invoker = new HttpMessageInvoker(new EgressGuard(new EgressRules(_internet.Options()), TimeProvider.System, recorder));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://public.example/") { Version = Version.Parse(version), VersionPolicy = policy };

        var outcome = await Outcome.OfAsync(() => invoker.SendAsync(request, Patience.Token));

        Assert.Equal(sent is null, outcome is EgressRefusedException { Reason: EgressRefusal.RequestNotAllowed });
        Assert.Equal(sent, recorder.Sent?.Version.ToString());
        Assert.True(recorder.Sent is null or { Version.Major: < 3, VersionPolicy: not HttpVersionPolicy.RequestVersionOrHigher });
    }

    [Fact]
    public void A_blocking_request_is_not_supported() =>
        Assert.Throws<NotSupportedException>(() => _client.Send(new HttpRequestMessage(HttpMethod.Get, Address), Patience.Token));

    private async Task AssertRefusedAsync(HttpRequestMessage request)
    {
        var refused = await Assert.ThrowsAsync<EgressRefusedException>(() => _client.SendAsync(request, Patience.Token));

        Assert.Equal(EgressRefusal.RequestNotAllowed, refused.Reason);
        Assert.Empty(_internet.Dialled);
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public HttpRequestMessage? Sent { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent = request;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request });
        }
    }
}
