using System.Text.Json;
using McpSecure.Arguments;
using McpSecure.Calls;
using McpSecure.Tests.Support;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Arguments;

public sealed class ArgumentsGuardTests
{
    private static readonly McpServerTool Tool = Given.Tool("tool", (string path, int count = 1) => path);

    [Theory]
    [InlineData("""{}""", null)]
    [InlineData("""{"path":"a"}""", null)]
    [InlineData("""{"path":"a","count":2}""", null)]
    [InlineData("""{"path":{"b":1,"c":[{"b":1}]}}""", null)] // which type it has is another question
    [InlineData("""{"other":1}""", "The tool 'tool' has no argument 'other'. It takes: count, path. Names are case-sensitive.")]
    [InlineData("""{"PATH":"a"}""", "The tool 'tool' has no argument 'PATH'. It takes: count, path. Names are case-sensitive.")]
    [InlineData("""{"path":"a","":1}""", "The tool 'tool' has no argument ''. It takes: count, path. Names are case-sensitive.")]
    [InlineData("""{"path":{"b":1,"B":1}}""", "The argument 'path' has the key 'B' twice, or in two cases. Send each key once.")]
    [InlineData("""{"path":[[{"b":1,"\u0062":1}]]}""", "The argument 'path' has the key 'b' twice, or in two cases. Send each key once.")]
    public async Task Arguments_of_a_tool(string arguments, string? refusal)
    {
        var verdict = await CheckAsync(Tool, arguments);

        Assert.Equal(refusal is null ? VerdictKind.Continue : VerdictKind.Refuse, verdict.Kind);
        Assert.Equal(refusal, verdict.Refusal?.Message);
        Assert.Equal(refusal is null ? null : RefusalCode.InvalidArguments, verdict.Refusal?.Code);
        Assert.Equal(refusal is null ? null : Retry.AfterFix, verdict.Refusal?.Retry);
    }

    [Fact]
    public async Task A_tool_without_arguments_says_so()
    {
        var verdict = await CheckAsync(Given.Tool("tool", () => ""), """{"a":1}""");

        Assert.Equal("The tool 'tool' has no argument 'a'. It takes no arguments. Names are case-sensitive.", verdict.Refusal?.Message);
    }

    [Fact]
    public async Task A_name_that_only_a_handler_knows_takes_any_argument_that_can_be_read_in_one_way()
    {
        Assert.Equal(VerdictKind.Continue, (await CheckAsync(null, """{"a":1}""")).Kind);
        Assert.Equal(VerdictKind.Refuse, (await CheckAsync(null, """{"a":{"b":1,"B":1}}""")).Kind);
    }

    private static async Task<Verdict> CheckAsync(McpServerTool? tool, string arguments) => await new ArgumentsGuard().CheckAsync(
        new Call(PrimitiveKind.Tool, "tool", Caller.Anonymous, PrimitiveFacts.Of(tool))
        {
            Arguments = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments),
        },
        CancellationToken.None);
}
