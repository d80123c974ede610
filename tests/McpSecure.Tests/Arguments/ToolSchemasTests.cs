using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using McpSecure.Arguments;
using McpSecure.Schemas;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Arguments;

/// <summary>Compiled once, and again when something has changed.</summary>
public sealed class ToolSchemasTests
{
    private readonly Counting _engine = new();

    [Fact]
    public void A_tool_is_compiled_when_it_is_first_seen()
    {
        var schemas = Held.Schemas(_engine);
        var tool = Given.Tool("tool", (string path) => path);

        Assert.Same(schemas.Of(tool), schemas.Of(tool));
        Assert.Equal(1, _engine.Count);
    }

    [Fact]
    public void A_schema_that_changes_is_compiled_again()
    {
        var schemas = Held.Schemas(_engine);
        var tool = Given.Tool("tool", (string path) => path);
        var first = schemas.Of(tool);

        tool.ProtocolTool.InputSchema = JsonElement.Parse("""{"type":"object","properties":{"other":{}}}""");
        var second = schemas.Of(tool);
        tool.ProtocolTool.OutputSchema = JsonElement.Parse("""{"type":"object"}""");
        var third = schemas.Of(tool);

        Assert.NotSame(first, second);
        Assert.Null(second.Output);
        Assert.NotNull(third.Output);
        Assert.Equal(3, _engine.Count);
    }

    /// <summary>Hardening puts brackets around them.</summary>
    [Fact]
    public void Problems_of_a_pattern_are_told_in_the_text_of_its_author()
    {
        (Delegate Method, string Problem)[] rows =
        [
            (([RegularExpression("a(?=b)")] string q) => q, "The pattern 'a(?=b)' cannot be enforced. At position 1: "),
            (([RegularExpression("a|b**")] string q) => q, "The pattern 'a|b**' cannot be enforced. At position 4: "),
        ];
        foreach (var (method, problem) in rows)
        {
            Assert.StartsWith(
                $"its inputSchema cannot be enforced at #/properties/q [pattern]: {problem}",
                Assert.Single(Held.Schemas().Of(Given.Tool("tool", method)).Problems),
                StringComparison.Ordinal);
        }
    }

    /// <summary>What the SDK makes of them bounds nothing, so that the tool would get any date.</summary>
    [Fact]
    public void Bounds_of_dates_stop_the_start_and_say_what_to_write_instead()
    {
        Delegate[] methods =
        [
            ([Range(typeof(DateTime), "2020-01-01", "2021-01-01")] DateTime q) => "",
            ([Range(typeof(TimeSpan), "01:00:00", "02:00:00")] TimeSpan q) => "",
            ([Range(typeof(DateTime), "2020-01-01", "2021-01-01")] int q) => "", // and not a bound of the type in its place
        ];
        foreach (var method in methods)
        {
            var problems = Held.Schemas().Of(Given.Tool("tool", method)).Problems;

            Assert.Equal(2, problems.Count);
            Assert.StartsWith("its inputSchema cannot be enforced at #/properties/q [minimum]: A bound is a number, and this is a text", problems[0], StringComparison.Ordinal);
            Assert.EndsWith("[RegularExpression].", problems[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bounds_that_are_numbers_in_texts_are_numbers() =>
        Assert.Empty(Held.Schemas().Of(Given.Tool("tool", ([Range(typeof(double), "1.5e3", "5e6")] double q, [Range(typeof(long), "1", "5")] long n) => q)).Problems);

    [Theory]
    [InlineData("""{"type":"object","properties":{"query":{}},"required":["qeury"]}""", "Did you mean 'query'?")]
    [InlineData("""{"type":"object","properties":{"a":{}},"required":["missing"]}""", "Declare it under 'properties', or say additionalProperties: true.")]
    public void A_required_argument_that_is_unknown_makes_every_call_impossible(string schema, string fix)
    {
        var tool = Given.Tool("tool", (string path) => path);
        tool.ProtocolTool.InputSchema = JsonElement.Parse(schema);

        Assert.EndsWith(fix, Assert.Single(Held.Schemas(_engine).Of(tool).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{}},"required":["a"]}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"required":["b"],"additionalProperties":true}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"patternProperties":{"b":{}},"required":["b"]}""")]
    [InlineData("""{"type":"object","required":["b"],"allOf":[{"properties":{"b":{}}}]}""")]
    public void A_required_argument_that_can_be_sent_is_no_problem(string schema)
    {
        var tool = Given.Tool("tool", (string path) => path);
        tool.ProtocolTool.InputSchema = JsonElement.Parse(schema);

        Assert.Empty(Held.Schemas(_engine).Of(tool).Problems);
    }

    [Fact]
    public void The_same_schema_in_another_document_is_the_same()
    {
        var schemas = Held.Schemas(_engine);
        var tool = Given.Tool("tool", (string path) => path);
        var first = schemas.Of(tool);

        tool.ProtocolTool.InputSchema = JsonElement.Parse(tool.ProtocolTool.InputSchema.GetRawText());

        Assert.Same(first, schemas.Of(tool));
    }

    [Fact]
    public void A_schema_whose_document_is_gone_is_no_reason_to_let_anything_pass()
    {
        var schemas = Held.Schemas(_engine);
        var tool = Given.Tool("tool", (string path) => path);
        using (var document = JsonDocument.Parse("""{"type":"object","properties":{"gone":{}}}"""))
        {
            tool.ProtocolTool.InputSchema = document.RootElement;
            Assert.True(schemas.Of(tool).IsUsable);
        }

        Assert.ThrowsAny<ObjectDisposedException>(() => schemas.Of(tool));
        tool.ProtocolTool.InputSchema = JsonElement.Parse("""{"type":"object"}""");
        Assert.True(schemas.Of(tool).IsUsable);
    }

    [Fact]
    public void Tools_of_one_schema_share_what_is_compiled()
    {
        var schemas = Held.Schemas(_engine);

        var one = schemas.Of(Given.Tool("one", (string path) => path));
        var other = schemas.Of(Given.Tool("other", (string path) => path));

        Assert.Same(one.Input, other.Input);
        Assert.Equal(1, _engine.Count);
    }

    [Fact]
    public void At_most_4096_schemas_are_remembered_and_those_in_use_stay()
    {
        var compiled = new CompiledSchemas(_engine, new SchemaCompileOptions());
        var inUse = JsonElement.Parse("""{"const":"in use"}""");
        for (var index = 0; index < 3 * CompiledSchemas.Capacity; index++)
        {
            compiled.Of(JsonElement.Parse($$"""{"const":{{index}}}"""));
            compiled.Of(inUse);
        }

        Assert.Equal((3 * CompiledSchemas.Capacity) + 1, _engine.Count);
        compiled.Of(JsonElement.Parse("""{"const":0}"""));
        Assert.Equal((3 * CompiledSchemas.Capacity) + 2, _engine.Count);
    }

    [Fact]
    public async Task Tools_that_are_made_anew_for_every_request_are_not_compiled_anew()
    {
        var ran = new Ran();
        await using var server = await HttpServer.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<ISchemaEngine>(_engine);
                builder.Services.Configure<McpServerOptions>(options => options.ToolCollection = [Given.PathTool("open", ran)]);
                builder.AddMcpSecurity();
            },
            new SessionSetup { Settings = Attacks.Target.Policy });
        var client = await server.ConnectAsync();

        for (var call = 0; call < 5; call++)
        {
            await client.CallToolAsync("open", new Dictionary<string, object?>(StringComparer.Ordinal) { ["path"] = "a" });
        }

        Assert.Equal(1, _engine.Count);
        Assert.Equal(5, ran.Entries.Count);
    }

    private sealed class Counting : ISchemaEngine
    {
        private readonly McpSecureSchemaEngine _inner = new();
        private int _count;

        public int Count => _count;

        public string Name => "counting";

        public CompiledSchema Compile(JsonElement schema, SchemaCompileOptions options)
        {
            Interlocked.Increment(ref _count);
            return _inner.Compile(schema, options);
        }
    }
}
