using System.Globalization;
using McpSecure.Execution;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>Which hosts may be reached, by name and, for internal ones, by network.</summary>
public sealed class HostTests : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [Theory]
    [InlineData("api.example.com=true", "api.example.com", true)]
    [InlineData("api.example.com=true", "API.example.com", true)]
    [InlineData("API.Example.Com=true", "api.example.com", true)]
    [InlineData("api.example.com=true", "api.example.com.", true)] // the dot of the root
    [InlineData("api.example.com.=true", "api.example.com", true)]
    [InlineData("bücher.example=true", "xn--bcher-kva.example", true)]
    [InlineData("xn--bcher-kva.example=true", "BÜCHER.example", true)]
    [InlineData("*.bücher.example=true", "www.xn--bcher-kva.example", true)]
    [InlineData("api.example.com=true", "ａｐｉ.example.com", true)]
    [InlineData("api.example.com=true", "www.example.com", false)]
    [InlineData("api.example.com=true", "x.api.example.com", false)]
    [InlineData("api.example.com=true", "api.example.com.evil.example", false)]
    [InlineData("api.example.com=true", "api-example.com", false)]
    [InlineData("*.example.com=true", "api.example.com", true)]
    [InlineData("*.example.com=true", "a.b.example.com", true)]
    [InlineData("*.example.com=true", "example.com", false)] // not the apex
    [InlineData("*.example.com=true", "notexample.com", false)] // whole labels
    [InlineData("*.example.com=true", "example.com.evil.example", false)]
    [InlineData("*.example.com=true;example.com=true", "example.com", true)]
    [InlineData("*.example.com=true;old.example.com=false", "old.example.com", false)]
    [InlineData("*.example.com=true;*.old.example.com=false", "a.old.example.com", false)]
    [InlineData("*.example.com=false;api.example.com=true", "api.example.com", true)] // the most exact entry
    [InlineData("*=true", "any.example", true)]
    [InlineData("*=true", "93.184.216.34", true)]
    [InlineData("*=true;*.evil.example=false", "a.evil.example", false)]
    [InlineData("*=false", "any.example", false)]
    [InlineData("example.com=true", "93.184.216.34", false)]
    [InlineData("93.184.216.34=true", "93.184.216.34", true)]
    [InlineData("93.184.216.34=true", "1572395042", true)] // the same address
    [InlineData("bücher.example=true;xn--bcher-kva.example=false", "bücher.example", false)] // two spellings: a no counts
    [InlineData("xn--bcher-kva.example=false;bücher.example=true", "bücher.example", false)]
    [InlineData("*=true;93.184.216.34=false", "[::ffff:93.184.216.34]", false)] // the same address, mapped
    [InlineData("*=true;93.184.216.34=false", "[64:ff9b::5db8:d822]", false)] // and as NAT64 makes it
    [InlineData("*=true;::ffff:93.184.216.34=false", "93.184.216.34", false)]
    [InlineData("*=true;[64:ff9b::5db8:d822]=false", "93.184.216.34", false)]
    [InlineData("93.184.216.34=true", "[::ffff:5db8:d822]", true)]
    [InlineData("2606:2800:220:1::1=true", "[2606:2800:220:1:0:0:0:1]", true)]
    [InlineData("*=true;[2606:2800:220:1::1]=false", "[2606:2800:220:1::1]", false)]
    [InlineData("", "example.com", false)] // nothing listed, nothing reached
    public async Task A_host_is_reached_if_the_most_exact_entry_says_so(string hosts, string host, bool isReached)
    {
        var internet = new Internet(_site.Port);
        foreach (var name in new[] { "xn--bcher-kva.example", "www.xn--bcher-kva.example", new Uri($"http://{host}").IdnHost.TrimEnd('.') })
        {
            internet[name] = Internet.PublicAddress;
        }

        using var client = internet.Client(options => Set(options, hosts));

        var outcome = await Outcome.OfAsync(() => client.GetStringAsync($"http://{host}:{_site.Port}/", Patience.Token));

        Assert.Equal(isReached ? null : EgressRefusal.HostNotAllowed, (outcome as EgressRefusedException)?.Reason);
        Assert.Equal(isReached, outcome is null);
        Assert.Equal(isReached ? 1 : 0, internet.Dialled.Count);
        Assert.True(isReached || internet.Resolved.IsEmpty, "a name that is not allowed is not even resolved");
    }

    [Theory]
    [InlineData("10.1.2.0/24", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.0/24, fd00:1::/64", "10.1.2.3 fd00:1::5", true)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("10.1.2.0/24", "::ffff:10.1.2.3", true)]
    [InlineData("10.1.2.0/24", "10.1.3.3", false)] // another network
    [InlineData("10.1.2.0/24", "10.1.2.3 127.0.0.1", false)] // one bad answer
    [InlineData("10.1.2.0/24", "93.184.216.34", false)] // not where it has to be
    [InlineData("10.1.2.0/24", "169.254.169.254", false)] // never
    [InlineData("10.1.2.0/24", "64:ff9b::a01:203", false)] // nobody can tell whose network that is
    [InlineData("FD00:1::/64", "fd00:1::5", true)]
    [InlineData("100.64.0.0/11", "100.64.0.1", true)]
    public async Task An_internal_host_is_reached_in_its_networks_only(string networks, string addresses, bool isReached)
    {
        var internet = new Internet(_site.Port) { ["billing.internal"] = addresses };
        using var client = internet.Client(options =>
        {
            options.Hosts.Clear();
            options.InternalHosts["Billing.internal."] = networks;
        });

        var outcome = await Outcome.OfAsync(() => client.GetStringAsync($"http://billing.internal:{_site.Port}/", Patience.Token));

        Assert.Equal(isReached ? null : EgressRefusal.AddressNotPublic, (outcome as EgressRefusedException)?.Reason);
        Assert.Equal(isReached ? 1 : 0, internet.Dialled.Count);
    }

    [Theory]
    [InlineData("::1", "::1", "[::1]", true)]
    [InlineData("[::1]", "::1", "[0:0:0:0:0:0:0:1]", true)]
    [InlineData("fd00:1::5", "fd00:1::/64", "[fd00:1::5]", true)]
    [InlineData("10.1.2.3", "10.1.2.0/24", "[::ffff:10.1.2.3]", true)]
    [InlineData("::ffff:10.1.2.3", "10.1.2.0/24", "10.1.2.3", true)]
    [InlineData("fd00:1::5", "fd00:1::/64", "[fd00:1::6]", false)]
    [InlineData("10.1.2.3", "10.1.2.0/24", "[64:ff9b::a01:203]", false)]
    public async Task An_internal_host_may_be_an_address_in_any_spelling(string host, string networks, string asked, bool isReached)
    {
        var internet = new Internet(_site.Port);
        using var client = internet.Client(options => options.InternalHosts[host] = networks);

        var outcome = await Outcome.OfAsync(() => client.GetStringAsync($"http://{asked}:{_site.Port}/", Patience.Token));

        Assert.Equal(isReached ? null : EgressRefusal.AddressNotPublic, (outcome as EgressRefusedException)?.Reason);
        Assert.Equal(isReached, outcome is null);
        Assert.Equal(isReached ? 1 : 0, internet.Dialled.Count);
    }

    [Fact]
    public async Task Another_name_for_an_internal_address_is_refused_and_so_is_the_address()
    {
        var internet = new Internet(_site.Port) { ["billing.internal"] = "10.1.2.3", ["evil.example"] = "10.1.2.3" };
        using var client = internet.Client(options => options.InternalHosts["billing.internal"] = "10.1.2.0/24");

        foreach (var host in new[] { "evil.example", "10.1.2.3", "x.billing.internal" })
        {
            Assert.NotNull(await Outcome.OfAsync(() => client.GetStringAsync($"http://{host}:{_site.Port}/", Patience.Token)));
        }

        Assert.Empty(internet.Dialled);
        await client.GetStringAsync($"http://billing.internal:{_site.Port}/", Patience.Token);
        Assert.Single(internet.Dialled);
    }

    [Fact]
    public async Task A_no_closes_an_internal_host_again()
    {
        var internet = new Internet(_site.Port) { ["billing.internal"] = "10.1.2.3" };
        using var client = internet.Client(options =>
        {
            options.InternalHosts["billing.internal"] = "10.1.2.0/24";
            options.Hosts["billing.internal"] = false;
        });

        Assert.NotNull(await Outcome.OfAsync(() => client.GetStringAsync($"http://billing.internal:{_site.Port}/", Patience.Token)));
        Assert.Empty(internet.Dialled);
    }

    [Theory]
    [InlineData("http://public.example/", true)]
    [InlineData("https://public.example/", true)]
    [InlineData("http://public.example:443/", true)]
    [InlineData("http://public.example:22/", false)]
    [InlineData("http://public.example:6379/", false)]
    [InlineData("http://public.example:0/", false)]
    [InlineData("http://public.example:65535/", false)]
    public async Task Only_the_usual_ports_are_connected_to(string address, bool isDialled)
    {
        var internet = new Internet(_site.Port) { ["public.example"] = Internet.PublicAddress };
        using var client = internet.Client();

        var outcome = await Outcome.OfAsync(() => client.GetStringAsync(address, Patience.Token));

        Assert.Equal(isDialled ? 1 : 0, internet.Dialled.Count);
        Assert.Equal(isDialled, (outcome as EgressRefusedException)?.Reason != EgressRefusal.PortNotAllowed);
    }

    [Fact]
    public async Task A_port_can_be_taken_away_and_http_is_off_unless_it_is_allowed()
    {
        var internet = new Internet(_site.Port) { ["public.example"] = Internet.PublicAddress };
        using var closed = internet.Client(options => options.Ports[80] = false);
        using var secure = internet.Client(options => options.AllowHttp = false);

        Assert.Equal(EgressRefusal.PortNotAllowed, (await Assert.ThrowsAsync<EgressRefusedException>(() => closed.GetStringAsync("http://public.example/", Patience.Token))).Reason);
        Assert.Equal(EgressRefusal.SchemeNotAllowed, (await Assert.ThrowsAsync<EgressRefusedException>(() => secure.GetStringAsync("http://public.example/", Patience.Token))).Reason);
        Assert.Equal(EgressRefusal.PortNotAllowed, (await Assert.ThrowsAsync<EgressRefusedException>(() => secure.GetStringAsync("https://public.example:80/", Patience.Token))).Reason);
        Assert.Empty(internet.Dialled);
    }

    [Theory]
    [InlineData("http://user@public.example/")]
    [InlineData("http://user:secret@public.example/")]
    [InlineData("http://public.example:x@public.example/")]
    public async Task A_user_name_in_the_address_is_refused(string address)
    {
        var internet = new Internet(_site.Port) { ["public.example"] = Internet.PublicAddress };
        using var client = internet.Client();

        var refused = await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync(address, Patience.Token));

        Assert.Equal(EgressRefusal.AddressMalformed, refused.Reason);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.Empty(internet.Dialled);
    }

    [Theory]
    [InlineData("Hosts", "https://example.com", "true")]
    [InlineData("Hosts", "example.com/path", "true")]
    [InlineData("Hosts", "example.com:8443", "true")]
    [InlineData("Hosts", "user@example.com", "true")]
    [InlineData("Hosts", "exam ple.com", "true")]
    [InlineData("Hosts", "a.*.com", "true")]
    [InlineData("Hosts", "**.example.com", "true")]
    [InlineData("Hosts", "*example.com", "true")]
    [InlineData("Hosts", "*.", "true")]
    [InlineData("Hosts", "*.0.0.1", "true")]
    [InlineData("Hosts", "*.*", "true")]
    [InlineData("Hosts", "", "true")]
    [InlineData("Hosts", " ", "true")]
    [InlineData("InternalHosts", "*.internal", "10.0.0.0/8")]
    [InlineData("InternalHosts", "*", "10.0.0.0/8")]
    [InlineData("InternalHosts", "", "10.0.0.0/8")]
    [InlineData("InternalHosts", "billing.internal", "")]
    [InlineData("InternalHosts", "billing.internal", "true")]
    [InlineData("InternalHosts", "billing.internal", "*")]
    [InlineData("InternalHosts", "billing.internal", "10")]
    [InlineData("InternalHosts", "billing.internal", "0.0.0.0/0")]
    [InlineData("InternalHosts", "billing.internal", "::/0")]
    [InlineData("InternalHosts", "billing.internal", "10.0.0.0/7")]
    [InlineData("InternalHosts", "billing.internal", "10.1.2.0/24,")]
    [InlineData("InternalHosts", "billing.internal", "other.internal")]
    [InlineData("InternalHosts", "billing.internal", "010.0.0.0/8")] // 8.0.0.0 to some
    [InlineData("InternalHosts", "billing.internal", "010.1.2.3")]
    [InlineData("InternalHosts", "billing.internal", "0x0a.1.2.3")]
    [InlineData("InternalHosts", "billing.internal", "10.1")]
    [InlineData("InternalHosts", "billing.internal", "10/8")]
    [InlineData("InternalHosts", "billing.internal", "10.1/16")]
    [InlineData("InternalHosts", "billing.internal", "10.0.0.0/08")]
    [InlineData("InternalHosts", "billing.internal", "10.1.2.3/8")]
    [InlineData("InternalHosts", "billing.internal", "::ffff:10.1.2.3")]
    [InlineData("InternalHosts", "billing.internal", "::ffff:10.0.0.0/104")]
    [InlineData("InternalHosts", "billing.internal", "fd00:0001::/64")]
    [InlineData("InternalHosts", "billing.internal", "fd00::1%1")]
    [InlineData("InternalHosts", "billing.internal", "169.254.0.0/16")]
    [InlineData("InternalHosts", "billing.internal", "169.254.169.254")]
    [InlineData("InternalHosts", "billing.internal", "169.0.0.0/8")]
    [InlineData("InternalHosts", "billing.internal", "10.1.2.0/24, 168.63.129.16")]
    [InlineData("InternalHosts", "billing.internal", "100.64.0.0/10")]
    [InlineData("InternalHosts", "billing.internal", "fd00::/8")]
    [InlineData("InternalHosts", "billing.internal", "fd00:ec2::254")]
    [InlineData("InternalHosts", "billing.internal", "fe80::/10")]
    [InlineData("InternalHosts", "billing.internal", "64:ff9b::/96")]
    [InlineData("InternalHosts", "billing.internal", "2002::/16")]
    [InlineData("Ports", "0", "true")]
    [InlineData("Ports", "65536", "true")]
    [InlineData("MaxRedirects", "-1", "")]
    [InlineData("MaxRedirects", "21", "")]
    [InlineData("TimeoutSeconds", "0", "")]
    [InlineData("TimeoutSeconds", "3601", "")]
    [InlineData("ConnectTimeoutSeconds", "0", "")]
    [InlineData("ConnectTimeoutSeconds", "301", "")]
    [InlineData("MaxResponseBytes", "-1", "")]
    public void A_setting_that_means_nothing_is_an_error(string setting, string key, string value)
    {
        var options = new EgressOptions();
        Action set = setting switch
        {
            "Hosts" => () => options.Hosts[key] = true,
            "InternalHosts" => () => options.InternalHosts[key] = value,
            "Ports" => () => options.Ports[Number(key)] = true,
            "MaxRedirects" => () => options.MaxRedirects = Number(key),
            "TimeoutSeconds" => () => options.TimeoutSeconds = Number(key),
            "ConnectTimeoutSeconds" => () => options.ConnectTimeoutSeconds = Number(key),
            _ => () => options.MaxResponseBytes = Number(key),
        };
        set();

        var error = Assert.Throws<ArgumentException>(() => new EgressGuard(options));

        Assert.StartsWith(setting, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_spellings_of_one_internal_host_are_an_error()
    {
        var options = new EgressOptions();
        options.InternalHosts["billing.internal"] = "10.1.2.0/24";
        options.InternalHosts["billing.internal."] = "10.9.0.0/16";

        Assert.Contains("are the same host; write it once.", Assert.Throws<ArgumentException>(() => new EgressGuard(options)).Message, StringComparison.Ordinal);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Set(EgressOptions options, string hosts)
    {
        options.Hosts.Clear();
        foreach (var entry in hosts.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Hosts[entry.Split('=')[0]] = bool.Parse(entry.Split('=')[1]);
        }
    }
}
