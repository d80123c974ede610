using System.Text.Json.Nodes;
using McpSecure.Arguments;

namespace McpSecure.Tests.Arguments;

/// <summary>The arguments of a request are looked at while both of two equal keys are still there.</summary>
public sealed class ArgumentsShapeTests
{
    [Theory]
    [InlineData("""{}""", null)]
    [InlineData("""{"arguments":null}""", null)]
    [InlineData("""{"arguments":[]}""", null)]                          // not an object: the SDK will not read it
    [InlineData("""{"arguments":"{\"a\":1,\"a\":1}"}""", null)]
    [InlineData("""{"arguments":{}}""", null)]
    [InlineData("""{"arguments":{"a":1,"b":1}}""", null)]
    [InlineData("""{"arguments":{"a":1,"a":1}}""", "a")]
    [InlineData("""{"arguments":{"a":1,"A":1}}""", "A")]
    [InlineData("""{"arguments":{"a":1,"\u0061":1}}""", "a")]
    [InlineData("""{"arguments":{"a":{"b":1,"b":1}}}""", null)]         // below the root: the guard's business, once it knows the tool
    [InlineData("""{"Arguments":{"a":1,"a":1}}""", null)]               // another key; the next test says what becomes of it
    [InlineData("""{"other":{"a":1,"a":1}}""", null)]
    public void A_key_of_the_arguments_is_found(string parameters, string? expected) =>
        Assert.Equal(expected, ArgumentsShape.FindAmbiguousKey(JsonNode.Parse(parameters)!.AsObject()));

    [Fact]
    public void It_still_finds_them_after_the_arguments_of_another_request_were_large()
    {
        var large = JsonNode.Parse($$$"""{"arguments":{"a":"{{{new string('x', 1_000_000)}}}"}}""")!.AsObject();

        Assert.Null(ArgumentsShape.FindAmbiguousKey(large));
        Assert.Equal("b", ArgumentsShape.FindAmbiguousKey(JsonNode.Parse("""{"arguments":{"b":1,"b":1}}""")!.AsObject()));
        Assert.Null(ArgumentsShape.FindAmbiguousKey(JsonNode.Parse("""{"arguments":{"b":1}}""")!.AsObject()));
    }
}
