using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using McpSecure.Arguments.Hardening;

namespace McpSecure.Tests.Arguments.Hardening;

/// <summary><c>[RegularExpression]</c> means the whole string, <c>pattern</c> any part of it; in a generated schema they cannot be told apart.</summary>
public sealed class WholePatternTests
{
    [Theory]
    [InlineData("[a-z]+", "^(?:[a-z]+)$")]
    [InlineData("^[a-z]+$", "^[a-z]+$")]
    [InlineData("^[a-z]+", "^(?:^[a-z]+)$")]
    [InlineData("[a-z]+$", "^(?:[a-z]+$)$")]
    [InlineData("^a|b$", "^(?:^a|b$)$")]               // each anchor holds for one alternative
    [InlineData("^(a|b)$", "^(a|b)$")]
    [InlineData("^[|]$", "^[|]$")]                     // no alternative in a class
    [InlineData(@"^a\|b$", @"^a\|b$")]
    [InlineData(@"^a\$", @"^(?:^a\$)$")]               // a dollar sign, no anchor
    [InlineData(@"^a\\$", @"^a\\$")]
    [InlineData("^[a$]", "^(?:^[a$])$")]
    [InlineData("^(a$)", "^(?:^(a$))$")]
    [InlineData("", "^(?:)$")]
    [InlineData("^", "^(?:^)$")]
    [InlineData("^$", "^$")]
    [InlineData("a)|(b", "a)|(b")]                     // no pattern, and it must not become one
    [InlineData("(a", "(a")]
    [InlineData("[a", "[a")]
    [InlineData(@"a\", @"a\")]
    public void A_pattern_is_made_to_match_the_whole(string pattern, string expected)
    {
        Assert.Equal(expected, WholePattern.Of(pattern));
        Assert.Equal(expected, WholePattern.Of(expected));
    }

    [Fact]
    public void Generated_patterns_match_the_whole() => Assert.Equal(
        """{"type":"string","pattern":"^(?:[a-z]+)$"}""", Hardened.Parameter(([RegularExpression("[a-z]+")] string s) => s));

    [Fact]
    public void Patterns_that_somebody_wrote_stay_as_they_are() => Assert.Equal(
        """{"properties":{"s":{"pattern":"[a-z]+"}},"additionalProperties":false}""",
        Hardened.Of("""{"properties":{"s":{"pattern":"[a-z]+"}}}"""));

    [Fact]
    public void A_schema_that_was_set_after_the_tool_was_made_is_one_that_somebody_wrote()
    {
        var tool = Support.Given.Tool("tool", ([RegularExpression("[a-z]+")] string s) => s);
        tool.ProtocolTool.InputSchema = JsonElement.Parse("""{"type":"object","properties":{"s":{"type":"string","pattern":"[0-9]+"}}}""");

        Assert.Equal(
            """{"type":"object","properties":{"s":{"type":"string","pattern":"[0-9]+"}},"additionalProperties":false}""",
            HardenedSchema.Of(tool).GetRawText());
    }

    [Fact]
    public void The_tool_keeps_its_own_schema()
    {
        var tool = Support.Given.Tool("tool", (int n) => n);
        var before = tool.ProtocolTool.InputSchema.GetRawText();

        Assert.NotEqual(before, HardenedSchema.Of(tool).GetRawText());
        Assert.Equal(before, tool.ProtocolTool.InputSchema.GetRawText());
    }
}
