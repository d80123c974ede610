using System.Diagnostics;
using McpSecure.Tests.Approvals;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Audit;

/// <summary>Texts that are neither names nor arguments, and a client's own all the same, on their way into spans and logs.</summary>
[Collection(GlobalListeners.Name)]
public sealed class ClientTextTests
{
    private const string Planted = "ghp_R4nd0mB0thSh0uldN0tBeF0undAnyw3re123";

    private readonly Ran _ran = new();

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task The_error_that_a_client_answers_a_question_with_is_on_no_span(bool isSecured, bool isThere)
    {
        using var spans = new RecordedActivities(McpSecurityTelemetry.ActivitySourceName, Audited.Sdk);
        await using var session = await StartAsync(isSecured);
        var peer = session.ConnectRaw();
        await peer.InitializeAsync(capabilities: """{"elicitation":{} }""");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"ask","arguments":{} } }""");
        await AnswerAsync(peer, id => $$"""{"jsonrpc":"2.0","id":{{id}},"error":{"code":-32603,"message":"x {{Planted}}"} }""");
        await peer.ReadNextAsync();
        await session.FinishAsync();

        await Patience.UntilAsync(() => spans.Stopped.Any(span => span.DisplayName.StartsWith("elicitation/create", StringComparison.Ordinal)));
        Assert.Equal(isThere, spans.Stopped.SelectMany(Texts).Any(text => text.Contains(Planted, StringComparison.Ordinal)));
        if (isSecured)
        {
            var span = Assert.Single(spans.Stopped, span => span.DisplayName == "elicitation/create");
            Assert.Equal((ActivityStatusCode.Error, "elicitation/create", "_OTHER"), (span.Status, span.GetTagItem("mcp.method.name"), span.GetTagItem("error.type")));
        }
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task What_a_client_calls_its_request_and_its_trace_is_on_no_span(bool isSecured, bool isThere)
    {
        using var spans = new RecordedActivities(McpSecurityTelemetry.ActivitySourceName, Audited.Sdk);
        await using var session = await StartAsync(isSecured);
        var peer = session.ConnectRaw();
        await peer.InitializeAsync();
        await peer.ExchangeAsync(
            $"\"{Planted}\"",
            $$"""
            {"jsonrpc":"2.0","id":"{{Planted}}","method":"tools/call","params":{"name":"note","arguments":{},
              "_meta":{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","tracestate":"a={{Planted}}"} } }
            """.ReplaceLineEndings(string.Empty));
        await session.FinishAsync();

        await Patience.UntilAsync(() => spans.Stopped.Any(span => span.DisplayName.StartsWith("tools/call", StringComparison.Ordinal)));
        Assert.Equal(isThere, spans.Stopped.SelectMany(Texts).Any(text => text.Contains(Planted, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_identity_stays_on_its_line_of_the_log()
    {
        await using var session = await Session.StartAsync(
            server => server.WithTools([Given.Tool("note", _ran)]).AddMcpSecurity(),
            new SessionSetup
            {
                User = _ => Given.User("evil\n{\"seq\":1}\u001b[31m", "guest"),
                Settings = """{ "McpSecurity": { "Roles": { "guest": { "Tools": { "note": "Allow" } } } } }""",
            });
        await session.ConnectRaw().CallToolAsync("note");
        await session.FinishAsync();

        var lines = session.Logs.From(nameof(McpSecure)).Where(entry => entry.Message.Contains("evil", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.DoesNotContain(line.Message, char.IsControl));
    }

    /// <summary>A preview gets the arguments, and may repeat them in what it throws.</summary>
    [Fact]
    public async Task What_a_preview_throws_is_told_by_its_type()
    {
        var desk = new Desk();
        await using var session = await desk.StartAsync(services: services => services.Configure<McpSecurityOptions>(options =>
            options.Tool("erase").Preview((call, _) => throw new InvalidTimeZoneException($"cannot look at {call.Arguments.GetString("path")}"))));

        Assert.Equal("guard_failed", Visit.CodeOf(await new Visit(session.ConnectRaw()).SendAsync($$"""{"name":"erase","arguments":{"path":"{{Planted}}"} }""")));

        await Patience.UntilAsync(() => session.Logs.Entries.Any(entry => entry.EventId.Id == 2));
        var line = Assert.Single(session.Logs.Entries, entry => entry.EventId.Id == 2);
        Assert.DoesNotContain(Planted, $"{line.Message} {line.Exception}", StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidTimeZoneException), $"{line.Exception}", StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(RawPeer peer, Func<string, string> answer)
    {
        while (await peer.ReadNextAsync() is { } message)
        {
            if (message.TryGetProperty("method", out var method) && method.ValueEquals("elicitation/create"))
            {
                await peer.SendAsync(answer(message.GetProperty("id").GetRawText()));
                return;
            }
        }
    }

    private static IEnumerable<string> Texts(Activity span) =>
        [span.DisplayName, $"{span.StatusDescription}", $"{span.TraceStateString}", .. span.TagObjects.Select(tag => $"{tag.Value}"), .. span.Events.SelectMany(one => one.Tags).Select(tag => $"{tag.Value}")];

    private Task<Session> StartAsync(bool isSecured) => Session.StartAsync(
        server =>
        {
            server.WithTools([Given.Tool("note", _ran), Given.Tool("ask", AskAsync)]);
            if (isSecured)
            {
                server.AddMcpSecurity();
            }
        },
        new SessionSetup { Settings = """{ "McpSecurity": { "AnonymousRole": "guest", "Roles": { "guest": { "Tools": { "*": "Allow" } } } } }""" });

    private static async Task<string> AskAsync(McpServer server, CancellationToken cancellationToken) =>
        (await server.ElicitAsync(new ElicitRequestParams { Message = "?", RequestedSchema = new() }, cancellationToken)).Action;
}
