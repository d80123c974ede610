using System.Net;
using McpSecure.Execution;
using McpSecure.Execution.Egress;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>Names that change their meaning between the check and the connection, and answers that mix good and bad.</summary>
public sealed class RebindingTests : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    /// <summary>Check the name, then let the platform resolve it again: what most servers do, and what the attack is made for.</summary>
    [Fact]
    public async Task A_check_before_a_plain_request_is_undone_by_the_second_answer()
    {
        var internet = new Internet(_site.Port);
        internet.Rebind("rebind.example", Internet.PublicAddress, "127.0.0.1");
        var answer = await internet.ResolveAsync("rebind.example", Patience.Token);
        Assert.All(answer, address => Assert.Equal(AddressKind.Public, AddressKinds.Of(address)));

        using var plain = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, token) =>
                await Connector.DialAsync(new IPEndPoint((await internet.ResolveAsync(context.DnsEndPoint.Host, token))[0], context.DnsEndPoint.Port), token),
        });

        Assert.Equal("hello", await plain.GetStringAsync($"http://rebind.example:{_site.Port}/", Patience.Token));
        Assert.Equal(1, _site.Connections);
    }

    [Fact]
    public async Task What_is_checked_is_connected_to_and_the_name_is_resolved_once_for_a_connection()
    {
        var internet = new Internet(_site.Port);
        internet.Rebind("rebind.example", Internet.PublicAddress, "127.0.0.1");
        using var client = internet.Client();

        await client.GetStringAsync($"http://rebind.example:{_site.Port}/", Patience.Token);
        await client.GetStringAsync($"http://rebind.example:{_site.Port}/", Patience.Token);

        Assert.Equal(["rebind.example"], internet.Resolved);
        Assert.Equal([IPAddress.Parse(Internet.PublicAddress)], internet.Dialled.Select(endPoint => endPoint.Address));
    }

    [Fact]
    public async Task Each_connection_is_checked_anew()
    {
        using var closing = new Site(_ => Site.Ok("hello", "Connection: close\r\n"));
        var internet = new Internet(closing.Port);
        internet.Rebind("rebind.example", Internet.PublicAddress, "127.0.0.1");
        using var client = internet.Client();
        await client.GetStringAsync($"http://rebind.example:{closing.Port}/", Patience.Token);

        var refused = await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync($"http://rebind.example:{closing.Port}/", Patience.Token));

        Assert.Equal(EgressRefusal.AddressNotPublic, refused.Reason);
        Assert.Single(internet.Dialled);
    }

    [Theory]
    [InlineData("93.184.216.34 127.0.0.1")]
    [InlineData("127.0.0.1 93.184.216.34")]
    [InlineData("93.184.216.34 93.184.216.35 93.184.216.36 93.184.216.37 93.184.216.38 93.184.216.39 93.184.216.40 93.184.216.41 93.184.216.42 10.0.0.1")] // beyond those that are tried
    [InlineData("93.184.216.34 ::ffff:10.0.0.1")]
    [InlineData("2606:2800:220:1::1 fd00::1")]
    [InlineData("2606:2800:220:1::1 64:ff9b::a00:1")]
    public async Task One_bad_answer_makes_all_of_them_bad(string addresses)
    {
        var internet = new Internet(_site.Port) { ["mixed.example"] = addresses };
        using var client = internet.Client();

        var refused = await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync($"http://mixed.example:{_site.Port}/", Patience.Token));

        Assert.Equal(EgressRefusal.AddressNotPublic, refused.Reason);
        Assert.Empty(internet.Dialled);
        Assert.DoesNotContain("mixed.example", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Internet.PublicAddress)]
    [InlineData($"::ffff:{Internet.PublicAddress}")]
    public async Task An_address_of_this_machine_is_not_public_wherever_it_lies(string answer)
    {
        var own = IPAddress.Parse(Internet.PublicAddress);
        var internet = new Internet(_site.Port) { ["self.example"] = answer };
        var rules = new EgressRules(internet.Options());
        var handler = new Connector(rules, new OwnAddresses(TimeProvider.System, () => [own]), internet.DialAsync).Handler();
        using var client = new HttpClient(new EgressGuard(rules, TimeProvider.System, handler));

        var refused = await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync($"http://self.example:{_site.Port}/", Patience.Token));

        Assert.Equal(EgressRefusal.AddressNotPublic, refused.Reason);
        Assert.Empty(internet.Dialled);
    }

    [Fact]
    public void The_system_knows_its_own_addresses_and_they_are_asked_for_again_after_a_while()
    {
        Assert.Contains(IPAddress.Loopback, OwnAddresses.OfSystem());
        var (time, asked) = (new FakeTime(), 0);
        var own = new OwnAddresses(time, () => [new IPAddress(asked++)]);

        Assert.True(own.Contains(new IPAddress(0)));
        Assert.False(own.Contains(new IPAddress(1)));
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(own.Contains(new IPAddress(1)));
    }

    [Fact]
    public async Task When_its_own_addresses_cannot_be_told_nothing_is_public()
    {
        var internet = new Internet(_site.Port) { ["public.example"] = Internet.PublicAddress };
        var rules = new EgressRules(internet.Options());
        var handler = new Connector(rules, new OwnAddresses(TimeProvider.System, () => throw new System.Net.NetworkInformation.NetworkInformationException()), internet.DialAsync).Handler();
        using var client = new HttpClient(new EgressGuard(rules, TimeProvider.System, handler));

        await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync($"http://public.example:{_site.Port}/", Patience.Token));

        Assert.Empty(internet.Dialled);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_answer()
    {
        var internet = new Internet(_site.Port) { ["two.example"] = "93.184.216.1 93.184.216.2" };
        var rules = new EgressRules(internet.Options());
        using var client = new HttpClient(new EgressGuard(rules, TimeProvider.System, (endPoint, token) =>
            endPoint.Address.ToString() == "93.184.216.1" ? throw new System.Net.Sockets.SocketException(111) : internet.DialAsync(endPoint, token)));

        Assert.Equal("hello", await client.GetStringAsync($"http://two.example:{_site.Port}/", Patience.Token));
        Assert.Equal(["93.184.216.2"], internet.Dialled.Select(endPoint => endPoint.Address.ToString()));
    }

    [Fact]
    public async Task An_address_that_swallows_everything_leaves_time_for_the_next()
    {
        var internet = new Internet(_site.Port) { ["two.example"] = "93.184.216.1 93.184.216.2" };
        var rules = new EgressRules(internet.Options(options => options.ConnectTimeoutSeconds = 2));
        using var client = new HttpClient(new EgressGuard(rules, TimeProvider.System, async (endPoint, token) =>
        {
            if (endPoint.Address.ToString() == "93.184.216.1")
            {
                await Task.Delay(Timeout.Infinite, token);
            }

            return await internet.DialAsync(endPoint, token);
        }));

        Assert.Equal("hello", await client.GetStringAsync($"http://two.example:{_site.Port}/", Patience.Token));
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_no_refusal_and_a_resolver_that_says_nothing_is_no_address()
    {
        var internet = new Internet(_site.Port) { ["empty.example"] = string.Empty };
        using var client = internet.Client();

        foreach (var host in new[] { "unknown.example", "empty.example" })
        {
            var exception = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync($"http://{host}:{_site.Port}/", Patience.Token));
            Assert.IsNotType<EgressRefusedException>(exception);
        }

        Assert.Empty(internet.Dialled);
    }
}
