using System.Buffers.Text;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Approvals;

/// <summary>Everything that could pass for a person's yes, and is none. Judged by what ran.</summary>
public sealed class AttackTests(ITestOutputHelper output)
{
    private const string Call = """{"name":"erase","arguments":{"path":"a.txt","days":1}}""";

    private const string Lenient = $$""" "Limits": { "CallsPerMinute": 1000000, "RefusalsPerMinute": 1000000, "SuspendedCalls": 1000 }, {{Desk.Policy}} """;

    private readonly Desk _desk = new();

    public static TheoryData<string> Answers =>
    [
        """{"action":"decline"}""",
        """{"action":"cancel"}""",
        """{"action":"accept"}""",
        """{"action":"accept","content":null}""",
        """{"action":"accept","content":{}}""",
        """{"action":"accept","content":[]}""",
        """{"action":"accept","content":true}""",
        """{"action":"accept","content":{"approve":false}}""",
        """{"action":"accept","content":{"approve":null}}""",
        """{"action":"accept","content":{"approve":1}}""",
        """{"action":"accept","content":{"approve":"true"}}""",
        """{"action":"accept","content":{"approve":[true]}}""",
        """{"action":"accept","content":{"Approve":true}}""",
        """{"action":"accept","content":{"approve":false,"Approve":true}}""",
        """{"action":"accept","content":{"approve":false,"approve":true}}""",
        """{"action":"accept","content":{"approve":true,"approve":false}}""",
        """{"action":"accept","CONTENT":{"approve":true}}""",
        """{"action":"accept","content":{"approve":true,"more":1}}""",
        """{"action":"ACCEPT","content":{"approve":true}}""",
        """{"Action":"accept","content":{"approve":true}}""",
        """{"action":"decline","action":"accept","content":{"approve":true}}""",
        """{"action":"decline","ACTION":"accept","content":{"approve":true}}""",
        """{"action":"decline","content":{"approve":true}}""",
        """{"action":"accept ","content":{"approve":true}}""",
        """{"action":true,"content":{"approve":true}}""",
        """{"content":{"approve":true}}""",
        """{"approve":true}""",
        "true", "\"accept\"", "1", "null", "[]", "{}",
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Only_a_yes_is_a_yes(string answer)
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Call);

        var code = Visit.CodeOf(await visit.ComesBackAsync(Call, state, answer));

        Assert.Contains(code, (string[])["approval_declined", "invalid_request_state", "invalid_request"]);
        Assert.Empty(_desk.Ran.Entries);
    }

    /// <summary>Where the server asks in the open session, and the call waits.</summary>
    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Nor_is_anything_else_one_in_an_open_session(string answer)
    {
        await using var session = await _desk.StartAsync();
        var peer = session.ConnectRaw();
        await peer.InitializeAsync(ProtocolVersions.November2025, """{"elicitation":{}}""");

        var call = peer.RequestAsync("tools/call", Call);
        var question = await peer.ReadNextAsync();
        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":{{question!.Value.GetProperty("id").GetRawText()}},"result":{{answer}} }""");

        Assert.Equal("approval_declined", Visit.CodeOf(await call));
        Assert.Empty(_desk.Ran.Entries);
    }

    [Fact]
    public async Task A_client_that_answers_with_an_error_has_said_no()
    {
        await using var session = await _desk.StartAsync();
        var peer = session.ConnectRaw();
        await peer.InitializeAsync(ProtocolVersions.June2025, """{"elicitation":{}}""");

        var call = peer.RequestAsync("tools/call", Call);
        var question = await peer.ReadNextAsync();
        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":{{question!.Value.GetProperty("id").GetRawText()}},"error":{"code":-32603,"message":"no"} }""");

        Assert.Equal("approval_declined", Visit.CodeOf(await call));
    }

    /// <summary>Whoever cancels while somebody is asked runs nothing, and leaves nothing that waits.</summary>
    [Fact]
    public async Task A_call_that_is_cancelled_while_somebody_is_asked_does_not_run()
    {
        await using var session = await _desk.StartAsync(policy: $$""" "Limits": { "SuspendedCalls": 16 }, {{Desk.Policy}} """);
        var peer = session.ConnectRaw();
        await peer.InitializeAsync(ProtocolVersions.November2025, """{"elicitation":{}}""");

        for (var call = 0; call < 40; call++)
        {
            await peer.SendAsync($$"""{"jsonrpc":"2.0","id":"gone{{call}}","method":"tools/call","params":{{Call}} }""");
            var question = await QuestionAsync(peer);
            await peer.NotifyAsync("notifications/cancelled", $$"""{"requestId":"gone{{call}}"}""");
            await peer.SendAsync($$"""{"jsonrpc":"2.0","id":{{question}},"result":{"action":"decline"} }""");
        }

        Assert.Empty(_desk.Ran.Entries);
    }

    private static async Task<string> QuestionAsync(RawPeer peer)
    {
        while (await peer.ReadNextAsync() is { } message)
        {
            if (message.TryGetProperty("method", out var method) && method.GetString() == "elicitation/create")
            {
                return message.GetProperty("id").GetRawText();
            }
        }

        throw new EndOfStreamException();
    }

    /// <summary>The pattern of the SDK's documentation, and what any client can do to it: answer in the first request.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_answers_before_he_is_asked(bool isSecured)
    {
        await using var session = await _desk.StartAsync(isSecured);
        var visit = new Visit(session.ConnectRaw());

        await visit.ComesBackWithAsync("""{"name":"confirm","arguments":{"what":"all"}}""", null, """{"sure":{"action":"accept"}}""");

        Assert.Equal(isSecured ? [] : ["confirmed(all)"], _desk.Ran.Entries);
    }

    /// <summary>2,000 and more of them, on the states of one session: none is accepted, and the honest answer is, once, after all of them.</summary>
    [Fact]
    public async Task No_other_request_and_no_other_state_passes_for_the_one_that_was_approved()
    {
        await using var session = await _desk.StartAsync(policy: Lenient);
        var peer = session.ConnectRaw();
        var visit = new Visit(peer);
        var state = await visit.AskedAsync(Call);

        var cases = 0;
        foreach (var forged in Forgery.States(state))
        {
            Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackAsync(Call, forged)));
            cases++;
        }

        foreach (var other in Forgery.Calls)
        {
            Assert.NotEqual("ran", Visit.CodeOf(await visit.ComesBackAsync(other, state)));
            cases++;
        }

        foreach (var (method, other) in Forgery.Requests)
        {
            Assert.NotEqual("ran", Visit.CodeOf(await new Visit(peer, method).ComesBackAsync(other, state)));
            cases++;
        }

        foreach (var responses in Forgery.Responses)
        {
            Assert.NotEqual("ran", Visit.CodeOf(await visit.ComesBackWithAsync(Call, null, responses)));
            cases++;
        }

        output.WriteLine($"{cases} cases");
        Assert.True(cases >= 2_000, $"{cases} cases");
        Assert.Empty(_desk.Ran.Entries);
        Assert.Equal("ran", Visit.CodeOf(await visit.ComesBackAsync(Call, state)));
        Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackAsync(Call, state)));
        Assert.Equal(["erase(a.txt,1)"], _desk.Ran.Entries);
    }

    /// <summary>The order of keys means nothing, and how a character is escaped means nothing: it is the same call.</summary>
    [Theory]
    [InlineData("""{"name":"erase","arguments":{"days":1,"path":"a.txt"}}""")]
    [InlineData("""{"arguments":{"days":1,"path":"\u0061.txt"},"name":"er\u0061se"}""")]
    public async Task The_same_call_written_otherwise_is_the_same_call(string same)
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());

        Assert.Equal("ran", Visit.CodeOf(await visit.ComesBackAsync(same, await visit.AskedAsync(Call))));
    }

    [Fact]
    public async Task Of_a_hundred_who_use_an_approval_at_once_one_runs()
    {
        await using var session = await _desk.StartAsync(policy: Lenient.Replace("\"SuspendedCalls\"", "\"ConcurrentCalls\": 1000, \"SuspendedCalls\"", StringComparison.Ordinal));
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Call);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => visit.ComesBackAsync(Call, state)));

        Assert.Equal(1, answers.Count(answer => Visit.CodeOf(answer) == "ran"));
        Assert.Equal(99, answers.Count(answer => Visit.CodeOf(answer) == "invalid_request_state"));
        Assert.Single(_desk.Ran.Entries);
    }

    [Fact]
    public async Task A_no_cannot_be_taken_back()
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Call);

        Assert.Equal("approval_declined", Visit.CodeOf(await visit.ComesBackAsync(Call, state, """{"action":"decline"}""")));
        Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackAsync(Call, state)));
        Assert.Empty(_desk.Ran.Entries);
    }

    [Theory]
    [InlineData(299, "ran")]
    [InlineData(301, "invalid_request_state")]
    public async Task An_answer_counts_for_five_minutes(int seconds, string code)
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Call);

        _desk.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(code, Visit.CodeOf(await visit.ComesBackAsync(Call, state)));
    }

    [Fact]
    public async Task A_tool_may_have_another_time()
    {
        await using var session = await _desk.StartAsync(policy: $$""" "Tools": { "erase": { "Approval": { "TimeoutSeconds": 10 } } }, {{Desk.Policy}} """);
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Call);

        _desk.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackAsync(Call, state)));
    }

    [Theory]
    [InlineData("bob", "clerk")]
    [InlineData("Ann", "clerk")]
    [InlineData("ann", "nobody")]
    [InlineData(null, null)]
    public async Task Nobody_answers_for_somebody_else(string? subject, string? role)
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Call);

        _desk.User = subject is null ? null : Given.User(subject, role!);

        Assert.Contains(Visit.CodeOf(await visit.ComesBackAsync(Call, state)), (string[])["invalid_request_state", "Unknown tool: 'erase'"]);
        Assert.Empty(_desk.Ran.Entries);
    }

    /// <summary>Roles are looked at again, and a right that was taken away is gone.</summary>
    [Fact]
    public async Task An_approval_is_no_right()
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Call);

        _desk.User = Given.User("ann");

        Assert.Equal("Unknown tool: 'erase'", Visit.CodeOf(await visit.ComesBackAsync(Call, state)));
        Assert.Empty(_desk.Ran.Entries);
    }

    [Theory]
    [MemberData(nameof(ProtocolVersions.WithHandshake), MemberType = typeof(ProtocolVersions))]
    public async Task No_other_revision_of_the_protocol_takes_it(string version)
    {
        await using var server = await _desk.StartHttpAsync();
        var asked = (await server.PostAsync(Modern(Call), "ann: clerk")).Answer.Result().GetProperty("requestState").GetString()!;

        var old = await server.PostAsync(
            $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{Visit.With(Call, asked, $$"""{"{{Visit.ApprovalKey}}":{{Visit.Yes}} }""")}} }""",
            "ann: clerk",
            request => request.Headers.Add("MCP-Protocol-Version", version));

        Assert.Equal("invalid_request_state", Visit.CodeOf(old.Answer));
        Assert.Empty(_desk.Ran.Entries);
        var right = await server.PostAsync(Modern(Visit.With(Call, asked, $$"""{"{{Visit.ApprovalKey}}":{{Visit.Yes}} }""")), "ann: clerk");
        Assert.Equal("ran", Visit.CodeOf(right.Answer));
    }

    private static string Modern(string parameters) =>
        $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{RawPeer.WithMeta(parameters, """{"elicitation":{"form":{}} }""")}} }""";

    [Fact]
    public async Task The_box_is_empty_and_has_to_be_ticked()
    {
        await using var session = await _desk.StartAsync();
        var result = (await new Visit(session.ConnectRaw()).SendAsync(Call)).Result();

        var question = result.GetProperty("inputRequests").GetProperty(Visit.ApprovalKey);
        Assert.Equal("elicitation/create", question.GetProperty("method").GetString());
        var schema = question.GetProperty("params").GetProperty("requestedSchema");
        Assert.False(schema.GetProperty("properties").GetProperty("approve").TryGetProperty("default", out _));
        Assert.Equal("approve", schema.GetProperty("required")[0].GetString());
        Assert.DoesNotContain("a.txt", System.Text.Encoding.Latin1.GetString(Base64Url.DecodeFromChars(result.GetProperty("requestState").GetString())), StringComparison.Ordinal);
    }
}
