using McpSecure.Execution;
using McpSecure.Policy.Egress;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>A typed client behind the guard stays there, whatever else is registered, and in whatever order.</summary>
public sealed class UseEgressGuardTests : IDisposable
{
    private readonly Site _site = new();

    private string Local => $"http://127.0.0.1:{_site.Port}/";

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_plain_typed_client_reaches_a_local_service()
    {
        var services = new ServiceCollection();
        services.AddHttpClient<PageClient>();
        await using var provider = services.BuildServiceProvider();

        Assert.Equal("hello", await provider.GetRequiredService<PageClient>().GetAsync(Local));
    }

    public static TheoryData<string> Orders() => ["none", "before", "after", "sockets", "postconfigure", "defaults", "filter", "twice"];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_guarded_one_does_not_whatever_else_wants_to_send(string order)
    {
        var services = new ServiceCollection();
        var other = new Passing();
        if (order == "defaults")
        {
            services.ConfigureHttpClientDefaults(defaults => defaults.ConfigurePrimaryHttpMessageHandler(() => other));
        }

        if (order == "filter")
        {
            services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new ReplacingFilter(other));
        }

        var builder = services.AddHttpClient<PageClient>();
        if (order == "before")
        {
            builder.ConfigurePrimaryHttpMessageHandler(() => other);
        }

        builder.UseEgressGuard(Anywhere);
        _ = order switch
        {
            "after" => builder.ConfigurePrimaryHttpMessageHandler(() => other),
            "sockets" => builder.UseSocketsHttpHandler((handler, _) => handler.UseProxy = true),
            "postconfigure" => services.PostConfigureAll<HttpClientFactoryOptions>(options => options.HttpMessageHandlerBuilderActions.Add(action => action.PrimaryHandler = other)),
            "twice" => builder.UseEgressGuard(),
            _ => (object)services,
        };
        await using var provider = services.BuildServiceProvider();

        Assert.NotNull(await Outcome.OfAsync(() => provider.GetRequiredService<PageClient>().GetAsync(Local)));

        Assert.Equal(0, _site.Connections);
        Assert.False(other.WasAsked);
    }

    [Fact]
    public async Task Other_clients_are_left_alone_and_handlers_before_the_guard_stay()
    {
        var services = new ServiceCollection();
        var before = new Noting();
        services.AddHttpClient<PageClient>().UseEgressGuard(options => options.InternalHosts["127.0.0.1"] = "127.0.0.1").AddHttpMessageHandler(() => before);
        services.AddHttpClient("other");
        await using var provider = services.BuildServiceProvider();

        Assert.Equal("hello", await provider.GetRequiredService<IHttpClientFactory>().CreateClient("other").GetStringAsync(Local, Patience.Token));
        Assert.IsType<EgressRefusedException>(await Outcome.OfAsync(() => provider.GetRequiredService<PageClient>().GetAsync(Local)));
        Assert.True(before.WasAsked);
    }

    [Fact]
    public async Task Nothing_is_reached_until_a_host_is_listed_and_code_may_list_it_in_several_calls()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("closed").UseEgressGuard();
        services.AddHttpClient("open")
            .UseEgressGuard(options => options.InternalHosts["127.0.0.1"] = "127.0.0.1")
            .UseEgressGuard(options => options.AllowHttp = true)
            .UseEgressGuard(options => options.Ports[_site.Port] = true);
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IHttpClientFactory>();

        Assert.IsType<EgressRefusedException>(await Outcome.OfAsync(() => factory.CreateClient("closed").GetStringAsync("https://example.com/", Patience.Token)));
        Assert.Equal("hello", await factory.CreateClient("open").GetStringAsync(Local, Patience.Token));
    }

    [Fact]
    public async Task Configuration_opens_and_closes_a_client()
    {
        await using var session = await Session.StartAsync(
            server =>
            {
                server.Services.AddHttpClient<PageClient>().UseEgressGuard();
                server.AddMcpSecurity();
            },
            new SessionSetup
            {
                Hosted = true,
                Settings = Written.Settings($$"""
                    "Egress": { "PageClient": { "InternalHosts": { "127.0.0.1": "127.0.0.0/8" }, "AllowHttp": true, "Ports": { "{{_site.Port}}": true } } }
                    """),
            });

        Assert.Equal("hello", await session.Services.GetRequiredService<PageClient>().GetAsync(Local));
        Assert.NotNull(await Outcome.OfAsync(() => session.Services.GetRequiredService<PageClient>().GetAsync("https://example.com/")));
    }

    [Fact]
    public async Task A_handler_that_comes_after_all_of_that_stops_the_start()
    {
        var error = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => Session.StartAsync(
            server =>
            {
                server.Services.AddHttpClient<PageClient>().UseEgressGuard(Anywhere);
                server.AddMcpSecurity();
                server.Services.Insert(0, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter>(new ReplacingFilter(new Passing())));
            },
            new SessionSetup { Hosted = true }));

        Assert.Contains("The HTTP client 'PageClient' is behind UseEgressGuard(), and something that was registered later", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_is_that_of_the_services()
    {
        using var silent = new Site((_, _, token) => Task.Delay(Timeout.Infinite, token));
        var time = new FakeTime();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddHttpClient("c").UseEgressGuard(options =>
        {
            options.InternalHosts["127.0.0.1"] = "127.0.0.1";
            (options.AllowHttp, options.Ports[silent.Port]) = (true, true);
        });
        await using var provider = services.BuildServiceProvider();

        var asking = provider.GetRequiredService<IHttpClientFactory>().CreateClient("c").GetStringAsync($"http://127.0.0.1:{silent.Port}/", Patience.Token);
        Assert.True(SpinWait.SpinUntil(() => !silent.Requests.IsEmpty, Patience.Limit));
        time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(EgressRefusal.TimedOut, (await Assert.ThrowsAsync<EgressRefusedException>(() => asking.OrGiveUp())).Reason);
    }

    [Fact]
    public void The_defaults_of_all_clients_cannot_be_guarded_and_nothing_is_no_builder()
    {
        var services = new ServiceCollection();

        Assert.Throws<ArgumentException>(() => services.ConfigureHttpClientDefaults(defaults => defaults.UseEgressGuard()));
        Assert.Throws<ArgumentNullException>(() => McpSecurityHttpClientBuilderExtensions.UseEgressGuard(null!));
        Assert.DoesNotContain(services, service => service.ServiceType == typeof(EgressClient));
    }

    private static void Anywhere(EgressOptions options)
    {
        options.Hosts["*"] = true;
        options.AllowHttp = true;
        for (var port = 1; port <= ushort.MaxValue; port++)
        {
            options.Ports[port] = true;
        }
    }

    internal sealed class PageClient(HttpClient client)
    {
        public Task<string> GetAsync(string address) => client.GetStringAsync(address, Patience.Token);
    }

    private sealed class Passing : HttpMessageHandler
    {
        public bool WasAsked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            WasAsked = true;
            return Task.FromResult(new HttpResponseMessage());
        }
    }

    private sealed class Noting : DelegatingHandler
    {
        public bool WasAsked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            WasAsked = true;
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class ReplacingFilter(HttpMessageHandler handler) : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.PrimaryHandler = handler;
        };
    }
}
