#pragma warning disable MCPEXP002 // a custom request handler is one of the doors
using System.Text.Json.Nodes;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>A call whose code ran has an intent in every sink before, and an outcome before its answer leaves; or it is refused.</summary>
public sealed class SinkTests
{
    private readonly Ran _ran = new();
    private readonly Ledger _ledger;

    public SinkTests() => _ledger = new Ledger(_ran);

    public static TheoryData<string, string, string?> Calls => new()
    {
        { "tools/call", """{"name":"note","arguments":{"text":"a"}}""", "completed" },
        { "tools/call", """{"name":"fail","arguments":{"text":"a"}}""", "tool_error" },
        { "tools/call", """{"name":"protest","arguments":{"text":"a"}}""", "failed" },
        { "prompts/get", """{"name":"greet","arguments":{"text":"a"}}""", "completed" },
        { "prompts/get", """{"name":"grumble","arguments":{"text":"a"}}""", "failed" },
        { "resources/read", """{"uri":"mem://open/a"}""", "completed" },
        { "completion/complete", """{"ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"text","value":"a"}}""", "completed" },
        { "x/custom", """{"any":1}""", "completed" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_is_kept_before_its_code_runs_and_before_its_answer_leaves(string method, string parameters, string? outcome)
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();
        var answers = 0;
        _ledger.Waits = entry =>
        {
            Assert.Equal(0, Volatile.Read(ref answers));
            return Task.Run(static () => { }); // by another thread, a moment later
        };

        var asking = peer.RequestAsync(ProtocolVersions.November2025, method, parameters);
        await asking;
        Interlocked.Increment(ref answers);

        Assert.Equal([AuditEntryKind.Intent, AuditEntryKind.Outcome], _ledger.Entries.Select(entry => entry.Kind));
        var (intent, end) = (_ledger.Entries[0], _ledger.Entries[1]);
        Assert.Equal((0, 1), (_ledger.RanAt(intent), _ledger.RanAt(end)));
        Assert.Equal((null, outcome), (intent.Outcome, end.Outcome));
        Assert.Equal((intent.Call, intent.Method, intent.Target), (end.Call, end.Method, end.Target));
        Assert.Matches("^[0-9a-f]{32}$", intent.Call);
        Assert.Equal(["guest"], intent.Roles);
    }

    /// <summary>What cannot be put on record does not run.</summary>
    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_whose_intent_is_not_kept_does_not_run(string method, string parameters, string? outcome)
    {
        _ = outcome;
        _ledger.Fails = static entry => entry.Kind == AuditEntryKind.Intent;
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync(ProtocolVersions.November2025, method, parameters);

        Assert.Empty(_ran.Entries);
        Assert.Contains("audit_failed", answer.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry.EventId.Name == "mcpsecure.audit_failure");
        await Patience.UntilAsync(() => _ledger.Entries.Count == 1);
        Assert.Equal((AuditEntryKind.Refusal, "refused", "audit_failed"), (_ledger.Entries[0].Kind, _ledger.Entries[0].Outcome, _ledger.Entries[0].Code));
    }

    /// <summary>What ran without an end on record is not told.</summary>
    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_result_whose_outcome_is_not_kept_does_not_leave(string method, string parameters, string? outcome)
    {
        _ = outcome;
        _ledger.Fails = static entry => entry.Kind == AuditEntryKind.Outcome;
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync(ProtocolVersions.November2025, method, parameters);

        Assert.Single(_ran.Entries);
        Assert.Contains("audit_failed", answer.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("did it", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry.EventId.Name == "mcpsecure.audit_failure");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task With_Continue_a_call_goes_on_and_the_failure_is_told(string method, string parameters, string? outcome)
    {
        _ledger.Fails = static _ => true;
        await using var session = await StartAsync(""" "OnFailure": "Continue" """);
        await using var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync(ProtocolVersions.November2025, method, parameters);

        Assert.Single(_ran.Entries);
        Assert.Equal(outcome == "completed", answer.TryGetProperty("result", out var result) && !result.TryGetProperty("isError", out _));
        Assert.Contains(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry.EventId.Name == "mcpsecure.audit_failure");
    }

    /// <summary>One sink that fails takes nothing from the others, and each has to take it.</summary>
    [Fact]
    public async Task Every_sink_has_to_take_it()
    {
        var other = new Ledger(_ran) { Fails = static _ => true };
        await using var session = await StartAsync(sinks: [other, _ledger]);
        await using var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync("note", """{"text":"a"}""");

        Assert.True(answer.IsToolError());
        Assert.Empty(_ran.Entries);
        Assert.Equal(AuditEntryKind.Intent, _ledger.Entries[0].Kind);
    }

    [Fact]
    public async Task A_cancelled_call_has_an_outcome()
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        await peer.SendAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"wait"}}""");
        await Patience.UntilAsync(() => _ran.Entries.Count == 1);
        await peer.NotifyAsync("notifications/cancelled", """{"requestId":7}""");

        await Patience.UntilAsync(() => _ledger.Entries.Count == 2);
        Assert.Equal("cancelled", _ledger.Entries[1].Outcome);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_its_intent_is_kept_does_not_run()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ledger.Waits = _ =>
        {
            reached.TrySetResult();
            return new TaskCompletionSource().Task;
        };
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        await peer.SendAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"note","arguments":{"text":"a"}}}""");
        await reached.Task.OrGiveUp();
        _ledger.Waits = static _ => Task.CompletedTask;
        await peer.NotifyAsync("notifications/cancelled", """{"requestId":7}""");

        Assert.False((await peer.CallToolAsync("note", """{"text":"b"}""")).IsToolError());
        Assert.Equal(["b"], _ran.Entries);
    }

    [Fact]
    public async Task A_filter_that_answers_in_its_place_is_on_record()
    {
        await using var session = await StartAsync(server: builder => builder.WithRequestFilters(filters => filters.AddCallToolFilter(
            _ => (_, _) => new(new CallToolResult()))));
        await using var peer = await session.ConnectRawAsync();

        await peer.CallToolAsync("note", """{"text":"a"}""");

        await Patience.UntilAsync(() => _ledger.Entries.Count == 1);
        Assert.Equal((AuditEntryKind.Refusal, "bypassed", "note"), (_ledger.Entries[0].Kind, _ledger.Entries[0].Outcome, _ledger.Entries[0].Target));
    }

    [Theory]
    [InlineData("None", 0, null, null)]
    [InlineData("Metadata", 2, null, null)]
    [InlineData("Digest", 2, 12, null)]
    [InlineData("Full", 2, 12, """{"text":"a"}""")]
    public async Task A_level_says_how_much_is_kept(string level, int entries, int? bytes, string? arguments)
    {
        await using var session = await StartAsync($$""" "Level": "{{level}}" """);
        await using var peer = await session.ConnectRawAsync();

        Assert.False((await peer.CallToolAsync("note", """{"text":"a"}""")).IsToolError());

        Assert.Equal(entries, _ledger.Entries.Count);
        Assert.All(_ledger.Entries.Take(1), intent =>
        {
            Assert.Equal(bytes, intent.ArgumentBytes);
            Assert.Equal(bytes is null, intent.ArgumentsDigest is null);
            Assert.Equal(arguments ?? string.Empty, System.Text.Encoding.UTF8.GetString(intent.Arguments.Span));
        });
        Assert.All(_ledger.Entries.Skip(1), end => Assert.Equal(bytes is null, end.ResultDigest is null));
    }

    /// <summary>A tool says more or less than the server; a role can only ask for more.</summary>
    [Theory]
    [InlineData("Full", "Metadata", null, "Metadata")]
    [InlineData("Metadata", "Full", null, "Full")]
    [InlineData("Digest", "None", "Metadata", "Metadata")]
    [InlineData("Full", null, "None", "Full")]
    public async Task The_level_of_a_tool_counts_and_that_of_a_role_only_adds(string server, string? tool, string? role, string expected)
    {
        var tools = tool is null ? string.Empty : $$""", "Tools": { "note": { "AuditLevel": "{{tool}}" } }""";
        await using var session = await StartAsync($$""" "Level": "{{server}}" """, role is null ? string.Empty : $$""" "AuditLevel": "{{role}}", """, tools);
        await using var peer = await session.ConnectRawAsync();

        await peer.CallToolAsync("note", """{"text":"a"}""");

        var intent = _ledger.Entries[0];
        Assert.Equal(expected, intent.Arguments.Length > 0 ? "Full" : intent.ArgumentsDigest is not null ? "Digest" : "Metadata");
    }

    private static string Answer(Ran ran, string text)
    {
        ran.Note(text);
        return "did it";
    }

    private void Furnish(IMcpServerBuilder builder) => builder
        .WithPrompts(
        [
            Given.Prompt("greet", (string text) => Answer(_ran, text)),
            Given.Prompt("grumble", (string text) => Answer(_ran, text).Length > 0 ? throw new InvalidOperationException("x") : string.Empty),
        ])
        .WithResources([Given.Resource("mem://open/a", () => Answer(_ran, "a"))])
        .WithCompleteHandler((_, _) => new(new CompleteResult { Completion = new Completion { Values = [Answer(_ran, "a")] } }))
        .Services.Configure<McpServerOptions>(options => options.RequestHandlers =
        [
            new McpServerRequestHandler { Method = "x/custom", Handler = (_, _) => new(new JsonObject { ["ran"] = Answer(_ran, "a") }) },
        ]);

    private Task<Session> StartAsync(
        string audit = "", string role = "", string tools = "", IEnumerable<IAuditSink>? sinks = null, Action<IMcpServerBuilder>? server = null) =>
        Session.StartAsync(
            builder =>
            {
                server?.Invoke(builder);
                builder.AddMcpSecurity().WithTools(
                [
                    Given.Tool("note", (string text) => Answer(_ran, text)),
                    Given.Tool("fail", (string text) => Answer(_ran, text).Length > 0 ? throw new InvalidOperationException("x") : string.Empty),
                    Given.Tool("protest", (string text) => Answer(_ran, text).Length > 0 ? throw new McpProtocolException("x", McpErrorCode.InvalidParams) : string.Empty),
                    Given.Tool("wait", async (CancellationToken token) =>
                    {
                        _ran.Note("wait");
                        await Task.Delay(Timeout.Infinite, token);
                    }),
                ]);
                Furnish(builder);
            },
            new SessionSetup
            {
                Services = services =>
                {
                    foreach (var sink in sinks ?? [_ledger])
                    {
                        services.AddSingleton(sink);
                    }
                },
                Settings = $$"""
                    { "McpSecurity": { "Audit": { {{audit}} }, "AnonymousRole": "guest", "AllowedMethods": { "x/custom": "Allow" }
                      {{tools}}, "Roles": { "guest": { {{role}} "Tools": { "*": "Allow" }, "Prompts": { "*": "Allow" }, "Resources": { "all": { "Uri": "mem://open/**", "Access": "Allow" } } } } } }
                    """,
            });
}
