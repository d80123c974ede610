using McpSecure.Policy;

namespace McpSecure.Tests.Policy;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("red_file", " Did you mean read_file?")]   // a letter missing
    [InlineData("reaad_file", " Did you mean read_file?")] // one too many
    [InlineData("raed_file", " Did you mean read_file?")]  // two swapped
    [InlineData("READ_FILE", " Did you mean read_file?")]  // the wrong case is the nearest mistake
    [InlineData("rd_fle", "")]                             // three are another word
    [InlineData("purge", "")]
    [InlineData("", "")]
    public void The_nearest_name_is_offered(string name, string expected) =>
        Assert.Equal(expected, Suggestion.For(name, ["write_file", "read_file"]));

    [Theory]
    [InlineData("ab", "xy")] // two of two letters would be anything
    [InlineData("a", "b")]
    public void A_short_name_is_not_guessed_at(string name, string known) => Assert.Empty(Suggestion.For(name, [known]));

    [Fact]
    public void Of_equally_near_names_the_first_in_order_is_offered() =>
        Assert.Equal(" Did you mean file_a?", Suggestion.For("file_x", ["file_b", "file_a"]));

    [Fact]
    public void Nothing_is_near_an_empty_server() => Assert.Empty(Suggestion.For("read", []));
}
