using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Attacks;

/// <summary>A server asks its client for a number up to 100. The SDK hands over what comes; McpSecure, what was asked for.</summary>
public sealed class AnswerTests
{
    private readonly Ran _ran = new();

    public static TheoryData<string, string> Answers => new()
    {
        { """{"action":"accept","content":{"amount":999999}}""", "accept amount=999999" },
        { """{"action":"ACCEPT","content":{"amount":999999}}""", "ACCEPT amount=999999" },
        { """{"action":"accept","content":{"amount":"5"}}""", "accept amount=\"5\"" },
        { """{"action":"accept","content":{"amount":5,"AMOUNT":999999}}""", "accept amount=5 AMOUNT=999999" },         // which one does a reader take?
        { """{"action":"accept","content":{"amount":5,"amount":999999}}""", "accept amount=999999" },
        { """{"action":"accept","content":{"amount":5},"CONTENT":{"amount":999999}}""", "accept amount=999999" },
        { """{"action":"accept","CONTENT":{"amount":999999}}""", "accept amount=999999" },
        { """{"action":"accept","content":{"amount":5,"admin":true}}""", "accept amount=5 admin=true" },
        { """{"action":"accept","content":{}}""", "accept" },
        { """{"action":"accept"}""", "accept" },
        { """{"action":"decline","content":{"amount":999999}}""", "decline amount=999999" },
        { """{"ACTION":"accept","content":{"amount":5}}""", "accept amount=5" },                                     // a "decline" to who minds the case
        { """{"action":"decline","action":"accept","content":{"amount":5}}""", "accept amount=5" },
        { """{"action":"accept","content":{"amount":5,"size":1e400}}""", "accept amount=5 size=1e400" },              // infinite, once it is a double
        { "5", "error" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task The_plain_SDK_hands_over_any_answer(string answer, string seen)
    {
        await using var session = await Session.StartAsync(server => server.WithTools([Asking()]));

        await AskAsync(session, answer);

        Assert.Equal([seen], _ran.Entries);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_that_does_not_fit_is_an_error_for_the_code_that_asked(string answer, string seen)
    {
        Assert.NotEmpty(seen);
        await using var session = await StartAsync();

        await AskAsync(session, answer);
        await session.FinishAsync();

        Assert.Equal(["error"], _ran.Entries);
        var record = Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => (string?)entry["Outcome"] == "refused");
        Assert.Equal(("response", "answers", "invalid_answer"), (record["Method"], record["Guard"], record["Code"]));
        Assert.DoesNotContain(session.Logs.Entries, entry => entry.Category.StartsWith("McpSecure", StringComparison.Ordinal) && entry.Message.Contains("999999", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"action":"accept","content":{"amount":100}}""", "accept amount=100")]
    [InlineData("""{"action":"decline"}""", "decline")]
    [InlineData("""{"action":"cancel","content":null}""", "cancel")]
    public async Task An_answer_that_fits_is_handed_over(string answer, string seen)
    {
        await using var session = await StartAsync();

        await AskAsync(session, answer);

        Assert.Equal([seen], _ran.Entries);
    }

    /// <summary>The SDK takes messages at the same time: while one answer is on its way, another one arrives.</summary>
    [Theory]
    [InlineData("result", """{"action":"accept","content":{"amount":100}}""")]
    [InlineData("result", """{"action":"accept","content":{"amount":999999}}""")]
    [InlineData("error", """{"code":-1,"message":"no"}""")]
    public async Task A_second_answer_is_not_let_through_while_the_first_is_on_its_way(string member, string first)
    {
        var arrived = new TaskCompletionSource();
        var isFirst = true;
        await using var session = await Session.StartAsync(server => server
            .WithTools([Asking()])
            .WithMessageFilters(filters => filters.AddIncomingFilter(next => async (context, cancellationToken) =>
            {
                if (context.JsonRpcMessage is JsonRpcResponse or JsonRpcError && isFirst)
                {
                    isFirst = false;
                    arrived.SetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    return;
                }

                await next(context, cancellationToken);
            }))
            .AddMcpSecurity(options => options.LocalTransport = true));
        var peer = session.ConnectRaw();
        await peer.InitializeAsync(capabilities: """{"elicitation":{}}""");
        var call = peer.CallToolAsync("ask");
        var id = (await peer.ReadNextAsync())!.Value.GetProperty("id").GetRawText();

        await peer.SendAsync(Response(id, member, first));
        await arrived.Task.OrGiveUp();
        await peer.SendAsync(Response(id, "result", """{"action":"accept","content":{"amount":999999}}"""));
        await call;

        Assert.Equal(["error"], _ran.Entries);
    }

    /// <summary>A filter of the application that takes the first answer away leaves the code waiting, for an answer that nothing would check.</summary>
    [Theory]
    [InlineData("result", """{"action":"accept","content":{"amount":1}}""", 999999)]
    [InlineData("result", """{"action":"accept","content":{"amount":1}}""", 2)] // it would fit, but the question has been answered
    [InlineData("error", """{"code":-1,"message":"no"}""", 999999)]
    public async Task A_second_answer_is_not_let_through_after_the_first_was_swallowed(string member, string first, int second)
    {
        var swallowed = new TaskCompletionSource();
        var secured = await AskTwiceAsync(server => server.AddMcpSecurity(options => options.LocalTransport = true), swallowed, member, first, second);
        var plain = await AskTwiceAsync(server => server, new(), member, first, second);

        Assert.Equal($"accept amount={second}", plain);
        Assert.Equal("error", secured);
    }

    /// <summary>Nobody asked: it is on record, and whatever of the application looks at answers sees an error.</summary>
    [Theory]
    [InlineData("7")]
    [InlineData("\"7\"")]
    public async Task An_answer_to_no_question_is_refused(string id)
    {
        await using var session = await Session.StartAsync(server => server
            .WithMessageFilters(filters => filters.AddIncomingFilter(next => (context, cancellationToken) =>
            {
                _ = context.JsonRpcMessage is JsonRpcResponse ? _ran.Note("response") : context.JsonRpcMessage is JsonRpcError ? _ran.Note("error") : null;
                return next(context, cancellationToken);
            }))
            .AddMcpSecurity(options => options.LocalTransport = true));
        var peer = session.ConnectRaw();
        await peer.InitializeAsync();

        await peer.SendAsync(Response(id, "result", "{}"));
        await peer.RequestAsync("ping");
        await session.FinishAsync();

        Assert.Equal(["error"], _ran.Entries);
        var record = Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => (string?)entry["Outcome"] == "refused");
        Assert.Equal(("response", "answers", "invalid_answer"), (record["Method"], record["Guard"], record["Code"]));
    }

    [Fact]
    public async Task An_answer_to_something_else_than_a_form_is_handed_over()
    {
        await using var session = await Session.StartAsync(server => server
            .WithTools([Given.Tool("ask", async (McpServer server) => _ran.Note((await server.SendRequestAsync(new JsonRpcRequest { Method = "roots/list" })).Result!["roots"]![0]!["uri"]!.GetValue<string>()))])
            .AddMcpSecurity(options => options.LocalTransport = true));
        var peer = session.ConnectRaw();
        await peer.InitializeAsync(capabilities: """{"roots":{}}""");
        var call = peer.CallToolAsync("ask");
        var id = (await peer.ReadNextAsync())!.Value.GetProperty("id").GetRawText();

        await peer.SendAsync(Response(id, "result", """{"roots":[{"uri":"file:///a"}]}"""));
        await call;

        Assert.Equal(["file:///a"], _ran.Entries);
    }

    [Fact]
    public async Task An_error_of_the_client_is_handed_over()
    {
        await using var session = await StartAsync();

        await AskAsync(session, answer: null);

        Assert.Equal(["error"], _ran.Entries);
    }

    [Fact]
    public async Task What_the_client_answers_a_second_time_reaches_nobody()
    {
        await using var session = await StartAsync();
        var peer = session.ConnectRaw();
        var id = await AskAsync(peer, """{"action":"accept","content":{"amount":1}}""");

        await peer.SendAsync(Response(id, "result", """{"action":"accept","content":{"amount":999999}}"""));
        await peer.RequestAsync("ping");

        Assert.Equal(["accept amount=1"], _ran.Entries);
    }

    [Fact]
    public async Task A_question_that_cannot_be_enforced_is_not_asked()
    {
        await using var session = await StartAsync(longestNote: -1);
        var peer = session.ConnectRaw();
        await peer.InitializeAsync(capabilities: """{"elicitation":{}}""");

        await peer.CallToolAsync("ask");

        Assert.Equal(["error"], _ran.Entries);
    }

    /// <summary>Answers twice, the first time into a filter that lets nothing of it through; tells what the code saw.</summary>
    private async Task<string> AskTwiceAsync(Func<IMcpServerBuilder, IMcpServerBuilder> secure, TaskCompletionSource swallowed, string member, string first, int second)
    {
        var ran = new Ran();
        await using var session = await Session.StartAsync(server => secure(server
            .WithTools([Asking(ran: ran)])
            .WithMessageFilters(filters => filters.AddIncomingFilter(next => (context, cancellationToken) =>
                context.JsonRpcMessage is JsonRpcResponse or JsonRpcError && swallowed.TrySetResult() ? Task.CompletedTask : next(context, cancellationToken)))));
        var peer = session.ConnectRaw();
        await peer.InitializeAsync(capabilities: """{"elicitation":{}}""");
        var call = peer.CallToolAsync("ask");
        var id = (await peer.ReadNextAsync())!.Value.GetProperty("id").GetRawText();

        await peer.SendAsync(Response(id, member, first));
        await swallowed.Task.OrGiveUp();
        await peer.SendAsync(Response(id, "result", "{\"action\":\"accept\",\"content\":{\"amount\":" + second + "}}"));
        await call;
        return Assert.Single(ran.Entries);
    }

    private static async Task AskAsync(Session session, string? answer) => await AskAsync(session.ConnectRaw(), answer);

    private static async Task<string> AskAsync(RawPeer peer, string? answer)
    {
        await peer.InitializeAsync(capabilities: """{"elicitation":{}}""");
        var call = peer.CallToolAsync("ask");
        var question = (await peer.ReadNextAsync())!.Value;
        var id = question.GetProperty("id").GetRawText();
        Assert.Equal("elicitation/create", question.GetProperty("method").GetString());
        await peer.SendAsync(answer is null
            ? Response(id, "error", """{"code":-1,"message":"no"}""")
            : Response(id, "result", answer));
        await call;
        return id;
    }

    private static string Response(string id, string member, string value) => $$"""{"jsonrpc":"2.0","id":{{id}},"{{member}}":{{value}} }""";

    private Task<Session> StartAsync(int longestNote = 10) =>
        Session.StartAsync(server => server.WithTools([Asking(longestNote)]).AddMcpSecurity(options => options.LocalTransport = true));

    private McpServerTool Asking(int longestNote = 10, Ran? ran = null) => Given.Tool("ask", async (McpServer server) =>
    {
        try
        {
            var schema = new ElicitRequestParams.RequestSchema { Required = ["amount"] };
            schema.Properties["amount"] = new ElicitRequestParams.NumberSchema { Minimum = 0, Maximum = 100 };
            schema.Properties["size"] = new ElicitRequestParams.NumberSchema();
            schema.Properties["note"] = new ElicitRequestParams.StringSchema { MaxLength = longestNote };

            var result = await server.ElicitAsync(new ElicitRequestParams { Message = "How much?", RequestedSchema = schema });
            return (ran ?? _ran).Note($"{result.Action} {string.Join(' ', result.Content?.Select(field => $"{field.Key}={field.Value.GetRawText()}") ?? [])}".TrimEnd());
        }
        catch (Exception exception) when (exception is McpException or System.Text.Json.JsonException or ArgumentException)
        {
            return (ran ?? _ran).Note("error");
        }
    });
}
