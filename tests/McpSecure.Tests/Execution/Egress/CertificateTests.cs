using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using McpSecure.Execution;
using McpSecure.Execution.Egress;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>A certificate can say where its issuer is to be had, and whoever looks there asks an address that nobody has checked.</summary>
public sealed class CertificateTests : IDisposable
{
    private const string Name = "public.example";

    private readonly Certificates _certificates = new();
    private readonly Site _victim = new();

    private string Victim => $"http://127.0.0.1:{_victim.Port}/latest/meta-data";

    public void Dispose()
    {
        _certificates.Dispose();
        _victim.Dispose();
    }

    [Fact]
    public async Task A_plain_client_asks_an_internal_address_that_a_certificate_names()
    {
        using var site = new TlsSite(_certificates.Leaf(Name, Victim));
        using var plain = new HttpClient();

        Assert.NotNull(await Outcome.OfAsync(() => plain.GetStringAsync($"https://127.0.0.1:{site.Port}/", Patience.Token)));

        Assert.Contains(_victim.Requests, request => request.StartsWith("GET /latest/meta-data ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guarded_one_asks_nobody_for_a_certificate()
    {
        using var site = new TlsSite(_certificates.Leaf(Name, Victim));

        var outcome = await Outcome.OfAsync(() => GetAsync(site, Name));

        Assert.IsType<AuthenticationException>(Assert.IsType<HttpRequestException>(outcome).InnerException);
        Assert.Equal(0, _victim.Connections);
    }

    [Fact]
    public async Task A_certificate_with_its_issuer_is_taken_and_nothing_of_it_is_kept()
    {
        using var site = new TlsSite(_certificates.Leaf(Name, Victim), _certificates.Intermediate);
        using var handler = Handler(site);
        using var client = new HttpClient(new EgressGuard(new EgressRules(Internet(site).Options()), TimeProvider.System, handler));

        for (var count = 0; count < 3; count++)
        {
            Assert.Equal("hello", await client.GetStringAsync($"https://{Name}:{site.Port}/", Patience.Token));
        }

        var policy = handler.SslOptions.CertificateChainPolicy!;
        Assert.Empty(policy.ExtraStore);
        Assert.Single(policy.ApplicationPolicy);
        Assert.Equal(0, _victim.Connections);
    }

    [Theory]
    [InlineData("another name", "other.example", Certificates.ServerUse, true)]
    [InlineData("another use", Name, Certificates.ClientUse, true)]
    [InlineData("an unknown root", Name, Certificates.ServerUse, false)]
    public async Task A_certificate_that_is_not_valid_is_refused_as_ever(string what, string name, string use, bool isTrusted)
    {
        using var site = new TlsSite(_certificates.Leaf(name, Victim, use), _certificates.Intermediate);

        var outcome = await Outcome.OfAsync(() => GetAsync(site, Name, isTrusted));

        Assert.True(outcome is HttpRequestException { InnerException: AuthenticationException }, what);
    }

    private async Task<string> GetAsync(TlsSite site, string name, bool isTrusted = true)
    {
        using var client = new HttpClient(new EgressGuard(new EgressRules(Internet(site).Options()), TimeProvider.System, Handler(site, isTrusted)));
        return await client.GetStringAsync($"https://{name}:{site.Port}/", Patience.Token);
    }

    private static Internet Internet(TlsSite site) => new(site.Port) { [Name] = Egress.Internet.PublicAddress };

    /// <summary>The handler of the guard. Only its trust is another: no system trusts the root of a test.</summary>
    private SocketsHttpHandler Handler(TlsSite site, bool isTrusted = true)
    {
        var internet = Internet(site);
        var handler = new Connector(new EgressRules(internet.Options()), new OwnAddresses(TimeProvider.System, OwnAddresses.OfSystem), internet.DialAsync).Handler();
        if (isTrusted)
        {
            handler.SslOptions.CertificateChainPolicy ??= new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(_certificates.Root);
        }

        return handler;
    }
}
