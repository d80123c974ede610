#pragma warning disable MCPEXP002 // alternate filters are the subject
using System.Text.Json.Nodes;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Slots = McpSecure.Pipeline.Slots;

namespace McpSecure.Tests.Attacks;

/// <summary>A filter that answers instead of calling <c>next</c> cannot be prevented. It is noticed, recorded and logged as an error.</summary>
public sealed class ShortCircuitTests
{
    private readonly Ran _ran = new();

    public static TheoryData<string, string> Filters => new()
    {
        { "alternate", "tools/call" },
        { "ordinary", "tools/call" },
        { "prompt", "prompts/get" },
        { "resource", "resources/read" },
        { "message", "tools/call" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task An_answer_that_did_not_come_from_the_guarded_code_is_recorded_as_an_error(string filter, string method)
    {
        await using var session = await StartAsync(filter);
        var peer = session.ConnectRaw();

        var answer = await CallAsync(peer, method);
        await session.FinishAsync();

        Assert.Contains("mine", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
        var record = Assert.Single(Bypasses(session));
        Assert.Equal((LogLevel.Error, method), (record.Level, record["Method"]));
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Without_the_slots_it_goes_unnoticed(string filter, string method)
    {
        await using var session = await StartAsync(filter, Without.Slot(Slots.Incoming | Slots.Outermost | Slots.Innermost | Slots.Results));
        var peer = session.ConnectRaw();

        var answer = await CallAsync(peer, method);
        await session.FinishAsync();

        Assert.Contains("mine", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(Bypasses(session));
    }

    [Theory]
    [InlineData("tools/call")]
    [InlineData("prompts/get")]
    [InlineData("resources/read")]
    public async Task An_honest_request_is_no_bypass(string method)
    {
        await using var session = await StartAsync("none");
        var peer = session.ConnectRaw();

        await CallAsync(peer, method);
        await session.FinishAsync();

        Assert.Single(_ran.Entries);
        Assert.Empty(Bypasses(session));
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_refused_request_is_not_answered_by_a_filter_of_requests(string filter, string method)
    {
        await using var session = await StartAsync(filter);

        var answer = await CallAsync(session.ConnectRaw(), method, "secret");

        // Only a message filter comes before anybody knows what is asked for.
        Assert.Equal(filter == "message", answer.GetRawText().Contains("mine", StringComparison.Ordinal));
    }

    private static Task<System.Text.Json.JsonElement> CallAsync(RawPeer peer, string method, string name = "open") => method == "resources/read"
        ? peer.RequestAsync(method, $$"""{"uri":"mem://{{name}}/a"}""")
        : peer.RequestAsync(method, $$"""{"name":"{{name}}"}""");

    private static IEnumerable<LogEntry> Bypasses(Session session) =>
        session.Logs.From(McpSecurityTelemetry.LogCategory).Where(entry => entry["Outcome"] as string == "bypassed");

    private Task<Session> StartAsync(string filter, Action<IServiceCollection>? without = null) => Target.StartAsync(
        server =>
        {
            server.WithTools([Given.Tool("open", _ran), Given.Tool("secret", _ran)])
                .WithPrompts([Given.Prompt("open", _ran), Given.Prompt("secret", _ran)])
                .WithResources([Given.Resource("mem://open/a", _ran), Given.Resource("mem://secret/a", _ran)]);
            server.Services.Configure<McpServerOptions>(options => Add(options, filter));
        },
        without);

    private static void Add(McpServerOptions options, string filter)
    {
        var content = new TextContentBlock { Text = "mine" };
        var requests = options.Filters.Request;
        switch (filter)
        {
            case "alternate":
                requests.CallToolWithAlternateFilters.Add((_, _, _) => new(new CallToolResult { Content = [content] }));
                break;
            case "ordinary":
                requests.CallToolFilters.Add(_ => (_, _) => new(new CallToolResult { Content = [content] }));
                break;
            case "prompt":
                requests.GetPromptFilters.Add(_ => (_, _) => new(new GetPromptResult { Description = "mine" }));
                break;
            case "resource":
                requests.ReadResourceFilters.Add(_ => (_, _) => new(new ReadResourceResult { Meta = new JsonObject { ["x"] = "mine" } }));
                break;
            case "message":
                options.Filters.Message.IncomingFilters.Add(next => (message, cancellationToken) =>
                    message.JsonRpcMessage is JsonRpcRequest { Method: "tools/call" } request
                        ? message.Server.SendMessageAsync(
                            new JsonRpcResponse { Id = request.Id, Result = new JsonObject { ["mine"] = true } }, cancellationToken)
                        : next(message, cancellationToken));
                break;
        }
    }
}
