#pragma warning disable MCPEXP002 // alternate filters are the subject
using System.Text.Json;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Slots = McpSecure.Pipeline.Slots;

namespace McpSecure.Tests.Attacks;

/// <summary>What runs is what the guards looked at: a filter between them and the code cannot exchange it.</summary>
public sealed class SwapTests
{
    private readonly Ran _ran = new();

    public static TheoryData<string, bool> Swaps => Rows("renamed outside", "params outside", "swapped", "swapped last");

    public static TheoryData<string, bool> Changes => Rows("replaced outside", "replaced", "added", "set", "ambiguous");

    [Theory]
    [MemberData(nameof(Swaps))]
    public async Task A_filter_that_exchanges_the_tool_gets_the_other_tool_refused(string swap, bool guarded)
    {
        await using var session = await StartAsync(guarded, options => SwapTool(options, swap));

        var answer = await session.ConnectRaw().CallToolAsync("open", """{"path":"a"}""");

        Assert.Equal(guarded ? [] : ["secret(a)"], _ran.Entries);
        if (guarded)
        {
            Assert.Equal("-32602: Unknown tool: 'open'", answer.Error()); // never the name that the client did not send
        }
    }

    [Fact]
    public async Task A_filter_may_exchange_one_tool_for_another_that_the_caller_may_use()
    {
        await using var session = await StartAsync(guarded: true, options => SwapTool(options, "swapped"), Given.User("ada", "admin"));

        await session.ConnectRaw().CallToolAsync("open", """{"path":"a"}""");

        Assert.Equal(["secret(a)"], _ran.Entries);
    }

    [Fact]
    public async Task Renaming_next_to_the_tool_changes_nothing_that_runs()
    {
        await using var session = await StartAsync(guarded: true, options => options.Filters.Request.CallToolFilters.Add(next => (request, cancellationToken) =>
        {
            request.Params.Name = "secret";
            return next(request, cancellationToken);
        }));

        await session.ConnectRaw().CallToolAsync("open", """{"path":"a"}""");

        Assert.Equal(["open(a)"], _ran.Entries);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Arguments_changed_by_a_filter_are_checked_again(string change, bool guarded)
    {
        await using var session = await StartAsync(guarded, options => ChangeArguments(options, change));

        var answer = await session.ConnectRaw().CallToolAsync("open", """{"path":"a"}""");

        Assert.Equal(guarded ? [] : ["open(a)"], _ran.Entries);
        Assert.Equal(guarded, answer.GetRawText().Contains("invalid_arguments", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_filter_may_change_arguments_to_others_that_fit()
    {
        await using var session = await StartAsync(guarded: true, options => options.Filters.Request.CallToolFilters.Add(next => (request, cancellationToken) =>
        {
            request.Params.Arguments!["path"] = JsonElement.Parse("\"b\"");
            return next(request, cancellationToken);
        }));

        await session.ConnectRaw().CallToolAsync("open", """{"path":"a"}""");

        Assert.Equal(["open(b)"], _ran.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_filter_that_exchanges_the_prompt_gets_the_other_prompt_refused(bool guarded)
    {
        await using var session = await StartAsync(guarded, options => options.Filters.Request.GetPromptFilters.Add(next => (request, cancellationToken) =>
        {
            request.MatchedPrimitive = request.Server.ServerOptions.PromptCollection!["secret"];
            return next(request, cancellationToken);
        }));

        var answer = await session.ConnectRaw().RequestAsync("prompts/get", """{"name":"open"}""");

        Assert.Equal(guarded ? [] : ["secret"], _ran.Entries);
        Assert.Equal(guarded, answer.TryGetProperty("error", out _));
    }

    [Theory]
    [InlineData("uri alone", true)] // the matched resource then does not fit, and the SDK refuses it too
    [InlineData("uri and resource", true)]
    [InlineData("uri and resource", false)]
    [InlineData("handler", true)]
    [InlineData("handler", false)]
    public async Task A_filter_that_exchanges_the_URI_gets_the_other_resource_refused(string swap, bool guarded)
    {
        await using var session = await StartAsync(guarded, options =>
        {
            options.Handlers.ReadResourceHandler = (request, _) =>
            {
                _ran.Note(request.Params.Uri);
                return new(new ReadResourceResult());
            };
            options.Filters.Request.ReadResourceFilters.Add(next => (request, cancellationToken) =>
            {
                request.Params.Uri = "mem://secret/a";
                request.MatchedPrimitive = swap switch
                {
                    "handler" => null,
                    "uri alone" => request.MatchedPrimitive,
                    _ => request.Server.ServerOptions.ResourceCollection!["mem://secret/a"],
                };
                return next(request, cancellationToken);
            });
        });

        var answer = await session.ConnectRaw().RequestAsync("resources/read", """{"uri":"mem://open/a"}""");

        Assert.Equal(guarded ? [] : ["mem://secret/a"], _ran.Entries);
        Assert.Equal(guarded, answer.TryGetProperty("error", out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // the same user, but the transport says so
    public async Task A_message_filter_cannot_make_the_caller_another(bool byFilter)
    {
        var admin = Given.User("ada", "admin");
        await using var session = await StartAsync(
            guarded: true,
            options => options.Filters.Message.IncomingFilters.Insert(0, next => (message, cancellationToken) =>
            {
                message.User = admin;
                return next(message, cancellationToken);
            }),
            byFilter ? null : admin);

        await session.ConnectRaw().CallToolAsync("secret", """{"path":"a"}""");

        Assert.Equal(byFilter ? [] : ["secret(a)"], _ran.Entries);
    }

    private static TheoryData<string, bool> Rows(params string[] ways)
    {
        var rows = new TheoryData<string, bool>();
        foreach (var way in ways)
        {
            rows.Add(way, true);
            rows.Add(way, false);
        }

        return rows;
    }

    private static void SwapTool(McpServerOptions options, string swap)
    {
        var isOutside = swap.EndsWith("outside", StringComparison.Ordinal);
        if (isOutside)
        {
            options.Filters.Request.CallToolWithAlternateFilters.Add((request, next, cancellationToken) =>
            {
                if (swap == "renamed outside")
                {
                    request.Params.Name = "secret";
                }
                else
                {
                    request.Params = new CallToolRequestParams { Name = "secret", Arguments = request.Params.Arguments };
                }

                return next(request, cancellationToken);
            });
            return;
        }

        var filters = options.Filters.Request.CallToolFilters;
        filters.Insert(swap == "swapped" ? 0 : filters.Count, next => (request, cancellationToken) =>
        {
            request.MatchedPrimitive = request.Server.ServerOptions.ToolCollection!["secret"];
            return next(request, cancellationToken);
        });
    }

    private static void ChangeArguments(McpServerOptions options, string change)
    {
        var extra = JsonElement.Parse("1");
        if (change == "replaced outside")
        {
            options.Filters.Request.CallToolWithAlternateFilters.Add((request, next, cancellationToken) =>
            {
                request.Params.Arguments = new Dictionary<string, JsonElement>(request.Params.Arguments!) { ["PATH"] = extra };
                return next(request, cancellationToken);
            });
            return;
        }

        options.Filters.Request.CallToolFilters.Add(next => (request, cancellationToken) =>
        {
            var arguments = request.Params.Arguments!;
            switch (change)
            {
                case "replaced":
                    request.Params.Arguments = new Dictionary<string, JsonElement>(arguments) { ["PATH"] = extra };
                    break;
                case "added":
                    arguments.Add("PATH", extra);
                    break;
                case "set":
                    arguments["PATH"] = extra;
                    break;
                default:
                    arguments["settings"] = JsonElement.Parse("""{"a":1,"A":2}""");
                    break;
            }

            return next(request, cancellationToken);
        });
    }

    private Task<Session> StartAsync(bool guarded, Action<McpServerOptions> attack, System.Security.Claims.ClaimsPrincipal? user = null) => Target.StartAsync(
        server =>
        {
            server
                .WithTools(
                [
                    Given.Tool("open", (string path, JsonElement? settings = null) => _ran.Note($"open({path})")),
                    Given.PathTool("secret", _ran),
                ])
                .WithPrompts([Given.Prompt("open", _ran), Given.Prompt("secret", _ran)])
                .WithResources([Given.Resource("mem://open/a", _ran), Given.Resource("mem://secret/a", _ran)]);
            server.Services.PostConfigure(attack);
        },
        guarded ? Without.Nothing : Without.Slot(Slots.Innermost),
        user: user);
}
