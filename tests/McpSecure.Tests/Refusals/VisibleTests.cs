using System.Text.Json;
using McpSecure.Arguments;
using McpSecure.Authorization;
using McpSecure.Calls;
using McpSecure.Pipeline;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Refusals;

/// <summary>What may be seen may be explained: to the model in a result, to a client in an error, and never more than either knows already.</summary>
public sealed class VisibleTests
{
    private const string Key = "io.github.mcpsecure/refusal";

    /// <summary>Words that stand in the policy and in the code of a guard that breaks, and belong in no answer.</summary>
    private static readonly string[] Internals =
        ["auditor", "McpSecurity", "Roles", "RequireRole", "   at ", "Exception", "/etc/", "no role grants"];

    private readonly Ran _ran = new();

    [Theory]
    [InlineData("asked", "{}", "approval_required", "never", "The operator of the server can change its access from Ask to Allow.")]
    [InlineData("open", """{"PATH":"a"}""", "invalid_arguments", "after_fix", "- /PATH: unknown field; did you mean 'path'? allowed: path [additionalProperties]")]
    [InlineData("open", """{"path":{"a":1,"a":2}}""", "invalid_arguments", "after_fix", "- /path: has the key 'a' twice, or in two cases; send each key once")]
    public async Task A_visible_tool_answers_a_refusal_that_the_model_can_act_on(
        string name, string arguments, string code, string retry, string advice)
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync(name, arguments);

        Assert.True(answer.IsToolError());
        Assert.Contains(advice, answer.Text(), StringComparison.Ordinal);
        AssertRefusal(answer.Result().GetProperty("_meta").GetProperty(Key), code, retry);
        AssertSaysNoMore(answer);
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData("prompts/get", """{"name":"asked"}""", "approval_required", "never")]
    [InlineData("prompts/get", """{"name":"open","arguments":{"nope":"a"}}""", "invalid_arguments", "after_fix")]
    [InlineData("resources/read", """{"uri":"mem://asked"}""", "approval_required", "never")]
    [InlineData("resources/subscribe", """{"uri":"mem://asked"}""", "approval_required", "never")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/prompt","name":"asked"},"argument":{"name":"x","value":""}}""", "approval_required", "never")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/resource","uri":"mem://asked"},"argument":{"name":"x","value":""}}""", "approval_required", "never")]
    public async Task Everything_else_that_is_visible_answers_an_error_with_data(string method, string parameters, string code, string retry)
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync(method, parameters);

        Assert.StartsWith("-32602: ", answer.Error(), StringComparison.Ordinal);
        AssertRefusal(answer.GetProperty("error").GetProperty("data"), code, retry);
        AssertSaysNoMore(answer);
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData("tools/call", """{"name":"secret"}""")]
    [InlineData("prompts/get", """{"name":"secret"}""")]
    [InlineData("resources/read", """{"uri":"mem://secret"}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/prompt","name":"secret"},"argument":{"name":"x","value":""}}""")]
    public async Task Where_the_operator_wants_it_a_hidden_name_is_explained_and_an_unknown_one_is_not(string method, string parameters)
    {
        await using var session = await StartAsync("Explain");
        var peer = await session.ConnectRawAsync();

        var hidden = await peer.RequestAsync(method, parameters);
        var unknown = await peer.RequestAsync(method, parameters.Replace("secret", "nobody", StringComparison.Ordinal));

        Assert.Contains("not allowed", hidden.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"not_allowed\",\"retry\":\"never\"", hidden.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("Unknown", unknown.Error(), StringComparison.Ordinal);
        AssertSaysNoMore(hidden);
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("secret")]
    [InlineData("nobody")]
    public async Task A_guard_that_breaks_refuses_and_says_nothing_about_how(string name)
    {
        await using var session = await StartAsync(services: services => services.AddSingleton(provider => new SecurityPipeline(
            [new BrokenGuard(), provider.GetRequiredService<AuthorizationGuard>(), provider.GetRequiredService<ArgumentsGuard>()])));
        var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync(name, """{"path":"a"}""");

        Assert.True(answer.IsToolError());
        AssertRefusal(answer.Result().GetProperty("_meta").GetProperty(Key), "guard_failed", "never");
        AssertSaysNoMore(answer);
        Assert.Empty(_ran.Entries);
    }

    private static void AssertRefusal(JsonElement refusal, string code, string retry)
    {
        Assert.Equal(["code", "retry"], refusal.EnumerateObject().Select(member => member.Name));
        Assert.Equal((code, retry), (refusal.GetProperty("code").GetString(), refusal.GetProperty("retry").GetString()));
    }

    private static void AssertSaysNoMore(JsonElement answer) => Assert.All(
        Internals, word => Assert.DoesNotContain(word, answer.GetRawText(), StringComparison.Ordinal));

    private Task<Session> StartAsync(string refusals = "Hide", Action<IServiceCollection>? services = null) => Session.StartAsync(
        server => server.AddMcpSecurity()
            .WithTools([Given.PathTool("open", _ran), Given.Tool("asked", _ran), Given.Tool("secret", _ran)])
            .WithPrompts([Given.Prompt("open", _ran), Given.Prompt("asked", _ran), Given.Prompt("secret", _ran)])
            .WithResources([Given.Resource("mem://asked", _ran), Given.Resource("mem://secret", _ran)])
            .WithCompleteHandler((_, _) =>
            {
                _ran.Note("completion");
                return new(new ModelContextProtocol.Protocol.CompleteResult());
            }),
        new SessionSetup
        {
            Services = services,
            Settings = $$"""
                {
                  "McpSecurity": {
                    "AnonymousRole": "guest",
                    "Refusals": "{{refusals}}",
                    "Roles": {
                      "guest": {
                        "Tools": { "open": "Allow", "asked": "Ask" },
                        "Prompts": { "open": "Allow", "asked": "Ask" },
                        "Resources": { "asked": { "Uri": "mem://asked", "Access": "Ask" } }
                      },
                      "auditor": { "Tools": { "secret": "Allow" } }
                    }
                  }
                }
                """,
        });

    private sealed class BrokenGuard : IGuard
    {
        public string Name => "broken";

        public ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The file /etc/shadow of the auditor is missing.");
    }
}
