using System.Net;
using System.Net.Sockets;
using McpSecure;

namespace WorkspaceServer.Tests;

/// <summary><c>fetch_page</c>, with the hosts of the server's own policy.</summary>
public sealed class FetchPageTests(Served served) : IClassFixture<Served>
{
    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("https://localhost:{0}/")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("https://2130706433:{0}/")]
    [InlineData("https://example.com@127.0.0.1:{0}/")]
    [InlineData("https://example.com:{0}/")] // allowed, and not at this port
    [InlineData("file:///etc/passwd")]
    public async Task What_is_not_allowed_is_not_even_connected_to(string url)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(provider: null);
        var editor = await served.Server.AsAsync("editor");

        var outcome = await editor.CallToolAsync("fetch_page", ("url", url.Replace("{0}", port, StringComparison.Ordinal)));

        Assert.Equal(RefusalCode.EgressRefused, outcome.Refusal);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task What_is_no_address_is_told_as_that()
    {
        var outcome = await (await served.Server.AsAsync("editor")).CallToolAsync("fetch_page", ("url", "not an address"));

        Assert.EndsWith("That is no address of a page. Give one such as https://example.com/page.", outcome.Text, StringComparison.Ordinal);
    }
}
