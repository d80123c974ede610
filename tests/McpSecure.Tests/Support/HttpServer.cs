using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;

namespace McpSecure.Tests.Support;

/// <summary>
/// A stateless Streamable HTTP server in memory. Who calls is what the request header <c>Test-User</c> says, "ada" or
/// "ada: reader, writer", unless the test brings its own <see cref="Authenticate"/>.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private const string UserHeader = "Test-User";
    private readonly List<IAsyncDisposable> _clients = [];
    private readonly WebApplication _app;

    private HttpServer(WebApplication app)
    {
        _app = app;
    }

    public static Uri Endpoint { get; } = new("http://localhost/mcp");

    public IServiceProvider Services => _app.Services;

    public RecordedLogs Logs { get; private init; } = new();

    /// <summary>Starts a server. <see cref="SessionSetup.Hosted"/> is always so here; <see cref="SessionSetup.User"/> has no say.</summary>
    /// <param name="server">Adds tools and the rest.</param>
    /// <param name="setup">Configuration and services.</param>
    /// <param name="authenticate">Who sends a request; null means nobody. By default the header decides.</param>
    /// <param name="middleware">What comes before the endpoint.</param>
    public static async Task<HttpServer> StartAsync(
        Action<IMcpServerBuilder>? server = null,
        SessionSetup? setup = null,
        Func<HttpContext, ClaimsPrincipal?>? authenticate = null,
        Action<IApplicationBuilder>? middleware = null)
    {
        setup ??= new SessionSetup();
        authenticate ??= Authenticate;
        var logs = new RecordedLogs();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        setup.Configure(builder.Configuration);
        setup.AddTo(builder.Services, logs, server ?? (static _ => { }));

        var app = builder.Build();
        app.Use((http, next) =>
        {
            http.User = authenticate(http) ?? new ClaimsPrincipal(new ClaimsIdentity());
            return next(http);
        });
        middleware?.Invoke(app);
        app.Run(StatelessEndpoint.HandleAsync);
        var running = new HttpServer(app) { Logs = logs };
        try
        {
            await app.StartAsync(Patience.Token);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>An HTTP client of this server; its requests come from the user.</summary>
    /// <param name="user">As in the header; null sends none.</param>
    public HttpClient Http(string? user = null)
    {
        var http = _app.GetTestClient();
        http.Timeout = Patience.Limit;
        if (user is not null)
        {
            http.DefaultRequestHeaders.Add(UserHeader, user);
        }

        return http;
    }

    /// <summary>Connects the SDK's own client.</summary>
    public async Task<McpClient> ConnectAsync(
        string? user = null,
        string protocolVersion = ProtocolVersions.July2026,
        Action<McpClientOptions>? configure = null)
    {
        var options = new McpClientOptions { ProtocolVersion = protocolVersion };
        configure?.Invoke(options);
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = Endpoint, TransportMode = HttpTransportMode.StreamableHttp },
            Http(user),
            ownsHttpClient: true);
        var client = await McpClient.CreateAsync(transport, options, cancellationToken: Patience.Token);
        _clients.Add(client);
        return client;
    }

    /// <summary>Posts a body as written, with the headers a client must send.</summary>
    /// <param name="body">The JSON of one message.</param>
    /// <param name="user">As in the header; null sends none.</param>
    /// <param name="adjust">Changes the request before it is sent.</param>
    public async Task<HttpAnswer> PostAsync(string body, string? user = null, Action<HttpRequestMessage>? adjust = null)
    {
        using var http = Http(user);
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint);
        request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        adjust?.Invoke(request);
        using var response = await http.SendAsync(request, Patience.Token);
        return new HttpAnswer(response.StatusCode, Messages(await response.Content.ReadAsStringAsync(Patience.Token)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await _app.DisposeAsync();
    }

    private static ClaimsPrincipal? Authenticate(HttpContext http)
    {
        if (http.Request.Headers[UserHeader].ToString() is not { Length: > 0 } header)
        {
            return null;
        }

        const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var parts = header.Split(':', 2, Tidy);
        return Given.User(parts[0], parts.Length > 1 ? parts[1].Split(',', Tidy) : []);
    }

    private static IReadOnlyList<JsonElement> Messages(string body) =>
        body.StartsWith('{')
            ? [JsonElement.Parse(body)]
            : [.. body.Split('\n')
                .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
                .Select(line => JsonElement.Parse(line["data: ".Length..]))];
}
