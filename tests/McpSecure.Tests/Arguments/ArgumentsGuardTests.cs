using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Schemas;
using McpSecure.Tests.Support;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Arguments;

public sealed class ArgumentsGuardTests
{
    private const string FileSchema = """
        {"type":"object","properties":{"file":{"type":"object","properties":{"path":{"type":"string"}}},"tags":{"type":"array","items":{"type":"string"}}}}
        """;

    private static readonly McpServerTool Annotated = Given.Tool("tool", (string path, [Range(1, 10)] int count = 1) => path);

    [Theory]
    [InlineData("""{"path":"a"}""")]
    [InlineData("""{"path":"a","count":10}""")]
    [InlineData("""{"path":"\u0000"}""")] // any text is a text
    public async Task Arguments_that_fit_pass(string arguments) =>
        Assert.Equal(VerdictKind.Continue, (await Held.Guard().CheckAsync(Held.Call(Annotated, arguments), default)).Kind);

    [Theory]
    [InlineData("""{"path":"a","count":11}""", "/count")]
    [InlineData("""{"path":"a","count":"5"}""", "/count")] // the SDK would read it as 5
    [InlineData("""{"path":null}""", "/path")]             // the SDK would hand it over
    [InlineData("""{"path":5}""", "/path")]
    [InlineData("""{"path":"a","count":99999999999}""", "/count")]
    [InlineData("""{"path":"a","other":1}""", "/other: unknown field; allowed: count, path [additionalProperties]")]
    [InlineData("""{"PATH":"a","path":"a"}""", "/PATH: unknown field; did you mean 'path'? allowed: count, path [additionalProperties]")]
    [InlineData("""{"path":{"b":1,"B":1}}""", "/path: has the key 'B' twice, or in two cases; send each key once")]
    [InlineData("{}", "path")]
    public async Task Arguments_that_do_not_fit_are_refused(string arguments, string place)
    {
        var refusal = await RefusalAsync(Annotated, arguments);

        Assert.Equal(RefusalCode.InvalidArguments, refusal.Code);
        Assert.Equal(Retry.AfterFix, refusal.Retry);
        Assert.StartsWith("Arguments for 'tool' were rejected (", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(place, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_arguments_are_an_empty_object()
    {
        var call = new Call(PrimitiveKind.Tool, "tool", Caller.Anonymous, PrimitiveFacts.Of(Annotated));

        var verdict = await Held.Guard().CheckAsync(call, default);

        Assert.Equal(RefusalCode.InvalidArguments, verdict.Refusal?.Code); // path is required
    }

    [Fact]
    public async Task All_problems_are_told_at_once()
    {
        var refusal = await RefusalAsync(Held.Tool(FileSchema), """{"file":{"path":5,"admin":true},"tags":["a",1],"debug":1}""");

        Assert.StartsWith("Arguments for 'tool' were rejected (4 problems). Fix them and call again.\n- /", refusal.Message, StringComparison.Ordinal);
        foreach (var place in new[] { "/file/path", "/file/admin", "/tags/1", "/debug" })
        {
            Assert.Contains($"- {place}: ", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"PATH":"evil"}""", "/file/PATH")]               // the binder reads it as path
    [InlineData("""{"path":"safe","Path":"evil"}""", "/file")]
    public async Task A_declared_name_in_another_case_is_refused_in_an_open_object_too(string file, string place)
    {
        var tool = Held.Tool("""{"type":"object","properties":{"file":{"type":"object","properties":{"path":{"type":"string","maxLength":4}},"additionalProperties":true}}}""");

        var refusal = await RefusalAsync(tool, $$"""{"file":{{file}}}""");

        Assert.Contains($"- {place}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Continue, (await Held.Guard().CheckAsync(Held.Call(tool, """{"file":{"path":"safe","more":1}}"""), default)).Kind);
    }

    [Theory]
    [InlineData("anything", false)]
    [InlineData("allowed", true)]
    public async Task A_tool_without_a_schema_is_refused_unless_it_is_allowed(string name, bool allowed)
    {
        var guard = Held.Guard(configure: options => options.Tools["allowed"] = new ToolOptions { UnvalidatedArguments = UnvalidatedArguments.Allow });

        var verdict = await guard.CheckAsync(Held.Call(null, """{"a":1}""", name), default);

        Assert.Equal(allowed ? VerdictKind.Continue : VerdictKind.Refuse, verdict.Kind);
        Assert.Equal(allowed ? null : RefusalCode.NotValidated, verdict.Refusal?.Code);
        Assert.Equal(VerdictKind.Refuse, (await guard.CheckAsync(Held.Call(null, """{"a":{"b":1,"B":1}}""", name), default)).Kind);
    }

    [Fact]
    public async Task A_tool_whose_schema_cannot_be_compiled_is_refused_and_logged_once()
    {
        var logs = new RecordedLogs();
        var guard = Held.Guard(Held.Schemas(logs: logs));
        var tool = Held.Tool("""{"type":"object","properties":{"a":{"pattern":"("}}}""");

        var verdict = await guard.CheckAsync(Held.Call(tool, """{"a":"x"}"""), default);
        await guard.CheckAsync(Held.Call(tool, """{"a":"x"}"""), default);

        Assert.Equal(RefusalCode.NotValidated, verdict.Refusal?.Code);
        Assert.DoesNotContain("pattern", verdict.Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("/properties/a", Assert.Single(logs.Entries).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_says_no_and_not_why_is_broken()
    {
        var guard = Held.Guard(Held.Schemas(new Silent()));

        var verdict = await guard.CheckAsync(Held.Call(Annotated, """{"path":"a"}"""), default);

        Assert.Equal(RefusalCode.GuardFailed, verdict.Refusal?.Code);
    }

    private static async Task<Refusal> RefusalAsync(McpServerTool tool, string arguments)
    {
        var verdict = await Held.Guard().CheckAsync(Held.Call(tool, arguments), default);
        Assert.Equal(VerdictKind.Refuse, verdict.Kind);
        return verdict.Refusal!;
    }

    private sealed class Silent : ISchemaEngine
    {
        public string Name => "silent";

        public CompiledSchema Compile(JsonElement schema, SchemaCompileOptions options) => new No();

        private sealed class No : CompiledSchema
        {
            public override bool IsValid(JsonElement instance) => false;

            public override void Explain(JsonElement instance, SchemaErrors errors)
            {
                // that is the point
            }
        }
    }
}
