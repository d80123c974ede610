#pragma warning disable MCPEXP002 // alternate filters are the subject
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.PlainSdk;

/// <summary>Where a filter on tool calls stands, and what another filter can do to it.</summary>
public sealed class ToolFilterTests
{
    private readonly Ran _ran = new();

    [Fact]
    public async Task Filters_run_in_the_order_of_registration_and_the_first_is_outermost()
    {
        await using var session = await Session.StartAsync(server => server
            .WithRequestFilters(filters => filters.AddCallToolFilter(Noting("first")).AddCallToolFilter(Noting("second")))
            .WithTools([Given.Tool("tool", _ran)]));
        var client = await session.ConnectAsync();

        await client.CallToolAsync("tool");

        Assert.Equal([">first", ">second", "tool", "<second", "<first"], _ran.Entries);
    }

    [Fact]
    public async Task A_filter_inserted_in_PostConfigure_goes_outside_every_configured_one()
    {
        await using var session = await Session.StartAsync(server =>
        {
            server.Services.PostConfigure<McpServerOptions>(o => o.Filters.Request.CallToolFilters.Insert(0, Noting("post")));
            server.WithRequestFilters(filters => filters.AddCallToolFilter(Noting("configured")))
                .WithTools([Given.Tool("tool", _ran)]);
            server.Services.PostConfigure<McpServerOptions>(o => o.Filters.Request.CallToolFilters.Insert(0, Noting("later post")));
        });
        var client = await session.ConnectAsync();

        await client.CallToolAsync("tool");

        Assert.Equal([">later post", ">post", ">configured", "tool"], _ran.Entries.Take(4));
    }

    [Fact]
    public async Task An_alternate_filter_runs_outside_the_ordinary_ones()
    {
        await using var session = await StartAsync(
            (request, next, cancellationToken) =>
            {
                _ran.Note("alternate");
                return next(request, cancellationToken);
            },
            Noting("ordinary"));
        var client = await session.ConnectAsync();

        await client.CallToolAsync("tool");

        Assert.Equal(["alternate", ">ordinary", "tool"], _ran.Entries.Take(3));
    }

    [Fact]
    public async Task An_alternate_filter_that_does_not_call_next_bypasses_every_ordinary_filter()
    {
        await using var session = await StartAsync(
            (_, _, _) => new(new CallToolResult { Content = [new TextContentBlock { Text = "mine" }] }),
            Noting("ordinary"));
        var client = await session.ConnectAsync();

        var result = await client.CallToolAsync("tool");

        Assert.Equal("mine", result.Text());
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task An_alternate_filter_added_while_the_server_runs_takes_effect()
    {
        await using var session = await StartAsync((request, next, cancellationToken) => next(request, cancellationToken), Noting("ordinary"));
        var client = await session.ConnectAsync();

        session.Server.ServerOptions.Filters.Request.CallToolWithAlternateFilters.Clear();
        session.Server.ServerOptions.Filters.Request.CallToolWithAlternateFilters.Add((request, next, cancellationToken) =>
        {
            _ran.Note("added");
            return next(request, cancellationToken);
        });
        session.Server.ServerOptions.Filters.Request.CallToolFilters.Clear(); // ordinary filters were taken at construction

        await client.CallToolAsync("tool");

        Assert.Equal(["added", ">ordinary", "tool"], _ran.Entries.Take(3));
    }

    [Fact]
    public async Task Changing_the_name_in_an_ordinary_filter_does_not_change_the_tool_that_runs()
    {
        await using var session = await StartAsync(null, next => (request, cancellationToken) =>
        {
            request.Params.Name = "other";
            return next(request, cancellationToken);
        });
        var client = await session.ConnectAsync();

        await client.CallToolAsync("tool");

        Assert.Equal(["tool"], _ran.Entries);
    }

    [Fact]
    public async Task Changing_the_name_in_an_alternate_filter_changes_the_tool_that_runs()
    {
        await using var session = await StartAsync((request, next, cancellationToken) =>
        {
            request.Params.Name = "other";
            return next(request, cancellationToken);
        });
        var client = await session.ConnectAsync();

        await client.CallToolAsync("tool");

        Assert.Equal(["other"], _ran.Entries);
    }

    [Fact]
    public async Task Changing_the_matched_primitive_in_the_innermost_filter_changes_the_tool_that_runs()
    {
        await using var session = await StartAsync(null, Noting("checks"), next => (request, cancellationToken) =>
        {
            request.MatchedPrimitive = request.Server.ServerOptions.ToolCollection!["other"];
            return next(request, cancellationToken);
        });
        var client = await session.ConnectAsync();

        await client.CallToolAsync("tool");

        Assert.Equal([">checks", "other", "<checks"], _ran.Entries);
    }

    [Theory]
    [InlineData("null")] // params: null
    [InlineData(null)]   // no params
    public async Task Params_can_be_null_in_a_filter(string? parameters)
    {
        await using var session = await StartAsync(null, next => (request, cancellationToken) =>
        {
            _ran.Note(request.Params is null ? "null" : "not null");
            return next(request, cancellationToken);
        });
        var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync("tools/call", parameters);

        Assert.Equal("-32602: Unknown tool: ''", answer.Error());
        Assert.Equal(["null"], _ran.Entries);
    }

    [Fact]
    public async Task An_exception_of_the_tool_becomes_a_result_between_ordinary_and_alternate_filters()
    {
        await using var session = await Session.StartAsync(server => server
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => async (request, cancellationToken) =>
            {
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await next(request, cancellationToken));
                throw new InvalidOperationException("again");
            }))
            .WithTools([Given.Tool("broken", string () => throw new InvalidOperationException("secret"))])
            .Services.Configure<McpServerOptions>(o => o.Filters.Request.CallToolWithAlternateFilters.Add(
                async (request, next, cancellationToken) =>
                {
                    var result = await next(request, cancellationToken);
                    _ran.Note(result.Result!.Text());
                    return result;
                })));
        var client = await session.ConnectAsync();

        var result = await client.CallToolAsync("broken");

        Assert.True(result.IsError);
        Assert.Equal(["An error occurred invoking 'broken'."], _ran.Entries);
    }

    private Task<Session> StartAsync(
        McpRequestInvocationFilter<CallToolRequestParams, ResultOrAlternate<CallToolResult>>? alternate,
        params McpRequestFilter<CallToolRequestParams, CallToolResult>[] ordinary) =>
        Session.StartAsync(server => server
            .WithTools([Given.Tool("tool", _ran), Given.Tool("other", _ran)])
            .Services.Configure<McpServerOptions>(options =>
            {
                foreach (var filter in ordinary)
                {
                    options.Filters.Request.CallToolFilters.Add(filter);
                }

                if (alternate is not null)
                {
                    options.Filters.Request.CallToolWithAlternateFilters.Add(alternate);
                }
            }));

    private McpRequestFilter<CallToolRequestParams, CallToolResult> Noting(string name) =>
        next => async (request, cancellationToken) =>
        {
            _ran.Note($">{name}");
            var result = await next(request, cancellationToken);
            _ran.Note($"<{name}");
            return result;
        };
}
