using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using McpSecure.Execution;
using McpSecure.Execution.Egress;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>Each redirect is a new address that somebody else chose.</summary>
public sealed class RedirectTests
{
    [Fact]
    public async Task A_plain_client_follows_to_a_local_service()
    {
        using var local = new Site();
        using var site = new Site(_ => Site.To($"http://127.0.0.1:{local.Port}/"));
        using var plain = new HttpClient();

        Assert.Equal("hello", await plain.GetStringAsync($"http://127.0.0.1:{site.Port}/", Patience.Token));
        Assert.Equal(1, local.Connections);
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("//127.0.0.1:PORT/")]
    [InlineData("http://[::1]:PORT/")]
    [InlineData("http://2130706433:PORT/")]
    [InlineData("http://local.example:PORT/")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://other.example:22/")]
    [InlineData("http://user:secret@other.example:PORT/")]
    [InlineData("gopher://127.0.0.1:PORT/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://other.example/")]
    [InlineData("\\\\127.0.0.1\\share")]
    [InlineData("\\/127.0.0.1:PORT/")]
    [InlineData("http://denied.example:PORT/")]
    public async Task A_redirect_is_checked_as_the_first_address_was(string location)
    {
        using var local = new Site();
        using var site = new Site(_ => Site.To(location.Replace("PORT", $"{local.Port}", StringComparison.Ordinal)));
        var internet = new Internet(site.Port)
        {
            ["public.example"] = Internet.PublicAddress,
            ["local.example"] = "127.0.0.1",
            ["other.example"] = "93.184.216.35",
            ["denied.example"] = "93.184.216.36",
        };
        using var client = internet.Client(options =>
        {
            options.Ports[local.Port] = true;
            options.Hosts["denied.example"] = false;
        });

        await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetStringAsync($"http://public.example:{site.Port}/", Patience.Token));

        Assert.Equal(0, local.Connections);
        Assert.Single(internet.Dialled);
    }

    [Theory]
    [InlineData("/next", "GET /next ")]
    [InlineData("next?x=1", "GET /a/next?x=1 ")]
    [InlineData("?x=1", "GET /a/b?x=1 ")]
    [InlineData("http://other.example:PORT/next#there", "GET /next ")]
    public async Task What_may_be_followed_is_followed(string location, string expected)
    {
        Site? self = null;
        using var site = self = new Site(request => request.Contains("GET /a/b ", StringComparison.Ordinal)
            ? Site.To(location.Replace("PORT", $"{self!.Port}", StringComparison.Ordinal))
            : Site.Ok("there"));
        var internet = new Internet(site.Port) { ["public.example"] = Internet.PublicAddress, ["other.example"] = "93.184.216.35" };
        using var client = internet.Client();

        using var response = await client.GetAsync($"http://public.example:{site.Port}/a/b#here", Patience.Token);

        Assert.Equal("there", await response.Content.ReadAsStringAsync(Patience.Token));
        Assert.StartsWith(expected, site.Requests.Last(), StringComparison.Ordinal);
        Assert.Equal(location.Contains('#', StringComparison.Ordinal) ? "#there" : "#here", response.RequestMessage!.RequestUri!.Fragment);
    }

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(5, 6, false)]
    [InlineData(1, 2, false)]
    public async Task A_chain_has_an_end(int allowed, int length, bool isFollowed)
    {
        using var site = new Site(request => int.Parse(request.Split('/', ' ')[2], CultureInfo.InvariantCulture) is var left and > 0 ? Site.To($"/{left - 1}") : Site.Ok("end"));
        var internet = new Internet(site.Port) { ["public.example"] = Internet.PublicAddress };
        using var client = internet.Client(options => options.MaxRedirects = allowed);

        var outcome = await Outcome.OfAsync(() => client.GetStringAsync($"http://public.example:{site.Port}/{length}", Patience.Token));

        Assert.Equal(isFollowed ? null : EgressRefusal.TooManyRedirects, (outcome as EgressRefusedException)?.Reason);
        Assert.Equal(allowed + 1, site.Requests.Count);
    }

    [Fact]
    public async Task At_zero_the_answer_that_redirects_is_the_answer()
    {
        using var site = new Site(_ => Site.To("http://127.0.0.1/"));
        var internet = new Internet(site.Port) { ["public.example"] = Internet.PublicAddress };
        using var client = internet.Client(options => options.MaxRedirects = 0);

        using var response = await client.GetAsync($"http://public.example:{site.Port}/", Patience.Token);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Single(site.Requests);
    }

    [Fact]
    public async Task Credentials_stay_with_their_origin()
    {
        Site? self = null;
        using var site = self = new Site(request => request switch
        {
            _ when request.StartsWith("GET /here ", StringComparison.Ordinal) => Site.To("/same"),
            _ when request.StartsWith("GET /same ", StringComparison.Ordinal) => Site.To($"http://other.example:{self!.Port}/there"),
            _ => Site.Ok("there"),
        });
        var internet = new Internet(site.Port) { ["public.example"] = Internet.PublicAddress, ["other.example"] = "93.184.216.35" };
        using var client = internet.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://public.example:{site.Port}/here");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "token");
        request.Headers.TryAddWithoutValidation("Cookie", "session=1");
        request.Headers.Add("X-Api-Key", "key");
        request.Headers.Add("Proxy-Authorization", "Basic x");
        request.Headers.UserAgent.ParseAdd("test/1");

        await client.SendAsync(request, Patience.Token);

        var (same, other) = (site.Requests.ElementAt(1), site.Requests.ElementAt(2));
        Assert.Contains("Authorization: Bearer token", same, StringComparison.Ordinal);
        Assert.Contains("X-Api-Key: key", same, StringComparison.Ordinal);
        Assert.All(["Authorization", "Cookie", "X-Api-Key"], name => Assert.DoesNotContain(name, other, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("User-Agent: test/1", other, StringComparison.Ordinal);
        Assert.NotNull(request.Headers.Authorization); // the caller's own request stays as it is
    }

    [Fact]
    public async Task No_cookie_is_kept()
    {
        using var site = new Site(_ => Site.Ok("x", "Set-Cookie: id=1; Path=/\r\n"));
        var internet = new Internet(site.Port) { ["public.example"] = Internet.PublicAddress };
        using var client = internet.Client();

        await client.GetStringAsync($"http://public.example:{site.Port}/", Patience.Token);
        await client.GetStringAsync($"http://public.example:{site.Port}/", Patience.Token);

        Assert.All(site.Requests, request => Assert.DoesNotContain("Cookie", request, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("POST", 301, "GET")]
    [InlineData("POST", 302, "GET")]
    [InlineData("POST", 303, "GET")]
    [InlineData("PUT", 303, "GET")]
    [InlineData("HEAD", 303, "HEAD")]
    [InlineData("DELETE", 302, "DELETE")]
    [InlineData("GET", 307, "GET")]
    [InlineData("DELETE", 308, "DELETE")]
    public async Task The_method_changes_as_it_does_on_the_platform(string method, int status, string expected)
    {
        using var site = new Site(request => request.Contains(" /end ", StringComparison.Ordinal) ? Site.Ok(string.Empty) : Site.To("/end", status));
        var internet = new Internet(site.Port) { ["public.example"] = Internet.PublicAddress };
        using var client = internet.Client();

        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"http://public.example:{site.Port}/"), Patience.Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith($"{expected} /end ", site.Requests.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", HttpStatusCode.TemporaryRedirect, true)]
    [InlineData("POST", HttpStatusCode.PermanentRedirect, true)]
    [InlineData("PUT", HttpStatusCode.Found, true)]
    [InlineData("POST", HttpStatusCode.Found, false)]
    [InlineData("POST", HttpStatusCode.SeeOther, false)]
    public void A_body_is_not_sent_a_second_time(string method, HttpStatusCode status, bool isRefused)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://a.example/") { Content = new StringContent("secret") };
        using var response = new HttpResponseMessage(status) { Headers = { Location = new Uri("https://b.example/") } };

        if (isRefused)
        {
            Assert.Equal(EgressRefusal.RedirectNotAllowed, Assert.Throws<EgressRefusedException>(() => Redirect.Next(request, response)).Reason);
            return;
        }

        var next = Redirect.Next(request, response)!;
        Assert.Null(next.Content);
        Assert.Equal(HttpMethod.Get, next.Method);
    }

    [Fact]
    public void From_https_to_http_nothing_leads()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://a.example/");
        using var response = new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("http://a.example/") } };

        Assert.Equal(EgressRefusal.RedirectNotAllowed, Assert.Throws<EgressRefusedException>(() => Redirect.Next(request, response)).Reason);
    }

    [Theory]
    [InlineData("https://a.example/x", true)]
    [InlineData("https://A.example:443/x", true)]
    [InlineData("https://a.example:8443/x", false)]
    [InlineData("https://b.example/x", false)]
    public void Another_port_or_host_is_another_origin(string location, bool isSame)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://a.example/") { Headers = { { "X-Api-Key", "key" } } };
        request.Options.Set(new HttpRequestOptionsKey<int>("option"), 5);
        using var response = new HttpResponseMessage(HttpStatusCode.Found);
        response.Headers.TryAddWithoutValidation("Location", location);

        using var next = Redirect.Next(request, response)!;

        Assert.Equal(isSame, next.Headers.Contains("X-Api-Key"));
        Assert.True(next.Options.TryGetValue(new HttpRequestOptionsKey<int>("option"), out var option) && option == 5);
    }

    [Theory]
    [InlineData(HttpStatusCode.Found, null)] // nowhere
    [InlineData(HttpStatusCode.Found, "http://")]
    [InlineData(HttpStatusCode.Found, "http://a b/")]
    [InlineData(HttpStatusCode.NotModified, "/x")]
    [InlineData(HttpStatusCode.OK, "/x")]
    [InlineData(HttpStatusCode.Created, "/x")]
    public void What_is_no_redirect_is_an_answer(HttpStatusCode status, string? location)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://a.example/");
        using var response = new HttpResponseMessage(status);
        if (location is not null)
        {
            response.Headers.TryAddWithoutValidation("Location", location);
        }

        Assert.Null(Redirect.Next(request, response));
    }
}
