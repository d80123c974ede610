using McpSecure.Schemas.Patterns;

namespace McpSecure.Tests.Schemas.Patterns;

/// <summary>What a pattern is in the language of .NET.</summary>
public sealed class RegexWriterTests
{
    [Theory]
    [InlineData("^a$", @"\A[\u0061]\z")]
    [InlineData("a|b", @"(?:(?:[\u0061])|(?:[\u0062]))")]
    [InlineData("a+?", @"(?:[\u0061]){1,}")] // greedy finds a match where lazy does
    [InlineData("(?:a){2,3}", @"(?:[\u0061]){2,3}")]
    [InlineData(@"\d", @"[\u0030-\u0039]")]
    [InlineData("[]", @"[^\s\S]")]
    [InlineData(@"(?<n>a)\k<n>", @"(?<g1>[\u0061])(?(g1)\k<g1>)")]
    [InlineData("(?=a)(?!a)(?<=a)(?<!a)", @"(?=[\u0061])(?![\u0061])(?<=[\u0061])(?<![\u0061])")]
    [InlineData("\U0001F432", @"(?:[^\s\S]|[\uD83D][\uDC32])")]
    [InlineData("[\U0001F3FF-\U0001F432]", @"(?:[^\s\S]|[\uD83C][\uDFFF]|[\uD83D][\uDC00-\uDC32])")]
    [InlineData("[\U00010000-\U0010FFFF]", @"(?:[^\s\S]|[\uD800-\uDBFF][\uDC00-\uDFFF])")]
    [InlineData(@"\uD83D", @"(?:[^\s\S]|[\uD83D](?![\uDC00-\uDFFF]))")]
    [InlineData(@"\uDC32", @"(?:[^\s\S]|(?<![\uD800-\uDBFF])[\uDC32])")]
    [InlineData(@"\b", "(?:(?<=[0-9A-Z_a-z])(?![0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?=[0-9A-Z_a-z]))")]
    public void It_is_written_out(string pattern, string expected) => Assert.Equal($@"(?<![\uD800-\uDBFF](?=[\uDC00-\uDFFF]))(?:{expected})", RegexWriter.Write(PatternParser.TryParse(pattern, out _)!));
}
