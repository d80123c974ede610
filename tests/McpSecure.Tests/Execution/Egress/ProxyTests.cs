using System.Net;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>A proxy would resolve the name anew, and connect wherever it likes.</summary>
[Collection(nameof(ProcessWide))]
public sealed class ProxyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_proxy_of_the_process_is_asked_by_a_plain_client_only(bool isPlain)
    {
        using var proxy = new Site();
        using var site = new Site();
        var internet = new Internet(site.Port) { ["public.example"] = Internet.PublicAddress };
        var before = HttpClient.DefaultProxy;
        try
        {
            HttpClient.DefaultProxy = new WebProxy($"http://127.0.0.1:{proxy.Port}");
            using var client = isPlain ? new HttpClient() : internet.Client();
            Assert.Equal("hello", await client.GetStringAsync($"http://public.example:{site.Port}/", Patience.Token));
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        Assert.Equal(isPlain ? 1 : 0, proxy.Connections);
        Assert.Equal(isPlain ? 0 : 1, site.Connections);
    }

    /// <summary>What is set here holds for every client of the process: nothing may run beside it.</summary>
    [CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
    public sealed class ProcessWide;
}
