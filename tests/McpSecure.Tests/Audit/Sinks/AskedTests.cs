#pragma warning disable MCP9005 // logging/setLevel is deprecated, and still a way in
using System.Text;
using McpSecure.Calls;
using McpSecure.Tests.Approvals;
using McpSecure.Tests.Support;
using McpSecure.Transport;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>A record says what was asked for, also where that is no argument of a tool.</summary>
public sealed class AskedTests
{
    private const string Token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";

    private readonly Ran _ran = new();
    private readonly Ledger _ledger;

    public AskedTests() => _ledger = new Ledger(_ran);

    /// <summary>Two reads of one template were the same record: nobody could tell which file had gone.</summary>
    [Theory]
    [InlineData("resources/read", """{"uri":"mem://open/x"}""", """{"uri":"mem://open/x"}""")]
    [InlineData("resources/subscribe", """{"uri":"mem://open/x"}""", """{"uri":"mem://open/x"}""")]
    [InlineData("resources/unsubscribe", """{"uri":"mem://open/x"}""", """{"uri":"mem://open/x"}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/prompt","name":"letter"},"argument":{"name":"to","value":"b"},"context":{"arguments":{"from":"a"} } }""", """{"from":"a","to":"b"}""")]
    [InlineData("logging/setLevel", """{"level":"debug","_meta":{"x":1} }""", """{"level":"debug"}""")]
    public async Task What_was_asked_for_is_kept(string method, string parameters, string asked)
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        Assert.True((await peer.RequestAsync(method, parameters)).TryGetProperty("result", out _));

        Assert.Equal([AuditEntryKind.Intent, AuditEntryKind.Outcome], _ledger.Entries.Select(entry => entry.Kind));
        var intent = _ledger.Entries[0];
        Assert.Equal(asked, Encoding.UTF8.GetString(intent.Arguments.Span));
        Assert.Equal((asked.Length, 64), (intent.ArgumentBytes, intent.ArgumentsDigest!.Length));
        Assert.Equal(0, _ledger.RanAt(intent));
    }

    [Fact]
    public async Task Secrets_in_it_are_not_kept()
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        await peer.RequestAsync("resources/read", $$"""{"uri":"mem://open/{{Token}}"}""");
        await peer.RequestAsync("completion/complete", """{"ref":{"type":"ref/prompt","name":"letter"},"argument":{"name":"password","value":"hunter22"} }""");
        await peer.RequestAsync("prompts/get", $$"""{"name":"{{Token}}"}""");

        Assert.Equal(6, _ledger.Entries.Count);
        Assert.All(_ledger.Entries, entry => Assert.DoesNotContain(Token, Texts(entry), StringComparison.Ordinal));
        Assert.All(_ledger.Entries, entry => Assert.DoesNotContain("hunter22", Texts(entry), StringComparison.Ordinal));

        static string Texts(AuditEntry entry) => Encoding.UTF8.GetString(entry.Arguments.Span) + entry.Target + entry.Name;
    }

    /// <summary>Behind a handler the server knows no names. Those of the policy are known all the same, and of the others the record is the only trace.</summary>
    [Theory]
    [InlineData("letter", "letter", null)]
    [InlineData("made_up", "_OTHER", "made_up")]
    [InlineData("made\u200b_up", "_OTHER", "made\ufffd_up")]
    public async Task Which_prompt_a_handler_was_asked_for_is_kept(string name, string? target, string? called)
    {
        await using var session = await StartAsync(level: "Metadata");
        await using var peer = await session.ConnectRawAsync();

        await peer.RequestAsync("prompts/get", $$"""{"name":"{{name}}"}""");

        Assert.Equal([(target, called), (target, called)], _ledger.Entries.Select(entry => (entry.Target, entry.Name)));
    }

    /// <summary>What the policy says of a tool was lost where the server did not hold it.</summary>
    [Fact]
    public async Task Which_tool_a_handler_was_asked_for_is_kept()
    {
        await using var session = await StartAsync(level: "Metadata");
        await using var peer = await session.ConnectRawAsync();

        await peer.CallToolAsync("known", """{"a":1}""");

        Assert.Equal(["known", "known"], _ledger.Entries.Select(entry => entry.Target));
        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(_ledger.Entries[0].Arguments.Span));
    }

    [Fact]
    public async Task Whoever_listens_is_on_record_before_he_hears_anything()
    {
        var stop = new TaskCompletionSource();
        await using var session = await StartAsync(listen: stop.Task);
        var peer = session.ConnectRaw();
        var answer = peer.ModernRequestAsync("subscriptions/listen", """{"notifications":{"resourceSubscriptions":["mem://open/a"]} }""");
        await Patience.UntilAsync(() => _ran.Entries.Count == 1);

        var intent = Assert.Single(_ledger.Entries);
        Assert.Equal((AuditEntryKind.Intent, "subscriptions/listen", 0), (intent.Kind, intent.Method, _ledger.RanAt(intent)));
        Assert.Contains("mem://open/a", Encoding.UTF8.GetString(intent.Arguments.Span), StringComparison.Ordinal);

        stop.SetResult();
        await answer;
        await Patience.UntilAsync(() => _ledger.Entries.Count == 2);
        Assert.Equal(AuditEntryKind.Outcome, _ledger.Entries[1].Kind);
    }

    [Fact]
    public async Task Whoever_cannot_be_put_on_record_hears_nothing()
    {
        _ledger.Fails = static _ => true;
        await using var session = await StartAsync();

        var answer = await session.ConnectRaw().ModernRequestAsync("subscriptions/listen", """{"notifications":{"resourceSubscriptions":["mem://open/a"]} }""");

        Assert.Contains("audit_failed", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task A_notification_that_a_handler_takes_is_kept()
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        await peer.NotifyAsync("notifications/roots/list_changed", """{"a":1}""");

        await Patience.UntilAsync(() => _ledger.Entries.Count == 2);
        Assert.Equal((AuditEntryKind.Intent, "notifications/roots/list_changed", 0), (_ledger.Entries[0].Kind, _ledger.Entries[0].Method, _ledger.RanAt(_ledger.Entries[0])));
    }

    /// <summary>Otherwise a client could choose, by not coming back, that how the code ended is on no record.</summary>
    [Fact]
    public async Task What_waited_and_was_stopped_has_an_outcome()
    {
        var desk = new Desk();
        var ledger = new Ledger(desk.Ran);
        await using var session = await desk.StartAsync(policy: Desk.Policy, services: services => services.AddSingleton<IAuditSink>(ledger));
        await new Visit(session.ConnectRaw()).AskedAsync("""{"name":"chat"}""");
        await Patience.UntilAsync(() => ledger.Entries.Count == 2);

        await Patience.UntilAsync(() =>
        {
            desk.Time.Advance(TimeSpan.FromSeconds(301));
            return ledger.Entries.Count == 3;
        });

        Assert.Equal([AuditEntryKind.Intent, AuditEntryKind.Suspended, AuditEntryKind.Outcome], ledger.Entries.Select(entry => entry.Kind));
        Assert.Single(ledger.Entries.Select(entry => entry.Call).Distinct(StringComparer.Ordinal));
        Assert.Equal(("withheld", 1), (ledger.Entries[2].Outcome, ledger.RanAt(ledger.Entries[2])));
    }

    /// <summary>Whoever asks until somebody is fed up, and takes back each call that is not answered, leaves more than the yes.</summary>
    [Fact]
    public async Task A_question_that_was_taken_back_is_on_record()
    {
        var desk = new Desk();
        var ledger = new Ledger(desk.Ran);
        await using var session = await desk.StartAsync(services: services => services.AddSingleton<IAuditSink>(ledger));
        var peer = session.ConnectRaw();
        await peer.InitializeAsync(ProtocolVersions.June2025, """{"elicitation":{} }""");

        await peer.SendAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"erase","arguments":{"path":"a.txt"} } }""");
        Assert.Equal("elicitation/create", (await peer.ReadNextAsync())!.Value.GetProperty("method").GetString());
        await peer.NotifyAsync("notifications/cancelled", """{"requestId":7}""");

        await Patience.UntilAsync(() => ledger.Entries.Count == 1);
        Assert.Equal((AuditEntryKind.Refusal, "erase", "cancelled", "asked"), (ledger.Entries[0].Kind, ledger.Entries[0].Target, ledger.Entries[0].Outcome, ledger.Entries[0].Approval));
        Assert.Empty(desk.Ran.Entries);
    }

    /// <summary>What the SDK turns away before anybody sees it.</summary>
    [Fact]
    public async Task What_was_rejected_is_on_record()
    {
        await using var session = await StartAsync();

        await session.ConnectRaw().RequestAsync(
            "tools/call", """{"name":"known","_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01","io.modelcontextprotocol/clientCapabilities":{} } }""");

        await Patience.UntilAsync(() => _ledger.Entries.Count == 1);
        Assert.Equal((AuditEntryKind.Refusal, "_OTHER", "rejected"), (_ledger.Entries[0].Kind, _ledger.Entries[0].Method, _ledger.Entries[0].Outcome));
    }

    /// <summary>Nobody knows what it says.</summary>
    [Fact]
    public async Task A_line_that_was_too_long_is_on_record()
    {
        await using var session = await StartAsync();

        session.Services.GetRequiredService<ILongLines>().Record(new Refusal(RefusalCode.MessageTooLarge, "x"));

        await Patience.UntilAsync(() => _ledger.Entries.Count == 1);
        Assert.Equal((AuditEntryKind.Refusal, "_OTHER", "message_too_large", "line_length"), (_ledger.Entries[0].Kind, _ledger.Entries[0].Method, _ledger.Entries[0].Code, _ledger.Entries[0].Guard));
    }

    [Fact]
    public async Task What_waits_and_cannot_be_put_on_record_did_not_run()
    {
        var desk = new Desk();
        var ledger = new Ledger(desk.Ran) { Fails = static _ => true };
        await using var session = await desk.StartAsync(services: services => services.AddSingleton<IAuditSink>(ledger));

        var answer = (await new Visit(session.ConnectRaw()).SendAsync("""{"name":"erase","arguments":{"path":"a.txt"} }""")).GetRawText();

        Assert.Contains("could not be put on record, and did not run", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("It ran", answer, StringComparison.Ordinal);
    }

    private T Did<T>(T result)
    {
        _ran.Note("did");
        return result;
    }

    private Task<Session> StartAsync(Task? listen = null, string level = "Full") => Session.StartAsync(
        server => server
            .WithListToolsHandler((_, _) => new(new ListToolsResult()))
            .WithCallToolHandler((_, _) => new(Did(new CallToolResult())))
            .WithListPromptsHandler((_, _) => new(new ListPromptsResult()))
            .WithGetPromptHandler((_, _) => new(Did(new GetPromptResult())))
            .WithReadResourceHandler((_, _) => new(Did(new ReadResourceResult())))
            .WithSubscribeToResourcesHandler((_, _) => new(Did(new EmptyResult())))
            .WithUnsubscribeFromResourcesHandler((_, _) => new(Did(new EmptyResult())))
            .WithSetLoggingLevelHandler((_, _) => new(Did(new EmptyResult())))
            .WithCompleteHandler((_, _) => new(Did(new CompleteResult())))
            .AddMcpSecurity(),
        new SessionSetup
        {
            Services = services => services.AddSingleton<IAuditSink>(_ledger).Configure<McpServerOptions>(options =>
            {
                options.Handlers.NotificationHandlers = [new("notifications/roots/list_changed", (_, _) => new ValueTask(Task.FromResult(Did(0))))];
                options.Handlers.SubscriptionsListenHandler = async (_, _) =>
                {
                    var result = Did(new EmptyResult());
                    await (listen ?? Task.CompletedTask);
                    return result;
                };
            }),
            Settings = $$"""
                { "McpSecurity": { "AnonymousRole": "guest", "Audit": { "Level": "{{level}}" },
                  "AllowedMethods": { "logging/setLevel": "Allow", "notifications/roots/list_changed": "Allow" },
                  "Tools": { "known": { "UnvalidatedArguments": "Allow", "AuditLevel": "Full" } },
                  "Roles": { "guest": { "Tools": { "known": "Allow" }, "Prompts": { "letter": "Allow", "*": "Allow" }, "Resources": { "all": { "Uri": "mem://open/**", "Access": "Allow" } } } } } }
                """,
        });
}
