using McpSecure.Tests.Approvals;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.RoundTrips;

/// <summary>A call that waits does so within bounds, however often its code asks and whatever it gives to bring back.</summary>
public sealed class BoundTests
{
    private const string Form = """{"name":"form","arguments":{}}""";
    private const string Erase = """{"name":"erase","arguments":{"path":"a.txt","days":1}}""";
    private const string Long = """{"name":"long","arguments":{}}""";
    private const string Name = """{"name":{"action":"accept","content":{"text":"ann"}}}""";
    private const string Age = """{"age":{"action":"accept","content":{"text":"7"}}}""";
    private const string Policy = """
        "UnknownTools": "Warn",
        "Limits": { "TimeoutSeconds": 3600, "SuspendedCalls": 1 },
        "Roles": { "clerk": { "Tools": { "form": "Ask", "chat_asked": "Ask", "confirm": "Allow", "long": "Allow", "chat_long": "Allow", "slow": "Ask" } } }
        """;

    private readonly Desk _desk = new();

    /// <summary>From when its code first asks, what a person agreed to has as long as he had; each further question has what is left of that.</summary>
    [Theory]
    [InlineData(299, "ran")]
    [InlineData(301, "invalid_request_state")]
    public async Task What_was_approved_once_does_not_live_for_as_long_as_it_asks(int seconds, string code)
    {
        await using var session = await _desk.StartAsync(policy: Policy);
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Form);
        _desk.Time.Advance(TimeSpan.FromSeconds(250));

        state = StateOf(await visit.ComesBackAsync(Form, state));
        _desk.Time.Advance(TimeSpan.FromSeconds(250));
        state = StateOf(await visit.ComesBackWithAsync(Form, state, Name));
        _desk.Time.Advance(TimeSpan.FromSeconds(seconds - 250));

        Assert.Equal(code, Visit.CodeOf(await visit.ComesBackWithAsync(Form, state, Age)));
    }

    [Fact]
    public async Task Nor_does_it_ask_when_its_time_is_over()
    {
        await using var session = await _desk.StartAsync(policy: Policy, configure: server => server.WithTools([Given.Tool("slow", (RequestContext<CallToolRequestParams> request) =>
        {
            if (request.Params!.RequestState is not null)
            {
                _desk.Time.Advance(TimeSpan.FromSeconds(301));
            }

            return _desk.Ran.Note(request.Params.RequestState is "2" ? "slow" : throw Asks(request.Params.RequestState is null ? "1" : "2"));
        })]));
        var visit = new Visit(session.ConnectRaw());
        const string Slow = """{"name":"slow"}""";

        var state = StateOf(await visit.ComesBackAsync(Slow, await visit.AskedAsync(Slow)));

        Assert.Equal("approval_required", Visit.CodeOf(await visit.ComesBackWithAsync(Slow, state, Name)));
        await visit.AskedAsync("""{"name":"confirm","arguments":{"what":"all"}}"""); // it holds no place among those that wait
    }

    /// <summary>It would be refused when it comes back, and the person has answered for nothing.</summary>
    [Theory]
    [InlineData(1_500_000, "asked")]
    [InlineData(1_600_000, "invalid_result")]
    public async Task A_state_that_is_too_long_to_come_back_does_not_leave(int length, string code)
    {
        await using var session = await _desk.StartAsync(policy: Policy, configure: server => server.WithTools(
            [Given.Tool("long", string () => throw Asks(new string('x', length)))]));
        var visit = new Visit(session.ConnectRaw());

        Assert.Equal(code, Visit.CodeOf(await visit.SendAsync(Long)));
        if (code != "asked")
        {
            await visit.AskedAsync("""{"name":"confirm","arguments":{"what":"all"}}""");
        }
    }

    [Fact]
    public async Task Code_that_waits_for_an_answer_to_too_long_a_question_is_stopped()
    {
        await using var session = await _desk.StartAsync(policy: Policy, configure: server => server.WithTools(
            [Given.Tool("chat_long", async (McpServer asking, CancellationToken cancellationToken) =>
            {
                try
                {
                    await asking.ElicitAsync(new ElicitRequestParams { Message = new string('x', 3_000_000), RequestedSchema = new() }, cancellationToken);
                    return "went on";
                }
                catch (OperationCanceledException)
                {
                    return _desk.Ran.Note("stopped");
                }
            })]));
        var visit = new Visit(session.ConnectRaw());

        Assert.Equal("invalid_result", Visit.CodeOf(await visit.SendAsync("""{"name":"chat_long"}""")));
        await Patience.UntilAsync(() =>
        {
            _desk.Time.Advance(TimeSpan.FromMilliseconds(10));
            return _desk.Ran.Entries.Count == 1;
        });
    }

    /// <summary>Each request is a session of its own there: what was used is remembered by none of them.</summary>
    [Fact]
    public async Task Of_twenty_who_use_an_approval_on_connections_of_their_own_one_runs()
    {
        await using var server = await _desk.StartHttpAsync(policy: $$""" "Limits": { "RefusalsPerMinute": 1000 }, {{Desk.Policy}} """);
        var asked = (await server.PostAsync(Modern(Erase), "ann: clerk")).Answer.Result().GetProperty("requestState").GetString()!;
        var body = Modern(Visit.With(Erase, asked, $$"""{"{{Visit.ApprovalKey}}":{{Visit.Yes}} }"""));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => server.PostAsync(body, "ann: clerk"))));

        Assert.Equal(1, answers.Count(answer => Visit.CodeOf(answer.Answer) == "ran"));
        Assert.Single(_desk.Ran.Entries);
    }

    /// <summary>As its preview and its rules do, its time binds in every case; the shortest counts.</summary>
    [Fact]
    public async Task The_time_of_a_tool_binds_in_every_case()
    {
        await using var session = await _desk.StartAsync(policy: $$"""
            "UnknownTools": "Warn",
            "Tools": { "ERASE": { "Approval": { "TimeoutSeconds": 10 } } },
            {{Desk.Policy}}
            """, services: services => services.Configure<McpSecurityOptions>(options => options.Tool("erase").Approval.TimeoutSeconds = 200));
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Erase);

        _desk.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackAsync(Erase, state)));
    }

    private static string Modern(string parameters) =>
        $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{RawPeer.WithMeta(parameters, """{"elicitation":{"form":{}} }""")}} }""";

    private static string StateOf(System.Text.Json.JsonElement answer) => answer.Result().GetProperty("requestState").GetString()!;

    private static InputRequiredException Asks(string state) => new(
        new Dictionary<string, InputRequest>
        {
            ["name"] = InputRequest.ForElicitation(new ElicitRequestParams { Message = "Who?", RequestedSchema = new() { Properties = { ["text"] = new ElicitRequestParams.StringSchema() } } }),
        },
        state);
}
