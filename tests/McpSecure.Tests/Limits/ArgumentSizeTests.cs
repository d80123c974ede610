using System.Text.Json;
using McpSecure.Limits;
using McpSecure.Tests.Attacks;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Limits;

/// <summary>How large, deep and long arguments may be, end to end.</summary>
public sealed class ArgumentSizeTests
{
    private readonly Ran _ran = new();

    /// <summary>The SDK hands a tool whatever it has parsed.</summary>
    [Theory]
    [InlineData(10 * 1024 * 1024, 1)]
    [InlineData(10, 58)]
    public async Task A_plain_tool_gets_arguments_of_any_size_and_depth(int length, int depth)
    {
        await using var session = await StartAsync(isSecured: false);
        await using var peer = await session.ConnectRawAsync();

        Assert.False((await peer.CallToolAsync("any", Nested(length, depth))).IsToolError());
        Assert.Single(_ran.Entries);
    }

    [Theory]
    [InlineData(2 * 1024 * 1024, 1, "The arguments are larger than 1048576 bytes as JSON, most of all 'value'. Send less at once.")]
    [InlineData(10, 58, "The argument 'value' is nested deeper than 32 levels. Send it flatter.")]
    [InlineData(10, 33, "The argument 'value' is nested deeper than 32 levels. Send it flatter.")]
    [InlineData(10, 32, null)]
    [InlineData(1024 * 1024 - 20, 1, null)]
    public async Task By_default_a_call_has_a_MiB_of_arguments_of_32_levels(int length, int depth, string? refusal)
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync("any", Nested(length, depth));

        AssertRefused(answer, refusal);
        Assert.Equal(refusal is null ? 1 : 0, _ran.Entries.Count);
    }

    [Theory]
    [InlineData(""" "ArgumentTextLength": 5 """, """{"value":"12345"}""", null)]
    [InlineData(""" "ArgumentTextLength": 5 """, """{"value":"123456"}""", "A text in the argument 'value', or a name, is longer than 5 characters. Send a shorter one.")]
    [InlineData(""" "ArgumentTextLength": 5 """, """{"value":{"a":["123456"]}}""", "A text in the argument 'value', or a name, is longer than 5 characters. Send a shorter one.")]
    [InlineData(""" "ArgumentTextLength": 5 """, """{"value":{"123456":1}}""", "A text in the argument 'value', or a name, is longer than 5 characters. Send a shorter one.")]
    [InlineData(""" "ArgumentTextLength": 5 """, """{"value":"äöü€\n"}""", null)] // escapes and bytes are no characters
    [InlineData(""" "ArgumentTextLength": 5 """, """{"value":["😀😀1"]}""", null)]
    [InlineData(""" "ArgumentTextLength": 5 """, """{"value":["😀😀12"]}""", "A text in the argument 'value', or a name, is longer than 5 characters. Send a shorter one.")]
    [InlineData(""" "ArgumentTextLength": 5 """, """{"value":123456789}""", null)]
    [InlineData(""" "ArgumentItems": 3 """, """{"value":[1,2,3]}""", null)]
    [InlineData(""" "ArgumentItems": 3 """, """{"value":[[1,2],[3,4],{"a":5,"b":6,"c":7}]}""", null)]
    [InlineData(""" "ArgumentItems": 3 """, """{"value":[1,2,3,4]}""", "A list or an object in the argument 'value' has more than 3 entries. Send fewer at once.")]
    [InlineData(""" "ArgumentItems": 3 """, """{"value":[1,[1,2,3,4]]}""", "A list or an object in the argument 'value' has more than 3 entries. Send fewer at once.")]
    [InlineData(""" "ArgumentItems": 3 """, """{"value":{"a":1,"b":2,"c":3,"d":4}}""", "A list or an object in the argument 'value' has more than 3 entries. Send fewer at once.")]
    [InlineData(""" "ArgumentItems": 3 """, """{"value":1,"b":2,"c":3,"d":4}""", "There are more than 3 arguments. Send fewer.")]
    [InlineData(""" "ArgumentDepth": 1 """, """{"value":"[[[["}""", null)]
    [InlineData(""" "ArgumentDepth": 1 """, """{"value":[]}""", null)]
    [InlineData(""" "ArgumentDepth": 1 """, """{"value":[1]}""", "The argument 'value' is nested deeper than 1 level. Send it flatter.")]
    [InlineData(""" "ArgumentDepth": 2 """, """{"value":[{}]}""", null)]
    [InlineData(""" "ArgumentDepth": 2 """, """{"value":[{"a":1}]}""", "The argument 'value' is nested deeper than 2 levels. Send it flatter.")]
    [InlineData(""" "ArgumentBytes": 19 """, """{"value":"1234567"}""", null)]
    [InlineData(""" "ArgumentBytes": 19 """, """{"value":"12345678"}""", "The arguments are larger than 19 bytes as JSON, most of all 'value'. Send less at once.")]
    [InlineData(""" "ArgumentBytes": 19 """, """{ "value" : "1234567" }""", null)] // without blanks
    [InlineData(""" "ArgumentBytes": 19 """, """{"value":"ää€"}""", null)] // however it is written
    [InlineData(""" "ArgumentBytes": 19 """, """{"value":"\u00e4\u00e4\u20ac"}""", null)]
    public async Task Each_limit_holds_to_the_last_character(string limits, string arguments, string? refusal)
    {
        await using var session = await StartAsync($$""" "Limits": { {{limits}} }, """);
        await using var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync("any", arguments);

        if (refusal is null)
        {
            Assert.DoesNotContain("arguments_too_large", answer.GetRawText(), StringComparison.Ordinal);
        }
        else
        {
            AssertRefused(answer, refusal);
        }
    }

    /// <summary>The tightest of the layers, as everywhere; and nothing is said about what there is.</summary>
    [Fact]
    public async Task A_tool_may_be_held_to_less_and_nobody_learns_it_who_may_not_use_it()
    {
        await using var session = await StartAsync(""" "Tools": { "any": { "Limits": { "ArgumentBytes": 20 } }, "hidden": { "Access": "Deny", "Limits": { "ArgumentBytes": 20 } } }, """);
        await using var peer = await session.ConnectRawAsync();

        AssertRefused(await peer.CallToolAsync("any", Nested(100, 1)), "The arguments are larger than 20 bytes as JSON, most of all 'value'. Send less at once.");
        Assert.Equal("-32602: Unknown tool: 'hidden'", (await peer.CallToolAsync("hidden", Nested(100, 1))).Error());
        await session.FinishAsync();
        Assert.Equal("arguments_too_large", Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry["Guard"] is "argument_size")["Code"]);
    }

    [Fact]
    public async Task Prompts_and_completions_are_held_to_it_as_well()
    {
        await using var session = await StartAsync(""" "Limits": { "ArgumentBytes": 100, "ArgumentTextLength": 50, "ArgumentItems": 2 }, """);
        await using var peer = await session.ConnectRawAsync();
        var (text, shorter) = (new string('a', 200), new string('a', 51));

        string[] answers =
        [
            (await peer.RequestAsync("prompts/get", $$"""{"name":"prompt","arguments":{"topic":"{{text}}"} }""")).GetRawText(),
            await CompleteAsync(peer, text),
            await CompleteAsync(peer, shorter),
            await CompleteAsync(peer, "a", $$"""{"b":"{{text}}"}"""),
            await CompleteAsync(peer, "a", """{"b":"1","c":"2"}"""),
        ];

        Assert.All(answers, answer => Assert.Contains("arguments_too_large", answer, StringComparison.Ordinal));
        Assert.Contains("completion", await CompleteAsync(peer, "a", """{"b":"1"}"""), StringComparison.Ordinal);
        Assert.Contains("messages", (await peer.RequestAsync("prompts/get", """{"name":"prompt","arguments":{"topic":"a"}}""")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["a"], _ran.Entries);
    }

    /// <summary>The name is repeated as far as it can be shown, and the value not at all.</summary>
    [Fact]
    public async Task The_answer_says_which_argument_and_never_what_it_says()
    {
        await using var session = await StartAsync(""" "Limits": { "ArgumentBytes": 100 }, """);
        await using var peer = await session.ConnectRawAsync();

        var text = (await peer.CallToolAsync("any", $$"""{"a\n{{new string('n', 500)}}":"secret {{new string('s', 1000)}}"}""")).Text();

        Assert.InRange(text.Length, 1, 300);
        Assert.DoesNotContain('\n', text);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_guard_the_tool_runs()
    {
        await using var session = await StartAsync(""" "Limits": { "ArgumentBytes": 100, "ArgumentDepth": 2 }, """, services: Without.Guard<ArgumentSizeGuard>());
        await using var peer = await session.ConnectRawAsync();

        Assert.False((await peer.CallToolAsync("any", Nested(1000, 40))).IsToolError());
        Assert.Single(_ran.Entries);
    }

    private static async Task<string> CompleteAsync(RawPeer peer, string value, string others = "{}") => (await peer.RequestAsync(
        "completion/complete", $$"""{"ref":{"type":"ref/prompt","name":"prompt"},"argument":{"name":"topic","value":"{{value}}"},"context":{"arguments":{{others}} } }""")).GetRawText();

    /// <summary>A text of a length, at a depth.</summary>
    private static string Nested(int length, int depth) =>
        $$"""{"value":{{new string('[', depth - 1)}}"{{new string('a', length)}}"{{new string(']', depth - 1)}}}""";

    private static void AssertRefused(JsonElement answer, string? message)
    {
        Assert.Equal(message is not null, answer.IsToolError());
        if (message is not null)
        {
            var refusal = answer.Result().GetProperty("_meta").GetProperty("io.github.mcpsecure/refusal");
            Assert.Equal(message, answer.Text());
            Assert.Equal(("arguments_too_large", "after_fix"), (refusal.GetProperty("code").GetString(), refusal.GetProperty("retry").GetString()));
        }
    }

    private Task<Session> StartAsync(string section = "", bool isSecured = true, Action<IServiceCollection>? services = null) => Session.StartAsync(
        server =>
        {
            server
                .WithTools([Given.Tool("any", (JsonElement value) => _ran.Note("any")), Given.Tool("hidden", (JsonElement value) => _ran.Note("hidden"))])
                .WithPrompts([Given.Prompt("prompt", (string topic) => _ran.Note(topic))])
                .WithCompleteHandler((_, _) => new(new CompleteResult()));
            if (isSecured)
            {
                server.AddMcpSecurity();
            }
        },
        new SessionSetup
        {
            Settings = $$"""{ "McpSecurity": { {{section}} "AnonymousRole": "guest", "Roles": { "guest": { "Tools": { "*": "Allow" }, "Prompts": { "*": "Allow" } } } } }""",
            Services = services,
        });
}
