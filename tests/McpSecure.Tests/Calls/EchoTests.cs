using McpSecure.Calls;

namespace McpSecure.Tests.Calls;

/// <summary>What a client wrote goes back to it, and into logs: short, on one line, and without characters that pretend.</summary>
public sealed class EchoTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("read_file", "read_file")]
    [InlineData("größe 数 🙂", "größe 数 🙂")]
    [InlineData("a\nb", "a\uFFFDb")]
    [InlineData("a\r\nb", "a\uFFFD\uFFFDb")]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("a\u001b[31mb", "a\uFFFD[31mb")]       // a terminal would obey
    [InlineData("a\u007fb", "a\uFFFDb")]
    [InlineData("a\u0085b", "a\uFFFDb")]               // next line
    [InlineData("a\u2028b", "a\uFFFDb")]               // line separator
    [InlineData("a\u202Eb", "a\uFFFDb")]               // writes backwards
    [InlineData("a\u200Bb", "a\uFFFDb")]               // takes no room
    [InlineData("a\uFEFFb", "a\uFFFDb")]
    [InlineData("a\uE000b", "a\uFFFDb")]               // private use
    [InlineData("\U000E0041", "\uFFFD")]               // a tag: invisible text for a model
    public void Characters(string text, string expected) => Assert.Equal(expected, Echo.Of(text));

    [Fact] // not a row above: an attribute cannot hold it
    public void Half_of_a_character() => Assert.Equal("a\uFFFDb", Echo.Of("a\uD800b"));

    [Theory]
    [InlineData(160, 160)]
    [InlineData(161, 161)]       // 160 and an ellipsis
    [InlineData(1_000_000, 161)]
    public void Length(int length, int expected)
    {
        var text = Echo.Of(new string('x', length));

        Assert.Equal(expected, text.Length);
        Assert.Equal(length > Echo.MaximumLength, text.EndsWith('…'));
    }

    [Fact]
    public void A_character_of_two_halves_is_not_cut_in_two()
    {
        var text = Echo.Of(new string('x', 159) + "🙂🙂");

        Assert.Equal(new string('x', 159) + "…", text);
    }

    [Fact]
    public void What_needs_no_change_costs_nothing()
    {
        var text = new string('x', 100);

        Assert.Same(text, Echo.Of(text));
    }
}
