using System.Text.Json;
using McpSecure.Policy.Rules;

namespace McpSecure.Tests.Policy.Rules;

public sealed class ArgumentPathTests
{
    [Theory]
    [InlineData("amount", "amount")]
    [InlineData("filter.status", "filter|status")]
    [InlineData("edits[*]", "edits|*")]
    [InlineData("edits[*].path", "edits|*|path")]
    [InlineData("a[*][*].b", "a|*|*|b")]
    [InlineData("['a.b'].c", "a.b|c")]
    [InlineData("a['b[*]']", "a|b[*]")]
    [InlineData("größe", "größe")]
    [InlineData("x-id", "x-id")]
    [InlineData("$filter", "$filter")]
    [InlineData("a b", "a b")]
    public void A_path_leads_from_the_outside_in(string text, string steps)
    {
        Assert.True(ArgumentPath.TryParse(text, out var path));
        Assert.Equal(steps, string.Join('|', path.Steps.Select(step => step ?? "*")));
        Assert.Equal(text, path.Text);
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("[*]", "the arguments are no list")]
    [InlineData("[*].a", "the arguments are no list")]
    [InlineData(".a", "nothing before the dot")]
    [InlineData("a.", "nothing after the dot")]
    [InlineData("a..b", "nothing between the dots")]
    [InlineData("a[0]", "one element: the others would go free")]
    [InlineData("a[]", "no element")]
    [InlineData("a[*]b", "no dot")]
    [InlineData("a[*", "no end")]
    [InlineData("a]", "no start")]
    [InlineData("['']", "no name")]
    [InlineData("['a", "no end")]
    [InlineData("a.[*]", "a dot before the bracket")]
    [InlineData("a.['b']", "a dot before the bracket")]
    [InlineData(" a", "a blank")]
    [InlineData("a ", "a blank")]
    [InlineData("a. b", "a blank")]
    public void What_could_be_read_in_two_ways_is_no_path(string text, string reason) => Assert.False(ArgumentPath.TryParse(text, out _), reason);

    [Fact]
    public void Depth_has_a_bound()
    {
        Assert.True(ArgumentPath.TryParse(string.Join('.', Enumerable.Repeat("a", 32)), out _));
        Assert.False(ArgumentPath.TryParse(string.Join('.', Enumerable.Repeat("a", 33)), out _));
    }

    [Fact]
    public void Two_ways_to_write_one_path_have_one_text()
    {
        Assert.True(ArgumentPath.TryParse("['filter']['status']", out var path));
        Assert.Equal("filter.status", path.Text);
    }

    [Theory]
    [InlineData("amount", "", "/amount", true)]
    [InlineData("other", "/other", "/other", false)]
    [InlineData("edits[*].path", "/edits/1/path", "/edits/1/path", true)]
    [InlineData("edits[*].path", "/edits/0", "/edits/0/path", false)]
    [InlineData("edits[*].path", "/edits/7", "/edits/7/path", false)]
    [InlineData("edits[*].path", "", "/edits/*/path", false)]
    [InlineData("edits[*].path", "/evil/x\n/evil", "/edits/*/path", false)] // from an engine that answers in its own way
    [InlineData("edits[*].path", "/edits/-1/path", "/edits/*/path", false)]
    [InlineData("edits[*].path", "/edits/99999999999/path", "/edits/*/path", false)]
    [InlineData("amount.value", "/amount", "/amount/value", false)]
    [InlineData("['a/b'].c~", "/a~1b", "/a~1b/c~0", true)]
    public void A_pointer_has_the_names_of_the_path_and_the_places_that_were_reached(string text, string reached, string expected, bool isSent)
    {
        var arguments = JsonElement.Parse("""{"amount":null,"edits":[{},{"path":1}],"a/b":{"c~":1}}""").EnumerateObject()
            .ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal);

        Assert.True(ArgumentPath.TryParse(text, out var path));
        Assert.Equal((expected, isSent), (path.Locate(arguments, reached, out var found), found));
    }
}
