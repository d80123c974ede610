using McpSecure.Cli.Showing;

namespace McpSecure.Cli.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("jürgen 東京 😀", "jürgen 東京 😀")]
    [InlineData("a\\b", "a\\\\b")]
    [InlineData("a\u00a0b", "a\\u{a0}b")]
    [InlineData("a\u2028b", "a\\u{2028}b")]
    [InlineData("\u3164", "\\u{3164}")]
    [InlineData("\ufe0f", "\\u{fe0f}")]
    [InlineData("\U000E0041", "\\u{e0041}")]
    [InlineData("\ue000", "\\u{e000}")]
    [InlineData("e\u0301\u0301\u0301", "e\u0301\u0301\\u{301}")]
    public void What_is_not_seen_is_written_out(string text, string expected) => Assert.Equal(expected, VisibleText.Of(text, 100));

    /// <summary>Not in the table above: half a pair does not survive in an attribute.</summary>
    [Fact]
    public void Half_a_pair_is_written_out() => Assert.Equal("\\u{d800}x\\u{dc00}", VisibleText.Of("\ud800x\udc00", 100));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abcd\u001b", 6, "abcd…")]
    [InlineData("東京", 4, "東京")]
    [InlineData("東京都", 5, "東京…")]
    [InlineData("abc😀x", 5, "abc…")]
    [InlineData("", 5, "")]
    public void A_cut_text_says_so_and_holds_no_half_of_anything(string text, int most, string expected) => Assert.Equal(expected, VisibleText.Of(text, most));

    /// <summary>No character but those of lines of text: nothing of a terminal's language is left, whatever stood there.</summary>
    [Fact]
    public void No_character_of_the_language_of_terminals_is_left()
    {
        for (var value = 0; value <= char.MaxValue; value++)
        {
            Assert.DoesNotContain(VisibleText.Of([(char)value], 100), letter => letter < ' ' || letter is >= '\u007f' and <= '\u009f' || char.IsSurrogate(letter));
        }
    }
}
