using McpSecure.Schemas.Patterns;

namespace McpSecure.Tests.Schemas.Patterns;

/// <summary>A pattern means what ECMA-262 says under the <c>u</c> flag, where .NET would say something else.</summary>
public sealed class PatternMeaningTests
{
    [Theory]
    [InlineData("^[a-z]+$", "abc", true)]
    [InlineData("^[a-z]+$", "abc\n", false)] // $ of .NET matches before a final line feed
    [InlineData("^[a-z]+$", "abc\nABC", false)] // nor is it the end of a line
    [InlineData("^b", "a\nb", false)] // nor ^ the start of one
    [InlineData("b", "abc", true)] // not anchored
    [InlineData("B", "abc", false)] // case matters
    [InlineData("^a|b$", "ax", true)] // an anchor belongs to its alternative
    [InlineData("^a|b$", "xa", false)]
    [InlineData("^(?:a|b)$", "ab", false)]
    [InlineData("", "", true)] // the empty pattern matches anywhere
    [InlineData("", "anything", true)]
    [InlineData("^$", "", true)]
    [InlineData("^$", " ", false)]
    [InlineData("a|", "", true)] // an empty alternative
    [InlineData("x*", "y", true)]
    [InlineData("$^", "", true)] // both places are one in an empty string
    [InlineData("$^", "a", false)]
    [InlineData("a^b", "ab", false)] // never
    [InlineData("(?:^a)*b", "cb", true)]
    public void Anchors_are_the_ends_of_the_string(string pattern, string text, bool expected) => GivenPattern.AssertMatch(expected, pattern, text);

    [Theory]
    [InlineData(@"^\d$", "7", true)]
    [InlineData(@"^\d$", "\u0667", false)] // a digit for .NET
    [InlineData(@"^\D$", "\u0667", true)]
    [InlineData(@"^\w+$", "az_AZ09", true)]
    [InlineData(@"^\w$", "\u00E9", false)] // a letter for .NET
    [InlineData(@"^\W$", "\u00E9", true)]
    [InlineData(@"^\s$", "\uFEFF", true)] // white space here, not for .NET
    [InlineData(@"^\s$", "\u0085", false)] // and the other way round
    [InlineData(@"^\s$", "\u2028", true)]
    [InlineData(@"^\S$", "\u3000", false)]
    [InlineData(@"^[\s\S]$", "\n", true)]
    [InlineData(@"^[\d_-]+$", "4-2_0", true)]
    [InlineData("^.$", "\u2028", false)] // a line terminator, not for .NET
    [InlineData("^.$", "\r", false)]
    [InlineData("^.$", "\u0085", true)]
    [InlineData("^[^a]$", "\n", true)]
    [InlineData("^[]$", "a", false)] // nothing is in it
    [InlineData("^[^]$", "\n", true)] // everything is in it
    public void Classes_are_those_of_ECMA_262(string pattern, string text, bool expected) => GivenPattern.AssertMatch(expected, pattern, text);

    [Theory]
    [InlineData("^.$", "\U0001F432", true)] // one character, two chars
    [InlineData("^..$", "\U0001F432", false)]
    [InlineData("^[^a]$", "\U0001F432", true)]
    [InlineData("^\U0001F432{2}$", "\U0001F432\U0001F432", true)] // the quantifier is for the pair
    [InlineData("^[\U0001F430-\U0001F43F]+$", "\U0001F432\U0001F43E", true)]
    [InlineData("^[\U0001F430-\U0001F43F]+$", "\U0001F440", false)]
    [InlineData(@"^\u{1F432}$", "\U0001F432", true)]
    [InlineData(@"^\uD83D\uDC32$", "\U0001F432", true)]
    [InlineData(@"^[\uD83D\uDC32]$", "\U0001F432", true)]
    [InlineData(@"^\uD83D", "\U0001F432", false)] // a half does not match inside a pair
    [InlineData(@"\uDC32$", "\U0001F432", false)]
    [InlineData(@"^\uD83D$", @"\uD83D", true)] // alone it is a character
    [InlineData("^.$", @"\uDC32", true)]
    [InlineData("^[^a]{2}$", @"\uDC32\uD83D", true)] // in the wrong order they are no pair
    public void A_character_is_a_code_point(string pattern, string text, bool expected) => GivenPattern.AssertMatch(expected, pattern, GivenPattern.Surrogates(text));

    [Theory]
    [InlineData(@"^\t\n\v\f\r\0$", "\t\n\v\f\r\0", true)]
    [InlineData(@"^\x41\u0042\cC\cc$", "AB\u0003\u0003", true)]
    [InlineData(@"^\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/$", @"^$\.*+?()[]{}|/", true)]
    [InlineData(@"^[\b]$", "\b", true)] // a backspace in a class
    [InlineData(@"^\-\@\ $", "-@ ", true)] // not in ECMA-262, but nothing else could be meant
    [InlineData(@"^[\-a]+$", "a-", true)]
    [InlineData("^[a-]+$", "a-", true)]
    [InlineData("^[-a]+$", "a-", true)]
    [InlineData("#  x", "#  x", true)] // no comments, no free spacing
    public void Escapes_stand_for_what_they_say(string pattern, string text, bool expected) => GivenPattern.AssertMatch(expected, pattern, text);

    [Theory]
    [InlineData(@"^\p{L}+$", "\u00C9\u4E2D\u05D0", true)]
    [InlineData(@"^\p{Letter}$", "1", false)]
    [InlineData(@"^\p{Lu}$", "\U0001D400", true)] // mathematical bold A, beyond 16 bits
    [InlineData(@"^\p{gc=Uppercase_Letter}$", "A", true)]
    [InlineData(@"^\p{General_Category=Nd}$", "\u09EA", true)]
    [InlineData(@"^\p{digit}$", "\u09EA", true)]
    [InlineData(@"^\P{L}$", "1", true)]
    [InlineData(@"^[\p{L}\p{N} ]+$", "Zo\u00EB 42", true)]
    [InlineData(@"^\p{LC}$", "\u4E2D", false)] // has no case
    [InlineData(@"^\p{Any}$", @"\uD800", true)]
    [InlineData(@"^\p{Cs}$", @"\uD800", true)]
    [InlineData(@"^\p{ASCII}$", "\u0080", false)]
    [InlineData(@"^\p{Assigned}$", "\u0378", false)]
    [InlineData(@"^\p{AHex}+$", "0aF", true)]
    public void Properties_are_general_categories(string pattern, string text, bool expected) => GivenPattern.AssertMatch(expected, pattern, GivenPattern.Surrogates(text));

    [Theory]
    [InlineData(@"\bcat\b", "a cat.", true)]
    [InlineData(@"\bcat\b", "concatenate", false)]
    [InlineData(@"\bcat\b", "\u00E9cat\u00E9", true)] // word characters are ASCII, not so for .NET
    [InlineData(@"^\b", "a", true)]
    [InlineData(@"^\b", "-", false)]
    [InlineData(@"\b$", "a", true)]
    [InlineData(@"\B", "", true)]
    [InlineData(@"\b", "", false)]
    [InlineData(@"^\Ba", "a", false)]
    [InlineData(@"o\Br", "word", true)]
    [InlineData(@"(?:\b\w+\b ?){3}", "one two three", true)]
    [InlineData(@"\b\b\bx", "x", true)]
    public void Word_boundaries_need_no_backtracking(string pattern, string text, bool expected) => GivenPattern.AssertMatch(expected, pattern, text);

    [Theory]
    [InlineData("^a{2}$", "aa", true)]
    [InlineData("^a{2}$", "aaa", false)]
    [InlineData("^a{2,}$", "aaaa", true)]
    [InlineData("^a{2,3}$", "aaaa", false)]
    [InlineData("^a{0}b$", "b", true)]
    [InlineData("^(?:ab){2}$", "abab", true)]
    [InlineData("^a+?b*?c??$", "aabbc", true)] // a lazy one matches the same strings
    [InlineData("^(?:a*)*$", "aaa", true)] // rounds that match nothing come to an end
    [InlineData("^(?:a|b?)+$", "abba", true)]
    [InlineData("^(?<year>\\d{4})-(?<month>\\d\\d)$", "2026-11", true)]
    [InlineData("^.{0,10000}$", "short", true)]
    public void Repetitions_count(string pattern, string text, bool expected) => GivenPattern.AssertMatch(expected, pattern, text);

    [Theory]
    [InlineData("^(?=.*[A-Z]).+$", "passWord", true)]
    [InlineData("^(?!admin$).*$", "admin", false)]
    [InlineData("(?<=\\$)\\d+$", "price $42", true)]
    [InlineData("(?<!\\$)\\b\\d+$", "price $42", false)]
    [InlineData(@"^(.)\1$", "aa", true)]
    [InlineData(@"^(.)\1$", "ab", false)]
    [InlineData(@"^(?<q>['""]).*\k<q>$", "'x'", true)]
    [InlineData(@"^(?:(a)|b)\1c$", "bc", true)] // a group that took no part matches nothing, not never
    [InlineData(@"^(?:(.)\1)+$", "aabb", true)]
    [InlineData(@"^(?=a)\bb?", "ab", true)]
    [InlineData(@"^(?=.)[^a]{2}$", "\U0001F432\U0001F432", true)]
    [InlineData(@"^(?=.)[^a]{4}$", "\U0001F432\U0001F432", false)]
    [InlineData(@"^(?=a)\w+$", "ab\n", false)]
    [InlineData(@"^(?!\d)\w\b", "\u00E9", false)]
    public void What_looks_around_or_back_is_translated_when_it_is_allowed(string pattern, string text, bool expected)
    {
        GivenPattern.AssertMatch(expected, pattern, text, allowBacktracking: true);

        Assert.True(GivenPattern.Of(pattern, allowBacktracking: true).Backtracks);
        Assert.Contains("backtracking", GivenPattern.Problem(pattern), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xFF }, "not UTF-8 at all")]
    [InlineData(new byte[] { 0x61, 0xC3 }, "cut off")]
    [InlineData(new byte[] { 0x61, 0xC1, 0xA1 }, "longer than it need be")]
    [InlineData(new byte[] { 0x61, 0xED, 0xA0, 0x80 }, "a surrogate")]
    [InlineData(new byte[] { 0x61, 0xF4, 0x90, 0x80, 0x80 }, "beyond the last code point")]
    public void What_is_not_well_formed_does_not_match(byte[] utf8, string reason)
    {
        Assert.False(GivenPattern.Of("^a[^]*$").IsMatch(utf8), reason);
        Assert.False(GivenPattern.Of("^(?=a)[^]*$", allowBacktracking: true).IsMatch(utf8), reason);
        Assert.False(new Simulation(new(PatternProgram.Of(Parsed("^a[^]*$").Root), Alphabet.TryCreate(PatternFacts.Sets(Parsed("^a[^]*$").Root).ToHashSet(), 9, new())!, new())).IsMatch(utf8), reason);
    }

    [Theory]
    [InlineData("^a$", true)]
    [InlineData("^a|b$", false)]
    [InlineData("^a$|^b$", true)]
    [InlineData("^(?:a|b)$", true)]
    [InlineData("(^a$)", true)]
    [InlineData("(?:^a$)+", true)]
    [InlineData("(?:^a$)?", false)]
    [InlineData("a", false)]
    [InlineData("^a", false)]
    [InlineData("a$", false)]
    [InlineData("", false)]
    [InlineData(@"^a\$", false)]
    [InlineData("[^a$]", false)]
    public void It_is_anchored_if_every_alternative_is(string pattern, bool expected) => Assert.Equal(expected, GivenPattern.Of(pattern).IsAnchored);

    private static ParsedPattern Parsed(string pattern) => PatternParser.TryParse(pattern, out _)!;
}
