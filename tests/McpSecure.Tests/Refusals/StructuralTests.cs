using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Refusals;

/// <summary>A request without a usable shape is refused before anybody asks what it names, so the answer says nothing about the name.</summary>
public sealed class StructuralTests
{
    private const string Policy = """
        {
          "McpSecurity": {
            "AnonymousRole": "guest",
            "Roles": {
              "guest": { "Tools": { "open": "Allow" }, "Prompts": { "open": "Allow" }, "Resources": { "open": { "Uri": "mem://open", "Access": "Allow" } } }
            }
          }
        }
        """;

    private readonly Ran _ran = new();

    [Theory]
    [InlineData("tools/call", """{"name":"NAME","arguments":{"path":"a","path":"b"}}""", "invalid_request", "after_fix")]
    [InlineData("tools/call", """{"name":"NAME","arguments":{"path":"a","PATH":"b"}}""", "invalid_request", "after_fix")]
    [InlineData("tools/call", """{"name":"NAME","name":"NAME","arguments":{"path":"a"}}""", "invalid_request", "after_fix")]
    [InlineData("tools/call", """{"name":"NAME","arguments":{"\ud800":1}}""", "invalid_request", "after_fix")]
    [InlineData("tools/call", """{"name":"NAME","requestState":"x"}""", "invalid_request_state", "after_fix")]
    [InlineData("tools/call", """{"name":"NAME","inputResponses":{}}""", "invalid_request_state", "after_fix")]
    [InlineData("prompts/get", """{"name":"NAME","arguments":{"a":"a","A":"b"}}""", "invalid_request", "after_fix")]
    [InlineData("prompts/get", """{"name":"NAME","requestState":"x"}""", "invalid_request_state", "after_fix")]
    [InlineData("resources/read", """{"uri":"mem://NAME/../NAME"}""", "invalid_uri", "after_fix")]
    [InlineData("resources/read", """{"uri":"mem://NAME","requestState":"x"}""", "invalid_request_state", "after_fix")]
    [InlineData("resources/subscribe", """{"uri":"mem://NAME%2f"}""", "invalid_uri", "after_fix")]
    public async Task A_malformed_request_is_refused_alike_for_every_name(string method, string parameters, string code, string retry)
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        var answers = new List<string>();

        foreach (var name in new[] { "open", "secret", "nobody" })
        {
            var answer = await peer.RequestAsync(method, parameters.Replace("NAME", name, StringComparison.Ordinal));
            answers.Add(answer.GetProperty("error").GetRawText());
        }

        Assert.Single(answers.Distinct());
        Assert.Contains("\"code\":-32602", answers[0], StringComparison.Ordinal);
        Assert.Contains($$"""
            "data":{"code":"{{code}}","retry":"{{retry}}"}
            """.Trim(), answers[0], StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData("tools/call", null)]       // no params at all
    [InlineData("tools/call", "null")]
    [InlineData("tools/call", "[]")]       // by position
    [InlineData("tools/call", "{}")]       // no name
    [InlineData("tools/call", """{"name":""}""")]
    [InlineData("tools/call", """{"name":null}""")]
    [InlineData("prompts/get", "{}")]
    [InlineData("prompts/get", """{"name":""}""")]
    [InlineData("resources/read", "{}")]
    [InlineData("resources/read", """{"uri":""}""")]
    [InlineData("completion/complete", null)]
    public async Task A_request_that_names_nothing_runs_nothing(string method, string? parameters)
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync(method, parameters);

        Assert.True(answer.TryGetProperty("error", out _));
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData("tools/call", "name", 513)]
    [InlineData("prompts/get", "name", 513)]
    [InlineData("tools/call", "name", 1_000_000)]
    [InlineData("resources/read", "uri", 1_000_000)]
    public async Task A_name_longer_than_any_is_refused_without_repeating_it(string method, string key, int length)
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync(method, $$"""{"{{key}}":"{{new string('x', length)}}"}""");

        Assert.StartsWith("-32602: ", answer.Error(), StringComparison.Ordinal);
        Assert.InRange(answer.GetRawText().Length, 1, 400);
    }

    [Fact]
    public async Task The_name_of_an_unknown_argument_is_repeated_only_in_part()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync("open", $$"""{"{{new string('x', 1_000_000)}}":1}""");

        Assert.True(answer.IsToolError());
        Assert.Contains("(unprintable name, 1000000 chars): unknown field; allowed: path", answer.Text(), StringComparison.Ordinal);
        Assert.InRange(answer.Text().Length, 1, 400);
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task The_name_of_an_unknown_method_is_repeated_only_in_part_and_on_one_line()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync("x\n" + new string('x', 1_000_000));

        Assert.StartsWith("-32601: Method 'x\uFFFDxxx", answer.Error(), StringComparison.Ordinal);
        Assert.InRange(answer.Error().Length, 1, 300);
    }

    private Task<Session> StartAsync() => Session.StartAsync(
        server => server.AddMcpSecurity()
            .WithTools([Given.PathTool("open", _ran), Given.PathTool("secret", _ran)])
            .WithPrompts([Given.Prompt("open", _ran), Given.Prompt("secret", _ran)])
            .WithResources([Given.Resource("mem://open", _ran), Given.Resource("mem://secret", _ran)])
            .WithCompleteHandler((_, _) =>
            {
                _ran.Note("completion");
                return new(new ModelContextProtocol.Protocol.CompleteResult());
            }),
        new SessionSetup { Settings = Policy });
}
