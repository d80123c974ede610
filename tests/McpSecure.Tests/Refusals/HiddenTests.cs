using McpSecure.Pipeline;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Refusals;

/// <summary>Whoever may not use a thing must not learn that it exists: the answer is the one for a name that nobody ever gave.</summary>
public sealed class HiddenTests
{
    private const string Tool = "tools/call";
    private const string Prompt = "prompts/get";
    private const string Read = "resources/read";
    private const string Subscribe = "resources/subscribe";
    private const string Unsubscribe = "resources/unsubscribe";
    private const string Complete = "completion/complete";
    private const string Listen = "subscriptions/listen";

    /// <summary>How the policy comes to hide: because nobody granted it, because the grant of all the rest leaves it out.</summary>
    private static readonly Dictionary<string, string> Roles = new(StringComparer.Ordinal)
    {
        ["nothing granted"] = "{}",
        ["denied by name"] = """
            {
              "Tools": { "*": "Allow", "secret": "Deny" },
              "Prompts": { "*": "Allow", "secret": "Deny" },
              "Resources": {
                "all": { "Uri": "**", "Access": "Allow" },
                "one": { "Uri": "mem://secret", "Access": "Deny" },
                "some": { "Uri": "doc://**", "Access": "Deny" }
              }
            }
            """,
        ["denied by name, the rest to ask"] = """
            {
              "Tools": { "*": "Ask", "secret": "Deny" },
              "Prompts": { "*": "Ask", "secret": "Deny" },
              "Resources": {
                "all": { "Uri": "**", "Access": "Ask" },
                "one": { "Uri": "mem://secret", "Access": "Deny" },
                "some": { "Uri": "doc://**", "Access": "Deny" }
              }
            }
            """,
        ["denied by its author"] = """
            {
              "Tools": { "*": "Allow" },
              "Prompts": { "*": "Allow" },
              "Resources": { "all": { "Uri": "**", "Access": "Allow" } }
            }
            """,
    };

    private readonly Ran _ran = new();

    public static TheoryData<string, string, string, string, string> Kinds()
    {
        var rows = new TheoryData<string, string, string, string, string>();
        foreach (var version in new[] { ProtocolVersions.June2025, ProtocolVersions.November2025, ProtocolVersions.July2026 })
        {
            foreach (var role in Roles.Keys)
            {
                rows.Add(version, role, Tool, """{"name":"NAME","arguments":{"path":"a"}}""", "secret|nobody");
                rows.Add(version, role, Tool, """{"name":"NAME","arguments":{"nope":{"a":1,"A":1}}}""", "secret|nobody");
                rows.Add(version, role, Prompt, """{"name":"NAME"}""", "secret|nobody");
                rows.Add(version, role, Prompt, """{"name":"NAME","arguments":{"nope":{"a":1,"A":1}}}""", "secret|nobody");
                rows.Add(version, role, Read, """{"uri":"NAME"}""", "mem://secret|mem://nobody");
                rows.Add(version, role, Read, """{"uri":"NAME"}""", "doc://a/secret|nix://a/secret"); // the hidden one is backed by a template
                rows.Add(version, role, Read, """{"uri":"NAME"}""", "doc://a/" + new string('x', 500) + "|nix://a/" + new string('x', 500));
                rows.Add(version, role, Complete, """{"ref":{"type":"ref/prompt","name":"NAME"},"argument":{"name":"x","value":""}}""", "secret|nobody");
                rows.Add(version, role, Complete, """{"ref":{"type":"ref/resource","uri":"NAME"},"argument":{"name":"x","value":""}}""", "mem://secret|mem://nobody");
                rows.Add(version, role, Complete, """{"ref":{"type":"ref/resource","uri":"NAME"},"argument":{"name":"x","value":""}}""", "doc://{+path}|nix://{+path}");
                if (version != ProtocolVersions.July2026)
                {
                    rows.Add(version, role, Subscribe, """{"uri":"NAME"}""", "mem://secret|mem://nobody");
                    rows.Add(version, role, Subscribe, """{"uri":"NAME"}""", "doc://a/secret|nix://a/secret");
                    rows.Add(version, role, Unsubscribe, """{"uri":"NAME"}""", "mem://secret|mem://nobody");
                }
                else
                {
                    rows.Add(version, role, Listen, """{"notifications":{"resourceSubscriptions":["NAME"]}}""", "mem://secret|mem://nobody");
                }
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_hidden_name_is_answered_byte_for_byte_like_an_unknown_one(
        string version, string role, string method, string parameters, string names)
    {
        var words = names.Split('|');
        await using var session = await StartAsync(Roles[role]);
        var peer = await session.ConnectRawAsync(version);

        var one = await AnswerAsync(peer, version, method, parameters, words[0]);
        var other = await AnswerAsync(peer, version, method, parameters, words[1]);

        Assert.Equal(other, one);
        Assert.Contains("Unknown", one, StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    public static TheoryData<string, string, string, string> PlainKinds()
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (var version in new[] { ProtocolVersions.June2025, ProtocolVersions.November2025, ProtocolVersions.July2026 })
        {
            rows.Add(version, Tool, """{"name":"NAME","arguments":{"path":"a"}}""", "secret");
            rows.Add(version, Tool, """{"name":"NAME"}""", "SECRET"); // names have a case
            rows.Add(version, Prompt, """{"name":"NAME"}""", "secret");
            rows.Add(version, Read, """{"uri":"NAME"}""", "mem://secret");
            rows.Add(version, Read, """{"uri":"NAME"}""", "doc://a/secret");
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(PlainKinds))]
    public async Task A_hidden_name_is_answered_byte_for_byte_as_the_SDK_answers_an_unknown_one(
        string version, string method, string parameters, string name)
    {
        await using var plain = await Session.StartAsync(server => server
            .WithTools([Given.Tool("other", _ran)])
            .WithPrompts([Given.Prompt("other", _ran)])
            .WithResources([Given.Resource("mem://other", _ran)]));
        await using var guarded = await StartAsync(Roles["denied by name"]);

        var expected = await AnswerAsync(await plain.ConnectRawAsync(version), version, method, parameters, name);
        var answer = await AnswerAsync(await guarded.ConnectRawAsync(version), version, method, parameters, name);

        Assert.Equal(expected, answer);
    }

    [Theory]
    [InlineData(Tool, """{"name":"secret","arguments":{"path":"a"}}""")]
    [InlineData(Prompt, """{"name":"secret"}""")]
    [InlineData(Read, """{"uri":"mem://secret"}""")]
    [InlineData(Read, """{"uri":"doc://a/secret"}""")]
    [InlineData(Subscribe, """{"uri":"mem://secret"}""")]
    [InlineData(Complete, """{"ref":{"type":"ref/prompt","name":"secret"},"argument":{"name":"x","value":""}}""")]
    public async Task Without_the_outermost_and_innermost_slots_the_hidden_thing_answers(string method, string parameters)
    {
        await using var session = await StartAsync(Roles["denied by name"], Slots.Outermost | Slots.Innermost);
        var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync(method, parameters);

        Assert.True(answer.TryGetProperty("result", out _));
        Assert.NotEmpty(_ran.Entries);
    }

    private static async Task<string> AnswerAsync(RawPeer peer, string version, string method, string parameters, string name)
    {
        var answer = await peer.RequestAsync(version, method, parameters.Replace("NAME", name, StringComparison.Ordinal));
        Assert.True(answer.TryGetProperty("error", out _), answer.GetRawText());
        return answer.GetRawText()
            .Replace($"\"id\":{answer.GetProperty("id").GetRawText()}", "\"id\":0", StringComparison.Ordinal)
            .Replace("secret", "NAME", StringComparison.Ordinal)
            .Replace("nobody", "NAME", StringComparison.Ordinal)
            .Replace("doc:", "SCHEME:", StringComparison.Ordinal)
            .Replace("nix:", "SCHEME:", StringComparison.Ordinal);
    }

    private Task<Session> StartAsync(string role, Slots without = Slots.None) => Session.StartAsync(
        server => server
            .AddMcpSecurity()
            .WithTools(Given.ToolsOf(new Things(_ran)))
            .WithPrompts([.. Things.Prompts(_ran)])
            .WithResources([.. Things.Resources(_ran)])
            .WithCompleteHandler((_, _) => new(Noted(new CompleteResult())))
            .WithSubscribeToResourcesHandler((_, _) => new(Noted(new EmptyResult())))
            .WithUnsubscribeFromResourcesHandler((_, _) => new(Noted(new EmptyResult()))),
        new SessionSetup
        {
            Settings = $$"""{ "McpSecurity": { "AnonymousRole": "guest", "Roles": { "guest": {{role}} } } }""",
            Services = services => services.AddSingleton(new SlotSelection(Slots.All & ~without)),
        });

    private T Noted<T>(T result)
    {
        _ran.Note("handler");
        return result;
    }
}
