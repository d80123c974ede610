using System.Text.Json;
using McpSecure.Schemas;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Slots = McpSecure.Pipeline.Slots;

namespace McpSecure.Tests.Attacks;

/// <summary>What a tool declares of its results is true, or nothing of the result leaves.</summary>
public sealed class ResultTests
{
    private const string Schema = """{"type":"object","properties":{"count":{"type":"integer","maximum":10},"name":{"type":"string"}},"required":["count"]}""";

    public static TheoryData<string?> Broken => ["""{"count":11,"name":"hunter2"}""", """{"name":"hunter2"}""", """["hunter2"]""", "\"hunter2\"", null];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_result_that_does_not_fit_does_not_leave(string? structured)
    {
        await using var session = await StartAsync(Returning(structured), Without.Nothing);

        var answer = await session.ConnectRaw().CallToolAsync("open");
        await session.FinishAsync();

        Assert.True(answer.IsToolError());
        Assert.DoesNotContain("hunter2", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"invalid_result\"", answer.GetRawText(), StringComparison.Ordinal);
        var record = Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => (string?)entry["Outcome"] == "withheld");
        Assert.Equal((LogLevel.Error, "results", "open"), (record.Level, record["Guard"], record["Target"]));
        var details = Assert.Single(session.Logs.Entries, entry => entry.EventId.Id is 17 or 18);
        Assert.Contains("'open'", details.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", details.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Without_the_slot_it_leaves(string? structured)
    {
        await using var session = await StartAsync(Returning(structured), Without.Slot(Slots.Results));

        Assert.Contains("hunter2", (await session.ConnectRaw().CallToolAsync("open")).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"count":10,"name":"a"}""")]
    [InlineData("""{"count":1,"more":true}""")] // a result may hold more than its schema names, unless that says otherwise
    public async Task A_result_that_fits_leaves_as_it_is(string structured)
    {
        await using var session = await StartAsync(Returning(structured), Without.Nothing);

        var answer = await session.ConnectRaw().CallToolAsync("open");

        Assert.Equal(structured, answer.Result().GetProperty("structuredContent").GetRawText());
    }

    /// <summary>The SDK says "required" of a member that it leaves out when it is null.</summary>
    [Theory]
    [InlineData("""{"type":["string","null"]}""", true)]
    [InlineData("""{"$ref":"#/$defs/a"}""", true)]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", true)]
    [InlineData("{}", true)]
    [InlineData("""{"type":"string"}""", false)]
    [InlineData("""{"$ref":"#/$defs/missing"}""", null)]
    public async Task A_member_that_is_missing_counts_as_null(string member, bool? leaves)
    {
        var tool = Returning("{}");
        tool.ProtocolTool.OutputSchema = JsonElement.Parse(
            $$"""{"type":"object","properties":{"a":{{member}} },"required":["a"],"$defs":{"a":{"type":["string","null"]} } }""");
        if (leaves is null)
        {
            await Assert.ThrowsAnyAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => StartAsync(tool, Without.Nothing));
            return;
        }

        await using var session = await StartAsync(tool, Without.Nothing);

        Assert.NotEqual(leaves, (await session.ConnectRaw().CallToolAsync("open")).IsToolError());
    }

    [Fact]
    public async Task An_error_is_no_structured_result()
    {
        await using var session = await StartAsync(Returning(null, isError: true), Without.Nothing);

        Assert.Equal("hunter2", (await session.ConnectRaw().CallToolAsync("open")).Text());
    }

    [Fact]
    public async Task What_a_filter_makes_of_a_result_is_checked_too()
    {
        await using var session = await StartAsync(Returning("""{"count":1}"""), Without.Nothing, server => server.WithRequestFilters(filters =>
            filters.AddCallToolFilter(next => async (request, cancellationToken) =>
            {
                var result = await next(request, cancellationToken);
                result.StructuredContent = JsonElement.Parse("""{"count":"hunter2"}""");
                return result;
            })));

        Assert.DoesNotContain("hunter2", (await session.ConnectRaw().CallToolAsync("open")).GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>Values that are no objects are put into one for clients of older revisions.</summary>
    [Theory]
    [InlineData(ProtocolVersions.November2025)]
    [InlineData(ProtocolVersions.July2026)]
    public async Task What_the_SDK_makes_of_a_return_type_fits_in_every_revision(string version)
    {
        Delegate[] bodies = [() => 5, () => new List<int> { 1, 2 }, () => new Part("a", null), () => "text", () => new Part("a", new Part("b", null))];
        foreach (var body in bodies)
        {
            await using var session = await StartAsync(Given.Tool("open", body, options => options.UseStructuredContent = true), Without.Nothing);
            var client = await session.ConnectAsync(version);

            var result = await client.CallToolAsync("open");

            Assert.False(result.IsError == true, $"{string.Join(" ", session.Logs.Entries.Where(entry => entry.EventId.Id == 17).Select(entry => entry.Message))} {session.Server.ServerOptions.ToolCollection!["open"].ProtocolTool.OutputSchema}");
        }
    }

    /// <summary>Only what the SDK itself put into a member "result" is taken out of it again.</summary>
    [Theory]
    [InlineData("""{"type":"integer"}""", """{"result":5,"name":"hunter2"}""")]  // beside it, anything could leave
    [InlineData(Schema, """{"result":{"count":1,"name":"hunter2"}}""")]          // an object is never put into one
    [InlineData("""{"type":"integer"}""", """{"RESULT":5,"name":"hunter2"}""")]
    public async Task What_only_looks_like_a_wrapped_value_does_not_leave(string schema, string structured)
    {
        var tool = Returning(structured);
        tool.ProtocolTool.OutputSchema = JsonElement.Parse(schema);
        await using var session = await StartAsync(tool, Without.Nothing);
        var client = await session.ConnectAsync(ProtocolVersions.November2025);

        var result = await client.CallToolAsync("open");

        Assert.True(result.IsError);
        Assert.DoesNotContain("hunter2", JsonSerializer.Serialize(result.Content.OfType<TextContentBlock>().Select(block => block.Text)) + result.StructuredContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_the_engine_fails_on_does_not_leave()
    {
        await using var session = await StartAsync(
            Returning("""{"count":1,"name":"hunter2"}"""), Without.Nothing, server => server.Services.AddSingleton<ISchemaEngine, FailingOnResults>());

        var answer = await session.ConnectRaw().CallToolAsync("open");

        Assert.True(answer.IsToolError());
        Assert.DoesNotContain("hunter2", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(session.Logs.Entries, entry => entry.EventId.Id == 19);
    }

    private static McpServerTool Returning(string? structured, bool isError = false) => Given.Tool(
        "open",
        () => new CallToolResult
        {
            Content = [new TextContentBlock { Text = "hunter2" }],
            StructuredContent = structured is null ? null : JsonElement.Parse(structured),
            IsError = isError,
        },
        options =>
        {
            options.UseStructuredContent = true;
            options.OutputSchema = JsonElement.Parse(Schema);
        });

    private static Task<Session> StartAsync(McpServerTool tool, Action<IServiceCollection> without, Action<IMcpServerBuilder>? server = null) => Target.StartAsync(
        builder =>
        {
            builder.WithTools([tool]);
            server?.Invoke(builder);
        },
        without);

    private sealed record Part(string Name, Part? Next);

    private sealed class FailingOnResults : ISchemaEngine
    {
        public string Name => "failing";

        public CompiledSchema Compile(JsonElement schema, SchemaCompileOptions options) =>
            schema.GetRawText().Contains("count", StringComparison.Ordinal) ? new Failing() : new McpSecureSchemaEngine().Compile(schema, options);
    }

    private sealed class Failing : CompiledSchema
    {
        public override bool IsValid(JsonElement instance) => throw new NotSupportedException();

        public override void Explain(JsonElement instance, SchemaErrors errors) => throw new NotSupportedException();
    }
}
