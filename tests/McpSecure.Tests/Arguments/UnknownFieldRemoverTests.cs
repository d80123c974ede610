using System.Text.Json;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Arguments;

public sealed class UnknownFieldRemoverTests
{
    private static readonly McpServerTool Tool = Held.Tool("""
        {
          "type": "object",
          "properties": {
            "path": { "type": "string" },
            "edits": { "type": "array", "items": { "type": "object", "properties": { "line": { "type": "integer" } } } },
            "labels": { "type": "object", "additionalProperties": { "type": "string" } }
          }
        }
        """);

    [Theory]
    [InlineData("""{"path":"a","reasoning":"b"}""", """{"path":"a"}""")]
    [InlineData("""{"path":"a","reasoning":{"deep":[1]}}""", """{"path":"a"}""")]
    [InlineData("""{"edits":[{"line":1,"why":"x"},{"line":2},{"why":1}]}""", """{"edits":[{"line":1},{"line":2},{}]}""")]
    [InlineData("""{"labels":{"any":"name"}}""", """{"labels":{"any":"name"}}""")]     // its schema takes them
    [InlineData("""{"path":"a","PATH":"b"}""", """{"path":"a","PATH":"b"}""")]         // to the guard: a case variant
    [InlineData("""{"edits":[{"LINE":1}]}""", """{"edits":[{"LINE":1}]}""")]
    [InlineData("""{"edits":[{"line":1,"line":2}]}""", """{"edits":[{"line":1,"line":2}]}""")]
    [InlineData("""{"path":5,"x":1}""", """{"path":5}""")]                             // refused for what is left
    [InlineData("{}", "{}")]
    public void Takes_out_what_nobody_knows_and_nothing_else(string arguments, string rest) =>
        Assert.Equal(rest, JsonSerializer.Serialize(Held.Remover().From(Tool, "tool", Held.Arguments(arguments))));

    [Fact]
    public void What_fits_stays_the_same_object()
    {
        var arguments = Held.Arguments("""{"path":"a"}""");

        Assert.Same(arguments, Held.Remover().From(Tool, "tool", arguments));
    }

    [Theory]
    [InlineData("""{"path":"a","x":1}""", "other")] // not this tool
    [InlineData("""{"path":"a","edits":[{"\ud800":1}]}""", "tool")] // half a character
    public void What_it_cannot_or_must_not_take_out_stays(string json, string name)
    {
        var arguments = Held.Arguments(json);

        Assert.Same(arguments, Held.Remover().From(Tool, name, arguments));
    }

    [Fact]
    public void Fifty_thousand_unknown_fields_cost_no_more_than_looking()
    {
        var many = string.Join(',', Enumerable.Range(0, 50_000).Select(index => $"\"f{index}\":1"));

        var rest = Held.Remover().From(Tool, "tool", Held.Arguments($$"""{"path":"a",{{many}}}"""));

        Assert.True(rest!.Count > 1); // more than a model would add: the guard refuses
    }
}
