#pragma warning disable MCP9005 // deprecated, but still what sends a server's log to its client
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Redaction;

/// <summary>A secret that code lets slip does not reach the client: not in errors, not in what is told beside the answer, and where that is wanted not in results.</summary>
public sealed class OutgoingTests
{
    private const string Secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    private const string Slip = $"could not log in with {Secret}, giving up";
    private const string Kept = "could not log in with [redacted], giving up";
    private static readonly string Long = new('7', 300);
    private const string ResultsOn = """{"McpSecurity":{"Audit":{"Redaction":{"Results":true}}}}""";

    private const string Everything = """
        {"McpSecurity":{"AnonymousRole":"all","Roles":{"all":{"Tools":{"*":"Allow"},"Prompts":{"*":"Allow"},"Resources":{"all":{"Uri":"**","Access":"Allow"}}}}}}
        """;

    public static TheoryData<string, string> Errors => new()
    {
        { "tools/call", """{"name":"mcp"}""" },
        { "tools/call", """{"name":"protocol"}""" },
        { "tools/call", """{"name":"error_result"}""" },
        { "prompts/get", """{"name":"protocol"}""" },
        { "resources/read", """{"uri":"throw:///x"}""" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task The_text_of_an_error_leaves_without_it(string method, string parameters)
    {
        Assert.Contains(Secret, (await RequestAsync(method, parameters, isGuarded: false)).Answer, StringComparison.Ordinal);

        var guarded = await RequestAsync(method, parameters);

        Assert.DoesNotContain(Secret, guarded.Answer, StringComparison.Ordinal);
        Assert.Contains(Kept, guarded.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log")]
    [InlineData("log_object")]
    [InlineData("progress")]
    public async Task What_is_told_beside_an_answer_leaves_without_it(string tool)
    {
        var parameters = $$"""{"name":"{{tool}}","_meta":{"progressToken":7} }""";
        Assert.Contains((await RequestAsync("tools/call", parameters, isGuarded: false)).Told, told => told.Contains(Secret, StringComparison.Ordinal));

        var guarded = await RequestAsync("tools/call", parameters);

        Assert.DoesNotContain(guarded.Told, told => told.Contains(Secret, StringComparison.Ordinal) || told.Contains("hunter2", StringComparison.Ordinal));
        var note = Assert.Single(guarded.Told, told => told.Contains("[redacted]", StringComparison.Ordinal));
        Assert.Contains(Kept, note, StringComparison.Ordinal);
        Assert.Contains(tool == "progress" ? "\"progress\":3" : "\"logger\":\"app\"", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log_numbers")]
    [InlineData("log_logger")]
    [InlineData("log_meta")]
    [InlineData("progress_meta")]
    public async Task So_do_numbers_and_what_stands_around_it(string tool)
    {
        var parameters = $$"""{"name":"{{tool}}","_meta":{"progressToken":7} }""";
        Assert.Contains((await RequestAsync("tools/call", parameters, isGuarded: false)).Told, told => told.Contains(tool == "log_numbers" ? "987654" : Secret, StringComparison.Ordinal));

        var note = Assert.Single((await RequestAsync("tools/call", parameters)).Told, told => told.Contains("[redacted]", StringComparison.Ordinal));

        Assert.DoesNotContain(Secret, note, StringComparison.Ordinal);
        Assert.Contains("kept", note, StringComparison.Ordinal);
        if (tool == "log_numbers")
        {
            Assert.Contains(
                """{"pin":"[redacted]","password":"[redacted]","otp":"[redacted]","card":"[redacted]","max_tokens":512,"long":%,"a":"kept"}""".Replace("%", Long, StringComparison.Ordinal),
                note,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Numbers_beside_an_error_leave_without_it()
    {
        Assert.Contains("987654", (await RequestAsync("tools/call", """{"name":"numbers"}""", isGuarded: false)).Answer, StringComparison.Ordinal);

        var guarded = await RequestAsync("tools/call", """{"name":"numbers"}""");

        Assert.DoesNotContain("987654", guarded.Answer, StringComparison.Ordinal);
        Assert.Contains("\"pin\":\"[redacted]\"", guarded.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tools/call", """{"name":"text"}""")]
    [InlineData("tools/call", """{"name":"structured"}""")]
    [InlineData("tools/call", """{"name":"embedded"}""")]
    [InlineData("prompts/get", """{"name":"text"}""")]
    [InlineData("resources/read", """{"uri":"text:///x"}""")]
    public async Task A_result_leaves_without_it_where_that_is_wanted(string method, string parameters)
    {
        Assert.Contains(Secret, (await RequestAsync(method, parameters)).Answer, StringComparison.Ordinal);

        var guarded = await RequestAsync(method, parameters, settings: ResultsOn);

        Assert.DoesNotContain(Secret, guarded.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", guarded.Answer, StringComparison.Ordinal);
        Assert.Contains(Kept, guarded.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"text":{"type":"string"},"password":{"type":"string"},"n":{"type":"number"}}}""", true)]
    [InlineData("""{"type":"object","properties":{"text":{"type":"string","pattern":"ghp_"}}}""", false)]
    [InlineData("""{"type":"object","properties":{"password":{"enum":["hunter2"]}}}""", false)]
    [InlineData("""{"type":"object","properties":{"pin":{"type":"integer"},"tokens":{"type":"array","items":{"type":"string"}}}}""", true)]
    public async Task A_masked_result_that_does_not_fit_its_schema_any_more_is_withheld(string schema, bool leaves)
    {
        await using var server = await StartAsync(isGuarded: true, ResultsOn, schema);

        var answer = await server.ConnectRaw().RequestAsync("tools/call", """{"name":"structured"}""");

        Assert.NotEqual(leaves, answer.IsToolError());
        Assert.DoesNotContain(Secret, answer.GetRawText(), StringComparison.Ordinal);
        if (leaves)
        {
            Assert.Equal(
                """{"text":"could not log in with [redacted], giving up","password":"[redacted]","pin":1234,"tokens":["[redacted]"],"n":1.50}""",
                answer.Result().GetProperty("structuredContent").GetRawText());
        }
    }

    /// <summary>An application may give the same result to everybody.</summary>
    [Fact]
    public async Task What_the_application_holds_is_not_changed()
    {
        var shared = new CallToolResult { Content = [new TextContentBlock { Text = Slip }] };
        await using var server = await Session.StartAsync(
            builder => builder.WithTools([McpServerTool.Create(() => shared, new McpServerToolCreateOptions { Name = "shared" })]).AddMcpSecurity(),
            new SessionSetup { Settings = Everything, MoreSettings = [ResultsOn] });

        var answer = await server.ConnectRaw().CallToolAsync("shared");

        Assert.Equal(Kept, answer.Text());
        Assert.Equal(Slip, Assert.IsType<TextContentBlock>(shared.Content[0]).Text);
    }

    [Fact]
    public async Task What_has_no_secret_leaves_as_it_is()
    {
        var answer = await RequestAsync("tools/call", """{"name":"plain","_meta":{"progressToken":7} }""", settings: ResultsOn);

        Assert.Contains("nothing to hide", answer.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("[redacted]", answer.Answer + string.Concat(answer.Told), StringComparison.Ordinal);
    }

    private static async Task<(string Answer, IReadOnlyList<string> Told)> RequestAsync(string method, string parameters, bool isGuarded = true, string? settings = null)
    {
        await using var server = await StartAsync(isGuarded, settings);
        var peer = server.ConnectRaw();
        await peer.InitializeAsync();
        await peer.RequestAsync("logging/setLevel", """{"level":"debug"}""");
        var answer = await peer.RequestAsync(method, parameters);
        await server.FinishAsync();
        var told = new List<string>();
        while (await peer.ReadNextAsync() is { } message)
        {
            told.Add(message.GetRawText());
        }

        return (answer.GetRawText(), told);
    }

    private static Task<Session> StartAsync(bool isGuarded, string? settings, string? outputSchema = null) => Session.StartAsync(
        builder =>
        {
            builder.WithTools(Tools(outputSchema)).WithPrompts(Prompts()).WithResources(Resources());
            if (isGuarded)
            {
                builder.AddMcpSecurity();
            }
        },
        new SessionSetup { Settings = Everything, MoreSettings = settings is null ? [] : [settings] });

    private static IEnumerable<McpServerTool> Tools(string? outputSchema)
    {
        var structured = Given.Tool("structured", () => new CallToolResult
        {
            Content = [new TextContentBlock { Text = $$"""{"text":"{{Slip}}","password":"hunter2"}""" }],
            StructuredContent = JsonElement.Parse($$"""{"text":"{{Slip}}","password":"hunter2","pin":1234,"tokens":["hunter2"],"n":1.50}"""),
        });
        structured.ProtocolTool.OutputSchema = outputSchema is null ? null : JsonElement.Parse(outputSchema);
        return
        [
            structured,
            Given.Tool("mcp", string () => throw new McpException(Slip)),
            Given.Tool("protocol", string () => throw new McpProtocolException(Slip, McpErrorCode.InvalidParams) { Data = { ["login"] = Slip } }),
            Given.Tool("error_result", () => new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = Slip }] }),
            Given.Tool("text", () => Slip),
            Given.Tool("plain", () => "nothing to hide"),
            Given.Tool("embedded", () => new CallToolResult
            {
                Content = [new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = "text:///x", Text = Slip } }],
            }),
            Given.Tool("log", (McpServer server) => LogAsync(server, JsonValue.Create(Slip))),
            Given.Tool("log_object", (McpServer server) => LogAsync(server, new JsonObject { ["a"] = new JsonArray(Slip, 1), ["password"] = "hunter2" })),
            Given.Tool("numbers", string () => throw new McpProtocolException("no", McpErrorCode.InvalidParams) { Data = { ["pin"] = 987654 } }),
            Given.Tool("log_numbers", (McpServer server) => LogAsync(server, JsonNode.Parse(
                $$"""{"pin":987654,"password":12345678,"otp":[4711],"card":4111111111111111,"max_tokens":512,"long":{{Long}},"a":"kept"}""")!)),
            Given.Tool("log_logger", (McpServer server) => server.SendNotificationAsync(
                "notifications/message", new JsonObject { ["level"] = "info", ["logger"] = Slip, ["data"] = "kept" })),
            Given.Tool("log_meta", (McpServer server) => server.SendNotificationAsync(
                "notifications/message", new JsonObject { ["level"] = "info", ["data"] = "kept", ["_meta"] = new JsonObject { ["a"] = Slip } })),
            Given.Tool("progress_meta", (McpServer server) => server.SendNotificationAsync(
                "notifications/progress", new JsonObject { ["progressToken"] = 7, ["progress"] = 3, ["message"] = "kept", ["_meta"] = new JsonObject { ["a"] = Slip } })),
            Given.Tool("progress", (IProgress<ProgressNotificationValue> progress) => progress.Report(new() { Progress = 3, Message = Slip })),
        ];
    }

    private static Task LogAsync(McpServer server, JsonNode data) => server.SendNotificationAsync(
        "notifications/message", new JsonObject { ["level"] = "info", ["logger"] = "app", ["data"] = data });

    private static IEnumerable<McpServerPrompt> Prompts() =>
    [
        Given.Prompt("text", () => Slip),
        Given.Prompt("protocol", string () => throw new McpProtocolException(Slip, McpErrorCode.InvalidParams)),
    ];

    private static IEnumerable<McpServerResource> Resources() =>
    [
        Given.Resource("text:///{path}", (string path) => Slip),
        Given.Resource("throw:///{path}", string (string path) => throw new McpProtocolException(Slip, McpErrorCode.InvalidParams)),
    ];
}
