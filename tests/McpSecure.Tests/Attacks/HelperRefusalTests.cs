using System.Text.Json;
using McpSecure.Execution;
using McpSecure.Files;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Attacks;

/// <summary>What a root, a command, a statement or a request refuses to the code of a tool is told to the client as what a guard refuses.</summary>
public sealed class HelperRefusalTests
{
    private const string Everybody = """
        { "McpSecurity": { "LocalRole": "user", "Roles": { "user": { "Tools": { "*": "Allow" }, "Prompts": { "*": "Allow" }, "Resources": { "all": { "Uri": "**", "Access": "Allow" } } } } } }
        """;

    private static readonly Dictionary<string, Exception> Thrown = new(StringComparer.Ordinal)
    {
        ["path"] = new PathRefusedException("docs", PathRefusal.Escapes),
        ["command"] = new CommandRefusedException(CommandRefusal.OptionInjection, "Said by the command.", "path"),
        ["sql"] = new SqlRefusedException(SqlRefusal.HoleInQuotes, "Said by the statement.", "title"),
        ["egress"] = new EgressRefusedException(EgressRefusal.AddressNotPublic, "Said by the guard."),
        ["slow"] = new EgressRefusedException(EgressRefusal.TimedOut, "Said by the clock."),
        ["waited"] = new AggregateException(new CommandRefusedException(CommandRefusal.OptionInjection, "Said by the command.")),
        ["wrapped"] = new InvalidOperationException("with a directory", new EgressRefusedException(EgressRefusal.AddressNotPublic, "Said by the guard.")),
    };

    public static TheoryData<string, string, string, string> Rows => new()
    {
        { "path", "path_refused", "after_fix", "The path was refused by 'docs': it leads outside (Escapes)." },
        { "command", "command_refused", "after_fix", "Said by the command." },
        { "sql", "sql_refused", "after_fix", "Said by the statement." },
        { "egress", "egress_refused", "after_fix", "Said by the guard." },
        { "slow", "egress_refused", "later", "Said by the clock." },
        { "waited", "command_refused", "after_fix", "Said by the command." },
        { "wrapped", "egress_refused", "after_fix", "Said by the guard." },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_tool_answers_with_the_refusal(string what, string code, string retry, string text)
    {
        await using var session = await StartAsync();
        await using var peer = session.ConnectRaw();
        await peer.InitializeAsync();

        var answer = await peer.CallToolAsync(what);

        Assert.True(answer.IsToolError());
        Assert.Equal(text, answer.Text());
        AssertRefusal(answer.Result().GetProperty("_meta").GetProperty("io.github.mcpsecure/refusal"), code, retry);
    }

    [Theory]
    [InlineData("prompts/get", """{"name":"prompt"}""")]
    [InlineData("resources/read", """{"uri":"docs://a"}""")]
    public async Task A_prompt_and_a_resource_answer_with_an_error(string method, string parameters)
    {
        await using var session = await StartAsync();
        await using var peer = session.ConnectRaw();
        await peer.InitializeAsync();

        var error = (await peer.RequestAsync(method, parameters)).GetProperty("error");

        Assert.Equal("Said by the statement.", error.GetProperty("message").GetString());
        AssertRefusal(error.GetProperty("data"), "sql_refused", "after_fix");
    }

    [Fact]
    public async Task What_merely_goes_wrong_is_no_refusal()
    {
        await using var session = await StartAsync();
        await using var peer = session.ConnectRaw();
        await peer.InitializeAsync();

        var answer = await peer.CallToolAsync("broken");

        Assert.True(answer.IsToolError());
        Assert.False(answer.Result().TryGetProperty("_meta", out var meta) && meta.TryGetProperty("io.github.mcpsecure/refusal", out _));
    }

    private static void AssertRefusal(JsonElement refusal, string code, string retry) => Assert.Equal(
        (code, retry), (refusal.GetProperty("code").GetString(), refusal.GetProperty("retry").GetString()));

    private static Task<Session> StartAsync() => Session.StartAsync(
        server => server
            .WithTools(
            [
                .. Thrown.Select(one => Given.Tool(one.Key, string () => throw one.Value)),
                Given.Tool("broken", string () => throw new HttpRequestException("out of order")),
            ])
            .WithPrompts([Given.Prompt("prompt", string () => throw Thrown["sql"])])
            .WithResources([Given.Resource("docs://a", string () => throw Thrown["sql"])])
            .AddMcpSecurity(options => options.LocalTransport = true),
        new SessionSetup { Settings = Everybody });
}
