#pragma warning disable MCP9005 // deprecated, but still kinds of blocks that a result can have
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Redaction;

/// <summary>Where secrets are taken out of a result, they are taken out of every text that it has: an address, a name, what only the host reads.</summary>
public sealed class EveryTextTests
{
    private const string Secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    private const string Pin = "987654";
    private const string ResultsOn = """{"McpSecurity":{"Audit":{"Redaction":{"Results":true}}}}""";

    private const string Everything = """
        {"McpSecurity":{"AnonymousRole":"all","Roles":{"all":{"Tools":{"*":"Allow"},"Prompts":{"*":"Allow"},"Resources":{"all":{"Uri":"**","Access":"Allow"}}}}}}
        """;

    private static readonly Dictionary<string, Func<ContentBlock>> Blocks = new(StringComparer.Ordinal)
    {
        ["text"] = () => new TextContentBlock { Text = $"kept {Secret}" },
        ["json"] = () => new TextContentBlock { Text = $$"""{"kept":1,"pin" : {{Pin}},"token":["{{Secret[4..]}}"]}""" },
        ["meta"] = () => new TextContentBlock { Text = "kept", Meta = new JsonObject { ["password"] = "hunter2", ["pin"] = 987654, ["a"] = Secret } },
        ["image"] = () => new ImageContentBlock { Data = "kept"u8.ToArray(), MimeType = $"image/{Secret}", Meta = new JsonObject { ["a"] = Secret } },
        ["audio"] = () => new AudioContentBlock { Data = "kept"u8.ToArray(), MimeType = $"audio/{Secret}", Meta = new JsonObject { ["a"] = Secret } },
        ["link uri"] = () => new ResourceLinkBlock { Uri = $"https://kept/?token={Secret}", Name = "kept" },
        ["link name"] = () => new ResourceLinkBlock { Uri = "https://kept", Name = Secret },
        ["link title"] = () => new ResourceLinkBlock { Uri = "https://kept", Name = "kept", Title = Secret },
        ["link description"] = () => new ResourceLinkBlock { Uri = "https://kept", Name = "kept", Description = Secret, Size = 7 },
        ["link icon"] = () => new ResourceLinkBlock { Uri = "https://kept", Name = "kept", Icons = [new Icon { Source = $"https://icons/{Secret}", Theme = "dark" }] },
        ["embedded uri"] = () => new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = $"kept:///{Secret}", Text = "kept" } },
        ["embedded type"] = () => new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = "kept:///", MimeType = Secret, Text = "kept" } },
        ["embedded meta"] = () => new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = "kept:///", Text = "kept", Meta = new JsonObject { ["a"] = Secret } } },
        ["embedded blob"] = () => new EmbeddedResourceBlock { Resource = new BlobResourceContents { Uri = $"kept:///{Secret}", Blob = "kept"u8.ToArray() } },
        ["tool use"] = () => new ToolUseContentBlock { Id = "kept", Name = "kept", Input = JsonElement.Parse($$"""{"a":"{{Secret}}"}""") },
        ["tool result"] = () => new ToolResultContentBlock { ToolUseId = "kept", Content = [new TextContentBlock { Text = Secret }] },
    };

    public static TheoryData<string> Kinds => [.. Blocks.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_block_leaves_without_it_where_that_is_wanted(string kind)
    {
        AssertHas(await AnswerAsync("tools/call", kind));

        AssertHasNot(await AnswerAsync("tools/call", kind, ResultsOn));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_block_of_an_error_leaves_without_it_always(string kind) => AssertHasNot(await AnswerAsync("tools/call", kind, isError: true));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_block_of_a_prompt_leaves_without_it_where_that_is_wanted(string kind)
    {
        AssertHas(await AnswerAsync("prompts/get", kind));

        AssertHasNot(await AnswerAsync("prompts/get", kind, ResultsOn));
    }

    [Theory]
    [InlineData("tools/call", """{"name":"around"}""")]
    [InlineData("prompts/get", """{"name":"around"}""")]
    [InlineData("prompts/get", """{"name":"described"}""")]
    [InlineData("resources/read", """{"uri":"around:///x"}""")]
    [InlineData("resources/read", """{"uri":"text:///x"}""")]
    [InlineData("resources/read", """{"uri":"blob:///x"}""")]
    public async Task What_stands_around_the_blocks_leaves_without_it_where_that_is_wanted(string method, string parameters)
    {
        AssertHas(await RequestAsync(method, parameters, Everything, () => new TextContentBlock { Text = "kept" }));

        AssertHasNot(await RequestAsync(method, parameters, ResultsOn, () => new TextContentBlock { Text = "kept" }));
    }

    private static Task<string> AnswerAsync(string method, string kind, string settings = Everything, bool isError = false) =>
        RequestAsync(method, $$"""{"name":"{{(isError ? "error" : "block")}}"}""", settings, Blocks[kind]);

    private static void AssertHas(string answer) =>
        Assert.True(answer.Contains(Secret, StringComparison.Ordinal) || answer.Contains(Pin, StringComparison.Ordinal), answer);

    private static void AssertHasNot(string answer)
    {
        Assert.DoesNotContain(Secret[4..], answer, StringComparison.Ordinal);
        Assert.DoesNotContain(Pin, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", answer, StringComparison.Ordinal);
        Assert.Contains("[redacted]", answer, StringComparison.Ordinal);
        Assert.True(answer.Contains("kept", StringComparison.Ordinal) || answer.Contains("a2VwdA==", StringComparison.Ordinal), answer);
    }

    private static async Task<string> RequestAsync(string method, string parameters, string settings, Func<ContentBlock> block)
    {
        await using var server = await Session.StartAsync(
            builder => builder.WithTools(Tools(block)).WithPrompts(Prompts(block)).WithResources(Resources()).AddMcpSecurity(),
            new SessionSetup { Settings = Everything, MoreSettings = [settings] });
        return (await server.ConnectRaw().RequestAsync(method, parameters)).GetRawText();
    }

    private static JsonObject Meta() => new() { ["password"] = "hunter2", ["pin"] = 987654, ["a"] = Secret, ["b"] = "kept" };

    private static IEnumerable<McpServerTool> Tools(Func<ContentBlock> block) =>
    [
        Given.Tool("block", () => new CallToolResult { Content = [block()] }),
        Given.Tool("error", () => new CallToolResult { Content = [block()], IsError = true }),
        Given.Tool("around", () => new CallToolResult { Content = [block()], Meta = Meta() }),
    ];

    private static IEnumerable<McpServerPrompt> Prompts(Func<ContentBlock> block) =>
    [
        Given.Prompt("block", () => PromptOf(block)),
        Given.Prompt("around", () => PromptOf(block, meta: Meta())),
        Given.Prompt("described", () => PromptOf(block, description: $"kept {Secret}")),
    ];

    private static GetPromptResult PromptOf(Func<ContentBlock> block, string? description = null, JsonObject? meta = null) => new()
    {
        Description = description,
        Messages = [new PromptMessage { Role = Role.User, Content = block() }],
        Meta = meta,
    };

    private static IEnumerable<McpServerResource> Resources() =>
    [
        Given.Resource("around:///{path}", (string path) => new ReadResourceResult { Contents = [new TextResourceContents { Uri = path, Text = "kept" }], Meta = Meta() }),
        Given.Resource("text:///{path}", (string path) => new TextResourceContents { Uri = $"{path}/{Secret}", MimeType = Secret, Text = "kept", Meta = Meta() }),
        Given.Resource("blob:///{path}", (string path) => new BlobResourceContents { Uri = $"{path}/{Secret}", Blob = "kept"u8.ToArray(), Meta = Meta() }),
    ];
}
