using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Results;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Limits;

/// <summary>How large a result may be that leaves, end to end: texts are cut where everybody sees it, what cannot be cut stays.</summary>
public sealed class ResultSizeTests
{
    private const int Limit = 1000;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private IList<ContentBlock> _content = [];
    private JsonElement? _structured;
    private string _text = "short";
    private bool _isError;
    private JsonObject? _meta;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_plain_result_has_any_length_and_a_guarded_one_is_cut(bool isSecured)
    {
        await using var session = await StartAsync(isSecured);
        await using var peer = await session.ConnectRawAsync();
        _content = [new TextContentBlock { Text = new string('a', 50_000) }];

        var answer = await peer.CallToolAsync("made");

        var text = answer.Text();
        Assert.False(answer.IsToolError());
        Assert.Equal(isSecured, text.Length < Limit);
        if (isSecured)
        {
            var shown = text.IndexOf('…', StringComparison.Ordinal);
            Assert.Equal($"… [{50_000 - shown} of 50000 bytes not shown]", text[shown..]);
            Assert.InRange(answer.Result().GetRawText().Length, Limit - 200, Limit + 50);
            Assert.Contains(session.Logs.From("McpSecure"), entry => entry.EventId.Id == 27);
        }
    }

    [Theory]
    [InlineData(960)]
    [InlineData(968)]
    public async Task What_just_fits_leaves_as_it_is(int length)
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();
        _content = [new TextContentBlock { Text = new string('a', length) }];

        Assert.Equal(length, (await peer.CallToolAsync("made")).Text().Length);
    }

    [Theory]
    [InlineData("€")]
    [InlineData("😀")]
    [InlineData("a😀")]
    public async Task A_text_is_cut_between_characters(string unit)
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();
        var whole = string.Concat(Enumerable.Repeat(unit, 2000));
        _content = [new TextContentBlock { Text = whole }];

        var text = (await peer.CallToolAsync("made")).Text();

        var shown = text[..text.IndexOf('…', StringComparison.Ordinal)];
        Assert.StartsWith(shown, whole, StringComparison.Ordinal);
        Assert.False(char.IsHighSurrogate(shown[^1]));
        Assert.EndsWith($"[{Encoding.UTF8.GetByteCount(whole) - Encoding.UTF8.GetByteCount(shown)} of {Encoding.UTF8.GetByteCount(whole)} bytes not shown]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_texts_those_in_front_stay_and_one_note_counts_the_rest()
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();
        _content =
        [
            new TextContentBlock { Text = new string('a', 300) },
            new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = "docs://a", Text = new string('b', 2000) } },
            new TextContentBlock { Text = new string('c', 300) },
            new ImageContentBlock { Data = "AAAA"u8.ToArray(), MimeType = "image/png" },
        ];

        var content = (await peer.CallToolAsync("made")).Result().GetProperty("content").EnumerateArray().ToArray();

        Assert.Equal(["text", "resource", "image"], content.Select(block => block.GetProperty("type").GetString()));
        Assert.Equal(300, content[0].GetProperty("text").GetString()!.Length);
        Assert.Matches("^b+… \\[[0-9]+ of 2600 bytes not shown\\]$", content[1].GetProperty("resource").GetProperty("text").GetString());
    }

    public static TheoryData<string> Uncuttable => [
        "structured", "both", "image", "audio", "blob", "image plus", "audio plus", "blob plus", "meta", "texts", "links",
        "image mime", "audio mime", "text mime", "blob mime", "link mime", "uri", "link uri", "name", "title", "description",
        "audience", "icon", "icons", "icon mime", "icon sizes", "icon theme", "resource meta", "link meta", "image meta", "result meta",
    ];

    /// <summary>A part of an image or of an object is not a smaller image or object; and the text beside an object says the same.</summary>
    [Theory]
    [MemberData(nameof(Uncuttable))]
    public async Task What_cannot_be_cut_is_withheld(string what)
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();
        var large = new string('A', 4000);
        _structured = what is "structured" or "both" ? JsonElement.Parse($$"""{"a":"{{large}}"}""") : null;
        _content = what switch
        {
            "both" => [new TextContentBlock { Text = $$"""{"a":"{{large}}"}""" }],
            "image" => [new ImageContentBlock { Data = Encoding.UTF8.GetBytes(large), MimeType = "image/png" }],
            "audio" => [new AudioContentBlock { Data = Encoding.UTF8.GetBytes(large), MimeType = "audio/wav" }],
            "blob" => [new EmbeddedResourceBlock { Resource = new BlobResourceContents { Uri = "docs://a", Blob = Encoding.UTF8.GetBytes(large) } }],
            "image mime" => [new ImageContentBlock { Data = "AAAA"u8.ToArray(), MimeType = large }],
            "image plus" => [new ImageContentBlock { Data = Encoding.UTF8.GetBytes(new string('+', 300)), MimeType = "image/png" }],
            "audio plus" => [new AudioContentBlock { Data = Encoding.UTF8.GetBytes(new string('+', 300)), MimeType = "audio/wav" }],
            "blob plus" => [new EmbeddedResourceBlock { Resource = new BlobResourceContents { Uri = "docs://a", Blob = Encoding.UTF8.GetBytes(new string('+', 300)) } }],
            "image meta" => [new ImageContentBlock { Data = "AAAA"u8.ToArray(), MimeType = "image/png", Meta = new() { ["a"] = large } }],
            "audio mime" => [new AudioContentBlock { Data = "AAAA"u8.ToArray(), MimeType = large }],
            "text mime" => [new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = "docs://a", Text = "a", MimeType = large } }],
            "blob mime" => [new EmbeddedResourceBlock { Resource = new BlobResourceContents { Uri = "docs://a", Blob = "AAAA"u8.ToArray(), MimeType = large } }],
            "resource meta" => [new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = "docs://a", Text = "a", Meta = new() { ["a"] = large } } }],
            "uri" => [new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = large, Text = "a" } }],
            "audience" => [new TextContentBlock { Text = "a", Annotations = new() { Audience = [.. Enumerable.Repeat(Role.Assistant, 500)] } }],
            "links" => [.. Enumerable.Range(0, 15).Select(_ => new ResourceLinkBlock { Uri = "", Name = "", Title = "", Description = "", Size = long.MaxValue })],
            _ when what.StartsWith("link", StringComparison.Ordinal) || what.StartsWith("icon", StringComparison.Ordinal) || what is "name" or "title" or "description" => [Link(what, large)],
            "meta" => [new TextContentBlock { Text = "a", Meta = new() { ["a"] = large } }],
            "texts" => [.. Enumerable.Range(0, 500).Select(_ => new TextContentBlock { Text = "a" })], // what stands around them counts too
            _ => [],
        };
        _meta = what == "result meta" ? new() { ["a"] = large } : null;

        var answer = await peer.CallToolAsync("made");

        Assert.True(answer.IsToolError());
        Assert.Equal("The tool 'made' ran, but what it returned is larger than 1000 bytes, and was withheld. Ask for less: a smaller part, or fewer entries.", answer.Text());
        Assert.Equal("result_too_large", answer.Result().GetProperty("_meta").GetProperty("io.github.mcpsecure/refusal").GetProperty("code").GetString());
        Assert.DoesNotContain("AAAA", answer.GetRawText(), StringComparison.Ordinal);
        await session.FinishAsync();
        var record = Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry["Method"] is "tools/call");
        Assert.Equal(("withheld", "result_size", "result_too_large"), (record["Outcome"], record["Guard"], record["Code"]));
    }

    /// <summary>The attack: a text of which each character leaves as six.</summary>
    [Theory]
    [InlineData("€")]
    [InlineData("😀")]
    [InlineData("<")]
    [InlineData("\"")]
    [InlineData("\u0001")]
    [InlineData("\n")]
    [InlineData("a+b")]
    public async Task Whatever_a_text_is_made_of_no_more_leaves_than_may(string unit)
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();
        var large = string.Concat(Enumerable.Repeat(unit, 900));
        _content = [new TextContentBlock { Text = large }];

        var cut = await peer.CallToolAsync("made");
        (_content, _structured) = ([], JsonSerializer.SerializeToElement(large[..450], Relaxed));
        var structured = await peer.CallToolAsync("made");

        Assert.InRange(cut.Result().GetRawText().Length, 500, Limit);
        Assert.InRange(structured.Result().GetRawText().Length, 100, Limit);
    }

    /// <summary>What is counted is what the SDK writes, character by character.</summary>
    [Fact]
    public void The_length_of_a_text_is_the_one_that_it_is_sent_with()
    {
        var type = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<string>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(string));
        for (var unit = 0; unit <= char.MaxValue; unit++)
        {
            var text = $"a{(char)unit}b";
            if (SentLength.Of(text) != JsonSerializer.SerializeToUtf8Bytes(text, type).Length - 2)
            {
                Assert.Fail($"U+{unit:X4}");
            }
        }

        Assert.Equal(JsonSerializer.SerializeToUtf8Bytes("😀é\\", type).Length - 2, SentLength.Of("😀é\\"));
    }

    [Theory]
    [InlineData("""{"a":"€<\u003c\"\\\/\n+","é":[1,true,null,"😀"]}""")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("-12.5")]
    public void The_length_of_JSON_is_at_least_the_one_that_it_is_sent_with(string json)
    {
        var type = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<JsonElement>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonElement));
        var sent = JsonSerializer.SerializeToUtf8Bytes(JsonElement.Parse(json), type).Length;

        Assert.InRange(SentLength.OfJson(Encoding.UTF8.GetBytes(json)), sent, sent + 10);
    }

    [Fact]
    public async Task An_object_that_fits_stays_and_the_text_beside_it_is_cut()
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();
        _structured = JsonElement.Parse($$"""{"a":"{{new string('A', 600)}}"}""");
        _content = [new TextContentBlock { Text = _structured.Value.GetRawText() }];

        var answer = await peer.CallToolAsync("made");

        Assert.False(answer.IsToolError());
        Assert.Equal(_structured.Value.GetRawText(), answer.Result().GetProperty("structuredContent").GetRawText());
        Assert.EndsWith("bytes not shown]", answer.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_of_an_error_is_cut_as_well()
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        var thrown = await peer.CallToolAsync("throws");
        (_isError, _content) = (true, [new TextContentBlock { Text = new string('a', 50_000) }]);
        var returned = await peer.CallToolAsync("made");

        Assert.All([thrown, returned], answer =>
        {
            Assert.True(answer.IsToolError());
            Assert.EndsWith(" of 50000 bytes not shown]", answer.Text().Replace("50037", "50000", StringComparison.Ordinal), StringComparison.Ordinal);
        });
    }

    /// <summary>A tool may give the same result to everybody: it stays what it was.</summary>
    [Fact]
    public async Task The_result_of_the_tool_itself_is_not_changed()
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();
        var text = new TextContentBlock { Text = new string('a', 50_000) };
        _content = [text];

        await peer.CallToolAsync("made");

        Assert.Equal(50_000, text.Text.Length);
        Assert.Same(text, Assert.Single(_content));
    }

    [Theory]
    [InlineData("prompts/get", """{"name":"prompt"}""", "messages", "content")]
    [InlineData("resources/read", """{"uri":"docs://text"}""", "contents", null)]
    public async Task Prompts_and_texts_of_resources_are_cut(string method, string parameters, string list, string? inner)
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();
        _text = new string('a', 50_000);

        var entry = (await peer.RequestAsync(method, parameters)).Result().GetProperty(list)[0];
        var text = (inner is null ? entry : entry.GetProperty(inner)).GetProperty("text").GetString()!;

        Assert.EndsWith(" of 50000 bytes not shown]", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 500, Limit);
    }

    [Theory]
    [InlineData("prompts/get", """{"name":"image"}""", "The prompt is larger than 1000 bytes")]
    [InlineData("resources/read", """{"uri":"docs://blob"}""", "The resource is larger than 1000 bytes")]
    public async Task What_of_them_cannot_be_cut_is_withheld(string method, string parameters, string message)
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync(method, parameters);

        Assert.Contains(message, answer.Error(), StringComparison.Ordinal);
        Assert.Equal("result_too_large", answer.GetProperty("error").GetProperty("data").GetProperty("code").GetString());
        await session.FinishAsync();
        var record = Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry["Method"] as string == method);
        Assert.Equal(("withheld", "result_size"), (record["Outcome"], record["Guard"]));
    }

    [Fact]
    public async Task A_tool_may_be_held_to_less()
    {
        await using var session = await StartAsync(tools: """ "Tools": { "made": { "Limits": { "ResultBytes": 200 } } }, """);
        await using var peer = await session.ConnectRawAsync();
        _content = [new TextContentBlock { Text = new string('a', 900) }];

        Assert.InRange((await peer.CallToolAsync("made")).Text().Length, 20, 200);
    }

    private static ResourceLinkBlock Link(string what, string large) => new()
    {
        Uri = what == "link uri" ? large : "docs://a",
        Name = what == "name" ? large : "a",
        Title = what == "title" ? large : null,
        Description = what == "description" ? large : null,
        MimeType = what == "link mime" ? large : null,
        Meta = what == "link meta" ? new() { ["a"] = large } : null,
        Icons = what switch
        {
            "icon" => [new Icon { Source = large }],
            "icons" => [.. Enumerable.Repeat(new Icon { Source = "" }, 50)],
            "icon mime" => [new Icon { Source = "a", MimeType = large }],
            "icon sizes" => [new Icon { Source = "a", Sizes = [.. Enumerable.Repeat("", 400)] }],
            "icon theme" => [new Icon { Source = "a", Theme = large }],
            _ => null,
        },
    };

    private Task<Session> StartAsync(bool isSecured = true, string tools = "") => Session.StartAsync(
        server =>
        {
            var large = Encoding.UTF8.GetBytes(new string('A', 4000));
            server
                .WithTools(
                [
                    Given.Tool("made", () => new CallToolResult { Content = _content, StructuredContent = _structured, IsError = _isError, Meta = _meta }),
                    Given.Tool("throws", string () => throw new McpException(new string('a', 50_000))),
                ])
                .WithPrompts(
                [
                    Given.Prompt("prompt", () => _text),
                    Given.Prompt("image", () => new PromptMessage { Role = Role.User, Content = new ImageContentBlock { Data = large, MimeType = "image/png" } }),
                ])
                .WithResources(
                [
                    Given.Resource("docs://text", () => _text),
                    Given.Resource("docs://blob", () => new BlobResourceContents { Uri = "docs://blob", Blob = large }),
                ]);
            if (isSecured)
            {
                server.AddMcpSecurity();
            }
        },
        new SessionSetup
        {
            Settings = $$"""
                {
                  "McpSecurity": {
                    "Limits": { "ResultBytes": {{Limit}} }, {{tools}} "AnonymousRole": "guest",
                    "Roles": { "guest": { "Tools": { "*": "Allow" }, "Prompts": { "*": "Allow" }, "Resources": { "all": { "Uri": "**", "Access": "Allow" } } } }
                  }
                }
                """,
        });
}
