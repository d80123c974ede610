using System.Security.Claims;
using System.Text.Json;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.PlainSdk;

/// <summary>A tool that asks and waits, on 2026-07-28: the request that answers it is checked by nobody.</summary>
public sealed class ResumeTests
{
    private const string Elicitation = """{"elicitation":{"form":{}}}""";
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("asks")]    // the tool that asked
    [InlineData("other")]   // another tool
    [InlineData("unknown")] // no tool at all
    public async Task The_answer_runs_no_filter_and_may_name_any_tool(string name)
    {
        await using var session = await StartAsync();
        var peer = session.ConnectRaw();
        var state = await AskAsync(peer);

        var answer = await peer.ModernRequestAsync("tools/call", Answer(name, state), Elicitation);

        Assert.Equal("accept", answer.Text());
        Assert.Equal(["filter: asks", "accept"], _ran.Entries);
    }

    [Fact]
    public async Task Another_user_may_answer()
    {
        await using var session = await StartAsync(message =>
        {
            var subject = message is JsonRpcRequest { Params: { } parameters } && parameters["requestState"] is not null ? "eve" : "ada";
            _ran.Note($"from {subject}");
            return Given.User(subject);
        });
        var peer = session.ConnectRaw();
        var state = await AskAsync(peer);

        var answer = await peer.ModernRequestAsync("tools/call", Answer("asks", state), Elicitation);

        Assert.Equal("accept", answer.Text());
        Assert.Equal(["from ada", "filter: asks", "from eve", "accept"], _ran.Entries);
    }

    [Theory]
    [InlineData(ProtocolVersions.November2025)] // no elicitation declared, and a version that knows no answers in advance
    [InlineData(ProtocolVersions.July2026)]
    public async Task A_tool_that_looks_only_at_the_answers_is_given_them_before_it_asked(string version)
    {
        await using var session = await Session.StartAsync(server => server.WithTools(
            [Given.Tool("asks", (RequestContext<CallToolRequestParams> request) =>
                request.Params.InputResponses is { Count: > 0 }
                    ? _ran.Note("approved")
                    : throw new InputRequiredException(new InputRequiredResult { RequestState = "state" }))]));
        var peer = await session.ConnectRawAsync(version);

        await peer.RequestAsync(version, "tools/call", """{"name":"asks","inputResponses":{"sure":{"action":"accept"}}}""");

        Assert.Equal(["approved"], _ran.Entries);
    }

    private static async Task<string> AskAsync(RawPeer peer)
    {
        var question = await peer.ModernRequestAsync("tools/call", """{"name":"asks"}""", Elicitation);
        Assert.Equal("input_required", question.Result().GetProperty("resultType").GetString());
        var request = Assert.Single(question.Result().GetProperty("inputRequests").EnumerateObject());
        return JsonSerializer.Serialize(new
        {
            requestState = question.Result().GetProperty("requestState").GetString(),
            inputResponses = new Dictionary<string, object>(StringComparer.Ordinal) { [request.Name] = new { action = "accept" } },
        });
    }

    private static string Answer(string tool, string state) => $$"""{"name":"{{tool}}",{{state[1..]}}""";

    private Task<Session> StartAsync(Func<JsonRpcMessage, ClaimsPrincipal?>? user = null) => Session.StartAsync(
        server => server
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => (request, cancellationToken) =>
            {
                _ran.Note($"filter: {request.Params.Name}");
                return next(request, cancellationToken);
            }))
            .WithTools(
            [
                Given.Tool("asks", async (McpServer server, CancellationToken cancellationToken) =>
                {
                    var question = new ElicitRequestParams { Message = "Sure?", RequestedSchema = new() };
                    return _ran.Note((await server.ElicitAsync(question, cancellationToken)).Action);
                }),
                Given.Tool("other", _ran),
            ]),
        new SessionSetup { User = user });
}
