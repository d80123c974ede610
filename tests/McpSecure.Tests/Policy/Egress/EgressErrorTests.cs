using McpSecure.Execution;
using McpSecure.Policy;
using McpSecure.Policy.Egress;

namespace McpSecure.Tests.Policy.Egress;

/// <summary>What the section says of HTTP clients, and what of it stops the start.</summary>
public sealed class EgressErrorTests
{
    [Theory]
    [InlineData("""{ "webb": { "Hosts": { "a.example": true } } }""", "McpSecurity:Egress:webb names a client that is not behind the guard with UseEgressGuard(). Did you mean web?")]
    [InlineData("""{ "pages": {} }""", "McpSecurity:Egress:pages names a client that is not behind the guard with UseEgressGuard(). Those are: web.")]
    [InlineData("""{ "web": { "Hosts": { "https//a.example": true } } }""", "McpSecurity:Egress:web:Hosts:https//a.example is no host; use a name without scheme, port and path such as api.example.com, *.example.com for those below, or * for every public host.")]
    [InlineData("""{ "web": { "Hosts": { "a.example": "Allow" } } }""", "McpSecurity:Egress:web:Hosts:a.example is 'Allow'; use true or false.")]
    [InlineData("""{ "web": { "InternalHosts": { "*.internal": "10.0.0.0/8" } } }""", "McpSecurity:Egress:web:InternalHosts:*.internal is no host; use one exact name, such as billing.internal.")]
    [InlineData("""{ "web": { "InternalHosts": { "a.internal": "true" } } }""", "McpSecurity:Egress:web:InternalHosts:a.internal is 'true'; use the network that the host is in, such as 10.1.2.0/24, or several with commas. None may be wider than /8.")]
    [InlineData("""{ "web": { "InternalHosts": { "a.internal": "0.0.0.0/0" } } }""", "McpSecurity:Egress:web:InternalHosts:a.internal is '0.0.0.0/0'; use the network")]
    [InlineData("""{ "web": { "Ports": { "https": true } } }""", "McpSecurity:Egress:web:Ports:https has a key that means nothing; use a port, 1 to 65535.")]
    [InlineData("""{ "web": { "Ports": { "70000": true } } }""", "McpSecurity:Egress:web:Ports:70000 has a key that means nothing; use a port, 1 to 65535.")]
    [InlineData("""{ "web": { "Ports": [8443, 9443] } }""", "McpSecurity:Egress:web:Ports is a list; write values by what they get, such as { \"value\": true }, so that a later file can change one.")]
    [InlineData("""{ "web": { "MaxRedirects": 21 } }""", "McpSecurity:Egress:web:MaxRedirects is 21; use 0 to 20.")]
    [InlineData("""{ "web": { "TimeoutSeconds": 0 } }""", "McpSecurity:Egress:web:TimeoutSeconds is 0; use 1 to 3600.")]
    [InlineData("""{ "web": { "ConnectTimeoutSeconds": 301 } }""", "McpSecurity:Egress:web:ConnectTimeoutSeconds is 301; use 1 to 300.")]
    [InlineData("""{ "web": { "Timeout": 5 } }""", "McpSecurity:Egress:web:Timeout is no setting; use Hosts, InternalHosts, AllowHttp, Ports, MaxRedirects, MaxResponseBytes, TimeoutSeconds, ConnectTimeoutSeconds, or remove the line.")]
    public void A_setting_that_means_nothing_stops_the_start(string egress, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Written.Errors($$""" "Egress": {{egress}} """)), StringComparison.Ordinal);

    [Fact]
    public void Everything_that_is_written_is_bound()
    {
        var web = Written.Options("""
            "Egress": { "web": { "Hosts": { "a.example": true, "*.b.example": false }, "InternalHosts": { "c.internal": "10.0.0.0/8" }, "AllowHttp": true, "Ports": { "8443": true, "80": false },
              "MaxRedirects": 1, "MaxResponseBytes": 2, "TimeoutSeconds": 3, "ConnectTimeoutSeconds": 4 } }
            """).Egress["web"];

        Assert.Equal([new("*.b.example", false), new("a.example", true)], web.Hosts.OrderBy(host => host.Key, StringComparer.Ordinal));
        Assert.Equal([new("c.internal", "10.0.0.0/8")], web.InternalHosts);
        Assert.Equal([new(80, false), new(8443, true)], web.Ports.OrderBy(port => port.Key));
        Assert.Equal((true, 1, 2L, 3, 4), (web.AllowHttp, web.MaxRedirects, web.MaxResponseBytes, web.TimeoutSeconds, web.ConnectTimeoutSeconds));
    }

    [Fact]
    public void A_later_file_takes_one_host_away_and_keeps_the_others()
    {
        var web = Written.Options(
            """ "Egress": { "web": { "Hosts": { "a.example": true, "b.example": true }, "TimeoutSeconds": 9 } } """,
            """ "Egress": { "web": { "Hosts": { "B.example": false } } } """).Egress["web"];

        Assert.True(web.Hosts["a.example"]);
        Assert.False(web.Hosts["b.example"]);
        Assert.Equal(9, web.TimeoutSeconds);
    }

    /// <summary>The operator has the last word about what the author wrote.</summary>
    [Fact]
    public void Configuration_is_laid_over_what_code_says()
    {
        var source = Written.Source(""" "Egress": { "web": { "Hosts": { "a.example": false, "c.example": true }, "TimeoutSeconds": 5 } } """);
        var options = new McpSecurityOptions();
        new McpSecurityOptionsSetup(source, [new EgressClient("web", Code), new EgressClient("web", More)]).Configure(options);
        var web = options.Egress["web"];

        Assert.Equal([("a.example", false), ("b.example", true), ("c.example", true)], web.Hosts.Select(host => (host.Key, host.Value)).OrderBy(host => host.Key));
        Assert.Equal((5, 2), (web.TimeoutSeconds, web.MaxRedirects));

        static void Code(EgressOptions egress)
        {
            egress.Hosts["a.example"] = true;
            egress.Hosts["b.example"] = true;
            egress.TimeoutSeconds = 60;
        }

        static void More(EgressOptions egress) => egress.MaxRedirects = 2;
    }

    [Fact]
    public void What_code_says_is_checked_too()
    {
        var source = Written.Source(string.Empty);
        EgressClient[] clients = [new("web", egress => egress.Hosts["https://a.example"] = true)];
        var options = new McpSecurityOptions();
        new McpSecurityOptionsSetup(source, clients).Configure(options);

        Assert.StartsWith("McpSecurity:Egress:web:Hosts:https://a.example is no host;", Assert.Single(new EgressCheck(clients).Errors(options)), StringComparison.Ordinal);
    }
}
