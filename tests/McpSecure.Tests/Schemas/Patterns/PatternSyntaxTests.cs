namespace McpSecure.Tests.Schemas.Patterns;

/// <summary>What is no pattern of ECMA-262 is refused, with the place and the reason.</summary>
public sealed class PatternSyntaxTests
{
    [Theory]
    [InlineData("a(b", "At position 1: this group is not closed.")]
    [InlineData("a)b", "At position 1: ')' closes no group.")]
    [InlineData("[a", "At position 0: this class is not closed.")]
    [InlineData("*a", "At position 0: '*' repeats nothing; it must be escaped with '\\' to stand for itself.")]
    [InlineData("a**", "At position 2: '*' repeats nothing; it must be escaped with '\\' to stand for itself.")]
    [InlineData("a{", "At position 1: '{' begins no count such as {1,64}; it must be escaped with '\\' to stand for itself.")]
    [InlineData("a}", "At position 1: '}' must be escaped with '\\' to stand for itself.")]
    [InlineData("a]", "At position 1: ']' must be escaped with '\\' to stand for itself.")]
    [InlineData("a{3,2}", "At position 1: the counts are out of order.")]
    [InlineData("a{,2}", "At position 1: '{' begins no count such as {1,64}; it must be escaped with '\\' to stand for itself.")]
    [InlineData("[z-a]", "At position 1: this range is out of order.")]
    [InlineData(@"[\w-z]", "At position 1: a range cannot begin or end with a set; put '-' last.")]
    [InlineData(@"(?<a>x)(?<a>y)", "At position 7: there are two groups with the name a.")]
    [InlineData(@"\k<b>(?<a>x)", "At position 0: there is no group b.")]
    [InlineData(@"(a)\2", "At position 3: there is no group 2.")]
    [InlineData(@"(a)\99999999999", "At position 3: there is no group 99999999999.")]
    [InlineData(@"\", "At position 0: '\\' escapes nothing.")]
    [InlineData(@"a\q", "At position 1: this is not an escape of ECMA-262.")]
    public void A_mistake_is_named_with_its_place(string pattern, string problem) => Assert.Equal(problem, GivenPattern.Problem(pattern, allowBacktracking: true));

    [Theory]
    [InlineData(@"\a")] // the bell of .NET
    [InlineData(@"\e")]
    [InlineData(@"\A")] // and its anchors: these would match a letter without the u flag
    [InlineData(@"\Z")]
    [InlineData(@"\z")]
    [InlineData(@"\G")]
    [InlineData(@"\01")] // octal
    [InlineData(@"\x4")]
    [InlineData(@"\u004")]
    [InlineData(@"\u{}")]
    [InlineData(@"\u{110000}")]
    [InlineData(@"\u{0000000000FFFFFFFF}")]
    [InlineData(@"\c1")]
    [InlineData(@"\k")]
    [InlineData(@"[\k]")]
    [InlineData(@"[\1]")]
    [InlineData(@"[\B]")]
    [InlineData(@"\p")]
    [InlineData(@"\p{")]
    [InlineData(@"\pL")]
    [InlineData(@"\p{IsGreek}")] // a block of .NET
    [InlineData(@"\p{letter}")] // names have a case
    [InlineData(@"\p{gc=}")]
    [InlineData("(?i)a")] // options of .NET
    [InlineData("(?i:a)")]
    [InlineData("(?>a)")]
    [InlineData("(?#a)")]
    [InlineData("(?'n'a)")]
    [InlineData("(?P<n>a)")]
    [InlineData("(?<1>a)")]
    [InlineData("(?<>a)")]
    [InlineData("(?<n")]
    [InlineData("(?")]
    [InlineData("(?=a)*")] // u: what looks around is not repeated
    [InlineData("^*")]
    [InlineData("a?+")] // possessive
    [InlineData("[a-\\")]
    public void What_other_dialects_allow_is_refused(string pattern) => Assert.StartsWith("At position ", GivenPattern.Problem(pattern, allowBacktracking: true), StringComparison.Ordinal);

    [Theory]
    [InlineData(@"\p{Script=Greek}")]
    [InlineData(@"\p{sc=Grek}")]
    [InlineData(@"[\p{Script_Extensions=Han}]")]
    public void A_script_is_said_to_be_out_of_reach(string pattern) =>
        Assert.Contains("the scripts of Unicode, which are not available here; write the ranges out", GivenPattern.Problem(pattern), StringComparison.Ordinal);

    [Theory]
    [InlineData("(?=a)b", 0)]
    [InlineData("ab(?<!c)", 2)]
    [InlineData(@"(a)\1", 3)]
    public void What_looks_around_or_back_is_refused_unless_it_is_allowed(string pattern, int position)
    {
        Assert.StartsWith($"At position {position}: a look-around or back-reference, whose cost cannot be bounded", GivenPattern.Problem(pattern), StringComparison.Ordinal);
        Assert.NotNull(GivenPattern.Of(pattern, allowBacktracking: true));
    }

    [Theory]
    [InlineData("(?=x)(?:a*)*")]
    [InlineData("(?=x)(?:a|){2}")] // tried: .NET finds (?:(b_){1,3}|){2}[^-] in no string
    [InlineData("(?:(?=a)){3}")]
    public void What_NET_does_not_search_to_the_end_is_refused(string pattern) =>
        Assert.StartsWith("Beside a look-around or back-reference,", GivenPattern.Problem(pattern, allowBacktracking: true), StringComparison.Ordinal);

    [Theory]
    [InlineData(@"\1(a)", "comes later")]
    [InlineData(@"(a\1)", "is inside")]
    [InlineData(@"(a)+\1", "repeated: in .NET the last round, as here, but what of the groups inside it")]
    [InlineData(@"(?:(a)|b)*\1", "in the last round it took no part, and .NET remembers an earlier one")]
    [InlineData(@"(?:(a)?\1b)+", "the same inside the round")]
    [InlineData(@"(?<=(a)\1)b", "read from right to left")]
    [InlineData(@"(?=(a*?))\1b", "how much the look-around takes depends on its being lazy")]
    public void A_back_reference_that_engines_do_not_agree_on_is_refused(string pattern, string reason) =>
        Assert.True(GivenPattern.Problem(pattern, allowBacktracking: true).StartsWith("A back-reference", StringComparison.Ordinal), reason);
}
