using McpSecure.Testing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

namespace McpSecure.Testing.Tests;

/// <summary>An outcome says what happened to its own call, whatever else happens at the same time.</summary>
public sealed class OutcomeTests
{
    private const string Explaining =
        """{ "McpSecurity": { "LocalRole": "r", "Refusals": "Explain", "Roles": { "r": { "Tools": { "read": "Allow" } } } } }""";

    public static TheoryData<string> Revisions { get; } = ["2025-11-25", "2026-07-28"];

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task An_allowed_call_has_the_result_and_who_allowed_it(string revision)
    {
        await using var server = await Given.ADeskAsync(Speaking(revision));
        var editor = await server.AsAsync("editor");

        var tool = await editor.CallToolAsync("write", ("page", "1"), ("text", "x"));
        var prompt = await editor.GetPromptAsync("ask", ("about", "tea"));
        var resource = await editor.ReadResourceAsync("pages://7");

        AssertAllowed(tool, "wrote 1: x", "McpSecurity:Roles:editor:Tools:write");
        AssertAllowed(prompt, "asked about tea", "McpSecurity:Roles:reader:Prompts:ask");
        AssertAllowed(resource, "page 7", "McpSecurity:Roles:reader:Resources:pages");
        Assert.Equal(["wrote 1: x", "asked about tea", "page 7"], server.Ran());
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task A_hidden_refusal_has_the_code_that_the_client_does_not_get(string revision)
    {
        await using var server = await Given.ADeskAsync(Speaking(revision));
        var reader = await server.AsAsync("reader");

        var tool = await reader.CallToolAsync("write", ("page", "1"), ("text", "x"));
        var prompt = await reader.GetPromptAsync("other");
        var resource = await reader.ReadResourceAsync("secret://key");

        AssertHidden(tool, "Unknown tool: 'write'");
        AssertHidden(prompt, "Unknown prompt: 'other'");
        AssertHidden(resource, "Unknown resource URI: 'secret://key'");
        Assert.Empty(server.Ran());
    }

    [Fact]
    public async Task A_visible_refusal_has_the_text_for_the_model()
    {
        await using var server = await Given.ADeskAsync();

        var outcome = await (await server.AsAsync("editor")).CallToolAsync("purge");

        Assert.Equal(RefusalCode.ApprovalRequired, outcome.Refusal);
        Assert.Equal("McpSecurity:Roles:editor:Tools:purge", outcome.DecidedBy);
        Assert.True(outcome.Result!.IsError);
        Assert.Contains("needs a person's approval", outcome.Text, StringComparison.Ordinal);
        Assert.False(outcome.IsAllowed);
        Assert.Null(outcome.Error);
    }

    [Fact]
    public async Task Where_the_policy_explains_the_code_is_another()
    {
        await using var server = await Given.ADeskAsync(options => options.PolicyJson = Explaining);

        var outcome = await (await server.AsAsync("r")).CallToolAsync("write", ("page", "1"), ("text", "x"));

        Assert.Equal(RefusalCode.NotAllowed, outcome.Refusal);
    }

    [Fact]
    public async Task A_message_refused_before_anybody_decided_has_a_code_and_no_decision()
    {
        await using var server = await Given.ADeskAsync();

        var outcome = await (await server.AsAsync("reader")).CallToolAsync("read", ("page", "1"), ("PAGE", "2"));

        Assert.Equal(RefusalCode.InvalidRequest, outcome.Refusal);
        Assert.Null(outcome.DecidedBy);
        Assert.NotNull(outcome.Error);
        Assert.Empty(server.Ran());
    }

    [Fact]
    public async Task A_tool_that_fails_was_allowed()
    {
        await using var server = await Given.ADeskAsync();

        var outcome = await (await server.AsAsync("worker")).CallToolAsync("break");

        Assert.True(outcome.IsAllowed);
        Assert.True(outcome.Result!.IsError);
        Assert.Equal(["broke"], server.Ran());
    }

    [Fact]
    public async Task An_answer_that_is_not_of_the_tool_is_not_allowed_and_not_refused()
    {
        await using var server = await Given.ADeskAsync(more: builder => builder.WithRequestFilters(filters =>
            filters.AddCallToolFilter(_ => (_, _) => ValueTask.FromResult(new CallToolResult()))));

        var outcome = await (await server.AsAsync("reader")).CallToolAsync("read", ("page", "1"));

        Assert.False(outcome.IsAllowed);
        Assert.Null(outcome.Refusal);
        Assert.Contains("something else", outcome.ToString(), StringComparison.Ordinal);
    }

    /// <summary>All at once over one connection: a record taken from its neighbour would have another name in it.</summary>
    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Calls_at_the_same_time_have_each_their_own_record(string revision)
    {
        await using var server = await Given.ADeskAsync(
            Speaking(revision),
            services: services => services.PostConfigure<McpSecurityOptions>(options => options.Limits.RefusalsPerMinute = options.Limits.ConcurrentCalls = 1_000_000));
        var editor = await server.AsAsync("editor");
        (string Tool, RefusalCode? Refusal, string? DecidedBy, (string, object?)[] Arguments)[] calls =
        [
            ("read", null, "McpSecurity:Roles:reader:Tools:read", [("page", "1")]),
            ("write", null, "McpSecurity:Roles:editor:Tools:write", [("page", "1"), ("text", "x")]),
            ("purge", RefusalCode.ApprovalRequired, "McpSecurity:Roles:editor:Tools:purge", []),
            ("who", RefusalCode.NotFound, "no role grants it", []),
            ("read", RefusalCode.InvalidRequest, null, [("page", "1"), ("Page", "2")]),
        ];

        await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            var expected = calls[i % calls.Length];
            var outcome = await editor.CallToolAsync(expected.Tool, expected.Arguments);
            Assert.Equal((expected.Refusal, expected.DecidedBy), (outcome.Refusal, outcome.DecidedBy));
        }));
    }

    [Fact]
    public async Task A_call_that_hangs_fails_the_test_and_leaves_nothing_to_the_next()
    {
        await using var server = await Given.ADeskAsync(options => options.Timeout = TimeSpan.FromSeconds(3));
        var worker = await server.AsAsync("worker");

        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => worker.CallToolAsync("hang"));
        var next = await worker.CallToolAsync("break");

        Assert.Contains("'hang' took longer than 3 seconds", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(("McpSecurity:Roles:worker:Tools:*", true), (next.DecidedBy, next.IsAllowed));
    }

    [Fact]
    public async Task A_call_that_the_test_gives_up_is_cancelled()
    {
        await using var server = await Given.ADeskAsync();
        var worker = await server.AsAsync("worker");
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => worker.CallToolAsync("hang", new Dictionary<string, object?>(), impatience.Token));
    }

    /// <summary>A client that can be asked; the server asks in the open session, or answers with what it wants to know.</summary>
    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task A_tool_that_asks_the_client_ends_as_it_does_in_production(string revision)
    {
        await using var server = await Given.ADeskAsync(options => options.ConfigureClient = client =>
        {
            client.ProtocolVersion = revision;
            client.Handlers.ElicitationHandler = (_, _) => ValueTask.FromResult(new ElicitResult { Action = "accept" });
        });

        var outcome = await (await server.AsAsync("worker")).CallToolAsync("confirm");

        Assert.True(outcome.IsAllowed, outcome.ToString());
        Assert.Equal(["answer: accept"], server.Ran());
    }

    [Fact]
    public async Task An_outcome_says_in_a_line_what_happened()
    {
        await using var server = await Given.ADeskAsync();
        var reader = await server.AsAsync("reader");

        Assert.Equal(
            "refused: NotFound, decided by no role grants it; the client got \"Unknown tool: 'purge'\"",
            (await reader.CallToolAsync("purge")).ToString());
        Assert.Equal(
            "allowed, decided by McpSecurity:Roles:reader:Tools:read; the client got \"read 1\"",
            (await reader.CallToolAsync("read", ("page", "1"))).ToString());
    }

    [Fact]
    public async Task Lists_have_what_the_caller_may_see()
    {
        await using var server = await Given.ADeskAsync();
        var reader = await server.AsAsync("reader");

        Assert.Equal(["read"], await reader.ListToolsAsync());
        Assert.Equal(["ask"], await reader.ListPromptsAsync());
        Assert.Equal(["pages://{page}"], await reader.ListResourcesAsync());
    }

    [Fact]
    public async Task A_client_may_leave_before_the_server_and_more_than_once()
    {
        await using var server = await Given.ADeskAsync();
        var first = await server.AsAsync("reader");
        var second = await server.AsAsync("reader");

        await first.DisposeAsync();
        await first.DisposeAsync();

        Assert.True((await second.CallToolAsync("read", ("page", "1"))).IsAllowed);
    }

    private static Action<TestServerOptions> Speaking(string revision) =>
        options => options.ConfigureClient = client => client.ProtocolVersion = revision;

    private static void AssertAllowed<TResult>(CallOutcome<TResult> outcome, string text, string decidedBy)
        where TResult : class
    {
        Assert.True(outcome.IsAllowed, outcome.ToString());
        Assert.Null(outcome.Refusal);
        Assert.Null(outcome.Error);
        Assert.NotNull(outcome.Result);
        Assert.Equal((text, decidedBy), (outcome.Text, outcome.DecidedBy));
    }

    private static void AssertHidden<TResult>(CallOutcome<TResult> outcome, string text)
        where TResult : class
    {
        Assert.False(outcome.IsAllowed);
        Assert.Equal((RefusalCode.NotFound, text), (outcome.Refusal, outcome.Text));
        Assert.Null(outcome.Result);
        Assert.Empty(outcome.Error!.Data);
    }
}
