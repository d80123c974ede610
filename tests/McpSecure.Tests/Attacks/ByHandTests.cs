using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Slots = McpSecure.Pipeline.Slots;

namespace McpSecure.Tests.Attacks;

/// <summary>Servers and options that somebody made by hand: sealed, or the host does not start.</summary>
public sealed class ByHandTests
{
    private readonly Ran _ran = new();

    public static TheoryData<string, bool> Ways
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var way in new[] { "options before", "options after", "server before", "another server", "factory after" })
            {
                rows.Add(way, true);
                rows.Add(way, false);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Unsealed_options_stop_the_host(string way, bool guarded)
    {
        if (guarded)
        {
            var error = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => StartAsync(way, Without.Nothing));
            Assert.Contains("McpSecurity.Seal(options, services)", Assert.Single(error.Failures), StringComparison.Ordinal);
            return;
        }

        await using var session = await StartAsync(way, Without.Slot(Slots.Start));
        if (way != "another server") // that one listens elsewhere
        {
            await session.ConnectRaw().CallToolAsync("secret");
            Assert.Equal(["secret"], _ran.Entries);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_made_by_hand_is_guarded_once_it_is_sealed(bool isSealed)
    {
        await using var session = await Session.StartAsync(
            server =>
            {
                server.AddMcpSecurity();
                server.Services.AddSingleton(services =>
                {
                    var options = ByHand();
                    if (isSealed)
                    {
                        McpSecurity.Seal(options, services);
                    }

                    return McpServer.Create(services.GetRequiredService<ITransport>(), options, serviceProvider: services);
                });
            },
            Target.Setup(isSealed ? Without.Nothing : Without.Slot(Slots.Start), hosted: true));
        var peer = session.ConnectRaw();

        await peer.CallToolAsync("secret");
        await peer.CallToolAsync("open");

        Assert.Equal(isSealed ? ["open"] : ["secret", "open"], _ran.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Options_changed_for_one_session_are_guarded_again_once_sealed_again(bool isSealedAgain)
    {
        // As ConfigureSessionOptions of the HTTP package may do it: after everything else, with filters and tools of its own.
        await using var session = await Session.StartAsync(
            server =>
            {
                server.AddMcpSecurity();
                server.Services.AddSingleton(services =>
                {
                    var options = services.GetRequiredService<IOptionsFactory<McpServerOptions>>().Create(Options.DefaultName);
                    options.Filters = new McpServerFilters();
                    options.Filters.Request.CallToolFilters.Add(next => (request, cancellationToken) =>
                    {
                        _ran.Note("filter");
                        return next(request, cancellationToken);
                    });
                    options.ToolCollection = ByHand().ToolCollection;
                    if (isSealedAgain)
                    {
                        McpSecurity.Seal(options, services);
                    }

                    return McpServer.Create(services.GetRequiredService<ITransport>(), options, serviceProvider: services);
                });
            },
            Target.Setup());
        var peer = session.ConnectRaw();

        await peer.CallToolAsync("secret");
        await peer.CallToolAsync("open");

        Assert.Equal(isSealedAgain ? ["filter", "open"] : ["filter", "secret", "filter", "open"], _ran.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sealing_again_takes_the_places_back(bool again)
    {
        // What is put in front and behind between two seals is neither in front nor behind after the second.
        await using var services = Services();
        var options = ByHand();
        var requests = options.Filters.Request;

        McpSecurity.Seal(options, services);
        var (first, last) = (options.Filters.Message.IncomingFilters[0], requests.CallToolFilters[^1]);
        options.Filters.Message.IncomingFilters.Insert(0, next => next);
        requests.CallToolFilters.Add(next => next);
        if (again)
        {
            McpSecurity.Seal(options, services);
        }

        Assert.Equal(again, ReferenceEquals(first, options.Filters.Message.IncomingFilters[0]));
        Assert.Equal(again, ReferenceEquals(last, requests.CallToolFilters[^1]));
        Assert.Equal((2, 2), (options.Filters.Message.IncomingFilters.Count, requests.CallToolFilters.Count));
    }

    [Fact]
    public async Task Sealing_refuses_what_cannot_be_guarded()
    {
        await using var services = Services();
        var options = ByHand();
        options.Handlers.NotificationHandlers = [new("notifications/x", (_, _) => default)];

        var error = Assert.Throws<OptionsValidationException>(() => McpSecurity.Seal(options, services));

        Assert.Contains("notifications/x", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sealing_without_McpSecure_is_refused()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();

        Assert.Throws<InvalidOperationException>(() => McpSecurity.Seal(ByHand(), services));
        Assert.Throws<ArgumentNullException>(() => McpSecurity.Seal(null!, services));
        Assert.Throws<ArgumentNullException>(() => McpSecurity.Seal(ByHand(), null!));
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddMcpServer().AddMcpSecurity();
        return services.BuildServiceProvider();
    }

    private McpServerOptions ByHand() => new() { ToolCollection = [Given.Tool("open", _ran), Given.Tool("secret", _ran)] };

    private Task<Session> StartAsync(string way, Action<IServiceCollection> without) => Session.StartAsync(
        server =>
        {
            if (way.EndsWith("after", StringComparison.Ordinal))
            {
                server.AddMcpSecurity();
                Register(server.Services, way);
            }
            else
            {
                Register(server.Services, way);
                server.AddMcpSecurity();
            }
        },
        Target.Setup(
            services =>
            {
                without(services);
                if (way is "options before" or "server before")
                {
                    Register(services, way);
                }
            },
            hosted: true));

    private void Register(IServiceCollection services, string way) => _ = way switch
    {
        "options before" or "options after" => services.AddSingleton(Options.Create(ByHand())),
        "server before" => services.AddSingleton(provider => McpServer.Create(provider.GetRequiredService<ITransport>(), ByHand(), serviceProvider: provider)),
        "another server" => services.AddSingleton(provider => McpServer.Create(new StreamServerTransport(Stream.Null, Stream.Null), ByHand(), serviceProvider: provider))
            .AddSingleton(provider => McpServer.Create(
                provider.GetRequiredService<ITransport>(), provider.GetRequiredService<IOptions<McpServerOptions>>().Value, serviceProvider: provider)),
        _ => services.AddSingleton<IOptionsFactory<McpServerOptions>>(new Factory(ByHand())),
    };

    private sealed class Factory(McpServerOptions options) : IOptionsFactory<McpServerOptions>
    {
        public McpServerOptions Create(string name) => options;
    }
}
