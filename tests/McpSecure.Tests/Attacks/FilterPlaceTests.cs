#pragma warning disable MCPEXP002 // alternate filters are the subject
using McpSecure.Authorization;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Slots = McpSecure.Pipeline.Slots;

namespace McpSecure.Tests.Attacks;

/// <summary>A filter of the application cannot get in front of the guards, wherever and whenever it was registered.</summary>
public sealed class FilterPlaceTests
{
    private readonly Ran _ran = new();

    public static TheoryData<string, bool> Places
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var place in new[] { "before", "after", "later first", "later last", "replaced" })
            {
                rows.Add(place, true);
                rows.Add(place, false);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task No_filter_sees_a_refused_call(string place, bool guarded)
    {
        await using var session = await StartAsync(place, guarded ? Without.Nothing : Without.Guard<AuthorizationGuard>());

        var answer = await session.ConnectRaw().CallToolAsync("secret");

        Assert.Equal(guarded ? [] : ["alternate", "ordinary", "secret"], _ran.Entries);
        Assert.Equal(guarded, answer.TryGetProperty("error", out _));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_first_slot_is_what_keeps_them_behind(string place, bool guarded)
    {
        await using var session = await StartAsync(place, guarded ? Without.Nothing : Without.Slot(Slots.Outermost));

        var answer = await session.ConnectRaw().CallToolAsync("secret");

        // The slot next to the tool still refuses what the first one has not seen.
        Assert.Equal(guarded ? [] : ["alternate", "ordinary"], _ran.Entries);
        Assert.True(answer.TryGetProperty("error", out _) || answer.IsToolError());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task They_all_run_in_an_allowed_call(string place, bool guarded)
    {
        await using var session = await StartAsync(place, guarded ? Without.Nothing : Without.Everything);

        await session.ConnectRaw().CallToolAsync("open");

        Assert.Equal(["alternate", "ordinary", "open"], _ran.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Adding_server_and_security_twice_guards_once(bool guarded)
    {
        await using var session = await Session.StartAsync(
            server =>
            {
                server.AddMcpSecurity();
                server.Services.AddMcpServer().WithTools([Given.Tool("open", _ran), Given.Tool("secret", _ran)]).AddMcpSecurity();
            },
            Target.Setup(guarded ? Without.Nothing : Without.Guard<AuthorizationGuard>()));
        var peer = session.ConnectRaw();

        await peer.CallToolAsync("secret");
        await peer.CallToolAsync("open");

        Assert.Equal(guarded ? ["open"] : ["secret", "open"], _ran.Entries);
        Assert.Equal(2, session.Server.ServerOptions.Filters.Request.CallToolWithAlternateFilters.Count); // the first, and the last
    }

    private Task<Session> StartAsync(string place, Action<IServiceCollection> without)
    {
        var isBefore = place != "after";
        return Session.StartAsync(
            server =>
            {
                if (isBefore)
                {
                    Register(server.Services, place);
                }

                server.AddMcpSecurity().WithTools([Given.Tool("open", _ran), Given.Tool("secret", _ran)]);
                if (!isBefore)
                {
                    Register(server.Services, place);
                }
            },
            Target.Setup(without));
    }

    private void Register(IServiceCollection services, string place) => _ = place switch
    {
        "later first" => services.PostConfigure<McpServerOptions>(options => Insert(options, first: true)),
        "later last" => services.PostConfigure<McpServerOptions>(options => Insert(options, first: false)),
        "replaced" => services.PostConfigure<McpServerOptions>(options =>
        {
            options.Filters = new McpServerFilters();
            Insert(options, first: true);
        }),
        _ => services.Configure<McpServerOptions>(options => Insert(options, first: false)),
    };

    private void Insert(McpServerOptions options, bool first)
    {
        var requests = options.Filters.Request;
        requests.CallToolFilters.Insert(first ? 0 : requests.CallToolFilters.Count, Ordinary);
        requests.CallToolWithAlternateFilters.Insert(first ? 0 : requests.CallToolWithAlternateFilters.Count, AlternateAsync);
    }

    private McpRequestHandler<CallToolRequestParams, CallToolResult> Ordinary(McpRequestHandler<CallToolRequestParams, CallToolResult> next) =>
        (request, cancellationToken) =>
        {
            _ran.Note("ordinary");
            return next(request, cancellationToken);
        };

    private ValueTask<ResultOrAlternate<CallToolResult>> AlternateAsync(
        RequestContext<CallToolRequestParams> request,
        McpRequestHandler<CallToolRequestParams, ResultOrAlternate<CallToolResult>> next,
        CancellationToken cancellationToken)
    {
        _ran.Note("alternate");
        return next(request, cancellationToken);
    }
}
