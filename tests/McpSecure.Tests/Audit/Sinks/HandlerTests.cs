using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>Code that no attribute describes, behind the handlers of the SDK, is kept like any other.</summary>
public sealed class HandlerTests
{
    private readonly Ran _ran = new();
    private readonly Ledger _ledger;

    public HandlerTests() => _ledger = new Ledger(_ran);

    [Theory]
    [InlineData("tools/call", """{"name":"anything","arguments":{"a":1} }""")]
    [InlineData("prompts/get", """{"name":"anything"}""")]
    [InlineData("resources/read", """{"uri":"mem://open/x"}""")]
    [InlineData("resources/subscribe", """{"uri":"mem://open/x"}""")]
    [InlineData("resources/unsubscribe", """{"uri":"mem://open/x"}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/prompt","name":"anything"},"argument":{"name":"a","value":"b"} }""")]
    public async Task What_a_handler_does_is_kept_before_and_after(string method, string parameters)
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        Assert.True((await peer.RequestAsync(method, parameters)).TryGetProperty("result", out _));

        Assert.Equal([AuditEntryKind.Intent, AuditEntryKind.Outcome], _ledger.Entries.Select(entry => entry.Kind));
        Assert.Equal((0, 1), (_ledger.RanAt(_ledger.Entries[0]), _ledger.RanAt(_ledger.Entries[1])));
    }

    [Theory]
    [InlineData("tools/call", """{"name":"anything","arguments":{"a":1} }""")]
    [InlineData("prompts/get", """{"name":"anything"}""")]
    [InlineData("resources/read", """{"uri":"mem://open/x"}""")]
    [InlineData("resources/subscribe", """{"uri":"mem://open/x"}""")]
    public async Task What_cannot_be_kept_does_not_run(string method, string parameters)
    {
        _ledger.Fails = static _ => true;
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        Assert.Contains("audit_failed", (await peer.RequestAsync(method, parameters)).GetRawText(), StringComparison.Ordinal);

        Assert.Empty(_ran.Entries);
    }

    private T Did<T>(T result)
    {
        _ran.Note("did");
        return result;
    }

    private Task<Session> StartAsync() => Session.StartAsync(
        server => server
            .WithListToolsHandler((_, _) => new(new ListToolsResult()))
            .WithCallToolHandler((_, _) => new(Did(new CallToolResult())))
            .WithListPromptsHandler((_, _) => new(new ListPromptsResult()))
            .WithGetPromptHandler((_, _) => new(Did(new GetPromptResult())))
            .WithReadResourceHandler((_, _) => new(Did(new ReadResourceResult())))
            .WithSubscribeToResourcesHandler((_, _) => new(Did(new EmptyResult())))
            .WithUnsubscribeFromResourcesHandler((_, _) => new(Did(new EmptyResult())))
            .WithCompleteHandler((_, _) => new(Did(new CompleteResult())))
            .AddMcpSecurity(),
        new SessionSetup
        {
            Services = services => services.AddSingleton<IAuditSink>(_ledger),
            Settings = """
                { "McpSecurity": { "AnonymousRole": "guest", "Tools": { "anything": { "UnvalidatedArguments": "Allow" } }, "Roles": { "guest": {
                  "Tools": { "anything": "Allow" }, "Prompts": { "anything": "Allow" }, "Resources": { "all": { "Uri": "mem://open/**", "Access": "Allow" } } } } } }
                """,
        });
}
