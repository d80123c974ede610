#pragma warning disable MCPEXP002 // the alternate handler and raw handlers are the subject
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.PlainSdk;

/// <summary>What can be known about a server when it is put together, and who makes its options.</summary>
public sealed class RegistrationTests
{
    private readonly Ran _ran = new();

    [Fact]
    public void A_tool_made_from_an_AI_function_has_no_metadata()
    {
        Assert.Empty(Given.FunctionTool("tool", _ran).Metadata);
    }

    [Fact]
    public void Metadata_are_the_method_then_the_attributes_of_the_class_then_those_of_the_method()
    {
        var tool = Assert.Single(Given.ToolsOf(new Marked()));

        Assert.Equal("Tool", Assert.IsAssignableFrom<System.Reflection.MethodInfo>(tool.Metadata[0]).Name);
        Assert.Equal(["class", "method"], tool.Metadata.OfType<MarkAttribute>().Select(mark => mark.Where));
    }

    [Theory]
    [InlineData(true)]  // registered before the server was added
    [InlineData(false)] // after
    public async Task Options_created_by_hand_bypass_the_options_factory(bool first)
    {
        var byHand = new McpServerOptions { ToolCollection = [Given.Tool("by-hand", _ran)] };
        await using var session = await Session.StartAsync(
            server =>
            {
                server.WithTools([Given.Tool("configured", _ran)]);
                server.Services.AddSingleton<IOptionsFactory<McpServerOptions>>(new NotingFactory(_ran));
                if (!first)
                {
                    server.Services.AddSingleton(Options.Create(byHand));
                }
            },
            new SessionSetup { Services = services => _ = first ? services.AddSingleton(Options.Create(byHand)) : services });
        var client = await session.ConnectAsync();

        var tools = await client.ListToolsAsync(cancellationToken: Patience.Token);

        Assert.Equal(["by-hand"], tools.Select(tool => tool.Name));
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task A_closed_options_factory_wins_over_the_open_one_whatever_the_order()
    {
        await using var session = await Session.StartAsync(
            server => server.Services.AddOptions(),
            new SessionSetup { Services = services => services.AddSingleton<IOptionsFactory<McpServerOptions>>(new NotingFactory(_ran)) });

        Assert.Equal(["factory"], _ran.Entries);
    }

    [Fact]
    public async Task Over_HTTP_the_options_are_made_anew_for_every_request()
    {
        await using var server = await HttpServer.StartAsync(builder =>
        {
            builder.WithTools([Given.Tool("tool", _ran)]);
            builder.Services.Configure<McpServerOptions>(_ => _ran.Note("configured"));
        });

        await server.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""");
        await server.PostAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");

        Assert.Equal(["configured", "configured"], _ran.Entries);
    }

    [Fact]
    public async Task A_user_over_HTTP_is_the_user_of_the_request()
    {
        await using var server = await HttpServer.StartAsync(builder => builder
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => (request, cancellationToken) =>
            {
                _ran.Note(request.User is { } user ? string.Join(' ', user.Claims.Select(claim => claim.Value)) : "nobody");
                return next(request, cancellationToken);
            }))
            .WithTools([Given.Tool("tool", () => "done")]));
        var ada = await server.ConnectAsync("ada: reader, writer");
        var nobody = await server.ConnectAsync();

        await ada.CallToolAsync("tool");
        await nobody.CallToolAsync("tool");

        Assert.Equal(["ada reader writer", "nobody"], _ran.Entries);
    }

    [Fact]
    public async Task An_alternate_handler_with_an_ordinary_filter_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Session.StartAsync(server => server
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => next))
            .Services.Configure<McpServerOptions>(options =>
                options.Handlers.CallToolWithAlternateHandler = (_, _) => new(new CallToolResult()))));

        Assert.StartsWith("Cannot apply CallToolFilters", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_raw_handler_for_a_method_the_server_has_stops_the_start()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Session.StartAsync(
            server => server
                .WithTools([Given.Tool("tool", _ran)])
                .Services.Configure<McpServerOptions>(options => options.RequestHandlers =
                    [new McpServerRequestHandler { Method = "tools/call", Handler = (_, _) => default }]),
            new SessionSetup { Hosted = true }));
    }

    [Fact]
    public async Task A_tool_added_while_the_server_runs_is_called_through_the_filters()
    {
        await using var session = await Session.StartAsync(server => server
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => (request, cancellationToken) =>
            {
                _ran.Note($"filter: {request.MatchedPrimitive?.Id}");
                return next(request, cancellationToken);
            }))
            .WithTools([Given.Tool("tool", _ran)]));
        var client = await session.ConnectAsync();

        session.Server.ServerOptions.ToolCollection!.Add(Given.Tool("late", _ran));
        await client.CallToolAsync("late");

        Assert.Equal(["filter: late", "late"], _ran.Entries);
    }

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
    private sealed class MarkAttribute(string where) : Attribute
    {
        public string Where { get; } = where;
    }

    [Mark("class")]
    private sealed class Marked
    {
        [Mark("method")]
        [McpServerTool]
        public static string Tool() => "done";
    }

    private sealed class NotingFactory(Ran ran) : IOptionsFactory<McpServerOptions>
    {
        public McpServerOptions Create(string name)
        {
            ran.Note("factory");
            return new McpServerOptions();
        }
    }
}
