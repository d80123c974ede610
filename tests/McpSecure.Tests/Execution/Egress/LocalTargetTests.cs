using System.Net;
using McpSecure.Execution;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>Every spelling of a local target. What counts is who came to the listener, and whether anybody tried to connect at all.</summary>
public sealed class LocalTargetTests : IDisposable
{
    /// <summary>Spellings that the platform understands without asking a name server.</summary>
    private static readonly string[] Spellings =
    [
        "http://127.0.0.1:PORT/",
        "http://127.0.0.2:PORT/",
        "http://127.255.255.254:PORT/",
        "http://127.1:PORT/",
        "http://127.0.1:PORT/",
        "http://2130706433:PORT/",
        "http://0x7f000001:PORT/",
        "http://0x7f.0x0.0x0.0x1:PORT/",
        "http://0x7f.1:PORT/",
        "http://017700000001:PORT/",
        "http://0177.0.0.1:PORT/",
        "http://0177.0.0.01:PORT/",
        "http://127.0x0.0.1:PORT/",
        "http://0:PORT/",
        "http://0.0.0.0:PORT/",
        "http://00000000:PORT/",
        "http://0x0:PORT/",
        "http://[::1]:PORT/",
        "http://[0:0:0:0:0:0:0:1]:PORT/",
        "http://[0000::0001]:PORT/",
        "http://[::]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://[::ffff:7f00:1]:PORT/",
        "http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/",
        "http://１２７.０.０.１:PORT/",
        "http://①②⑦.⓪.⓪.①:PORT/",
        "http://127。0。0。1:PORT/",
        "http://127．0．0．1:PORT/",
        "http://127.0.0.1.:PORT/",
        "HTTP://127.0.0.1:PORT/",
        " http://127.0.0.1:PORT/",
        "http://127.0.0.1:PORT\t/",
        "http://127.0.0.1\n:PORT/",
        "http:\\\\127.0.0.1:PORT\\",
        "http:/\\127.0.0.1:PORT/",
        "http://%31%32%37%2e%30%2e%30%2e%31:PORT/",
        "http://example.com@127.0.0.1:PORT/",
        "http://example.com:80@127.0.0.1:PORT/",
        "http://example.com%40127.0.0.1:PORT/",
        "http://@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT#@example.com/",
        "http://127.0.0.1:PORT?@example.com/",
        "http://127.0.0.1:PORT\\@example.com/",
        "http://example.com\\@127.0.0.1:PORT/",
    ];

    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    public static TheoryData<string> Literals() => [.. Spellings];

    /// <summary>Addresses that nothing on this machine may try out, and names of this and other inner places.</summary>
    public static TheoryData<string> Others() =>
    [
        "http://localhost:PORT/",
        "http://LOCALHOST:PORT/",
        "http://localhost.:PORT/",
        "http://ｌｏｃａｌｈｏｓｔ:PORT/",
        "http://app.localhost:PORT/",
        "http://localhost.localdomain:PORT/",
        "http://local.example:PORT/", // a public name with a local address
        "http://ⓛocal.example:PORT/",
        "http://mixed.example:PORT/", // one good address, one bad
        "http://mixed6.example:PORT/",
        "http://metadata.google.internal:PORT/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2852039166/latest/meta-data/",
        "http://0xa9fea9fe/",
        "http://0251.0376.0251.0376/",
        "http://[::ffff:169.254.169.254]/",
        "http://[fd00:ec2::254]/",
        "http://100.100.100.200/",
        "http://168.63.129.16/",
        "http://192.0.0.192/",
        "http://10.0.0.1/",
        "http://172.31.255.255/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::127.0.0.1]:PORT/", // IPv4-compatible
        "http://[64:ff9b::127.0.0.1]:PORT/", // NAT64
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[64:ff9b:1::7f00:1]:PORT/",
        "http://[2002:7f00:1::]:PORT/", // 6to4
        "http://[2002:a9fe:a9fe::1]/",
        "http://[2001:0:0:0:0:0:80ff:fffe]/", // Teredo
        "http://[2606:2800:220:1::5efe:7f00:1]/", // ISATAP
        "http://[2606:2800:220:1:200:5efe:7f00:1]/",
        "http://[fe80::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[fec0::1]/",
        "http://[fc00::1]/",
        "http://[fdff::1]/",
        "http://[ff02::1]/",
        "http://[100::1]/",
        "http://[5f00::1]/",
        "http://[2001:db8::1]/",
        "http://[3fff::1]/",
    ];

    [Fact]
    public async Task A_plain_client_reaches_the_listener()
    {
        using var plain = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) });
        var reached = new List<string>();
        foreach (var spelling in Spellings)
        {
            var before = _site.Requests.Count;
            await Outcome.OfAsync(() => plain.GetStringAsync(WithPort(spelling), Patience.Token));
            if (_site.Requests.Count > before)
            {
                reached.Add(spelling);
            }
        }

        Assert.True(reached.Count >= 25, $"{reached.Count} reached it, and not {string.Join(' ', Spellings.Except(reached))}");
    }

    [Theory]
    [MemberData(nameof(Literals))]
    [MemberData(nameof(Others))]
    public async Task Nobody_is_connected_to(string spelling)
    {
        var internet = Inner();
        using var client = internet.Client();
        using var real = new HttpClient(new EgressGuard(internet.Options()));

        Assert.NotNull(await Outcome.OfAsync(() => client.GetStringAsync(WithPort(spelling), Patience.Token)));
        Assert.NotNull(await Outcome.OfAsync(() => real.GetStringAsync(WithPort(spelling), Patience.Token)));

        Assert.Empty(internet.Dialled);
        Assert.Equal(0, _site.Connections);
    }

    /// <summary>The same way, with a name for a public address, does connect: the rows above say something.</summary>
    [Fact]
    public async Task A_public_address_is_connected_to()
    {
        var internet = Inner();
        using var client = internet.Client();

        Assert.Equal("hello", await client.GetStringAsync(WithPort("http://public.example:PORT/"), Patience.Token));
        Assert.Equal([new IPEndPoint(IPAddress.Parse(Internet.PublicAddress), _site.Port)], internet.Dialled);
    }

    [Theory]
    [InlineData("gopher://127.0.0.1:PORT/_x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1:PORT/")]
    [InlineData("dict://127.0.0.1:PORT/")]
    [InlineData("ws://public.example:PORT/")]
    [InlineData("wss://public.example:PORT/")]
    [InlineData("jar:http://public.example:PORT/")]
    [InlineData("data:text/plain,x")]
    [InlineData("//127.0.0.1:PORT/")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public async Task No_other_scheme_is_spoken(string address)
    {
        var internet = Inner();
        using var client = internet.Client();

        Assert.NotNull(await Outcome.OfAsync(() => client.GetStringAsync(WithPort(address), Patience.Token)));
        using var invoker = new HttpMessageInvoker(internet.Guard());
        Assert.NotNull(await Outcome.OfAsync(() => invoker.SendAsync(new HttpRequestMessage(HttpMethod.Get, WithPort(address)), Patience.Token)));

        Assert.Empty(internet.Dialled);
    }

    private string WithPort(string address) => address.Replace("PORT", $"{_site.Port}", StringComparison.Ordinal);

    private Internet Inner() => new(_site.Port)
    {
        ["localhost"] = "127.0.0.1 ::1",
        ["app.localhost"] = "::1",
        ["localhost.localdomain"] = "127.0.0.1",
        ["local.example"] = "127.0.0.1",
        ["mixed.example"] = $"{Internet.PublicAddress} 127.0.0.1",
        ["mixed6.example"] = "2606:2800:220:1::1 ::1",
        ["metadata.google.internal"] = "169.254.169.254",
        ["public.example"] = Internet.PublicAddress,
    };
}
