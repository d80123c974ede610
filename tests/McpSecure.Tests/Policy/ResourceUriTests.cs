using McpSecure.Calls;

namespace McpSecure.Tests.Policy;

/// <summary>A resource URI is matched as the handler will see it.</summary>
public sealed class ResourceUriTests
{
    [Theory]
    [InlineData("docs://a/b", "docs://a/b")]
    [InlineData("DOCS://a/B", "docs://a/B")]          // the scheme has no case
    [InlineData("docs://a%20b", "docs://a b")]        // decoded once
    [InlineData("docs://%68r/pay", "docs://hr/pay")]  // what was hidden is seen
    [InlineData("docs://%C3%A4", "docs://ä")]
    [InlineData("docs://a/...", "docs://a/...")]      // three dots are a name
    [InlineData("docs://a/.b", "docs://a/.b")]
    [InlineData("docs://a?x=1#y", "docs://a?x=1#y")]
    [InlineData("a", "a")]
    public void It_is_decoded_once(string uri, string expected)
    {
        Assert.True(ResourceUri.TryDecode(uri, out var decoded));
        Assert.Equal(expected, decoded);
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("docs://a/../b", "dot segments")]
    [InlineData("docs://a/./b", "one dot")]
    [InlineData("docs://a/..", "at the end")]
    [InlineData("docs://..", "as the host")]
    [InlineData("docs://a?x=/../b", "in a query")]
    [InlineData("docs://a#../b", "in a fragment")]
    [InlineData("docs://a/%2e%2e/b", "encoded dots")]
    [InlineData("docs://a/.%2E/b", "half encoded")]
    [InlineData(@"docs://a\b", "a backslash")]
    [InlineData("docs://a%5Cb", "an encoded backslash")]
    [InlineData("docs://a%5cb", "in lower case")]
    [InlineData("docs://a%2Fb", "an encoded slash")]
    [InlineData("docs://a%2fb", "in lower case")]
    [InlineData("docs://..%2F..%2Fetc", "what it is for")]
    [InlineData("docs://a%252Fb", "a remaining %")]
    [InlineData("docs://a%25", "a remaining % that means nothing")]
    [InlineData("docs://a%", "half an escape")]
    [InlineData("docs://a%2", "most of an escape")]
    [InlineData("docs://a%zz", "no hexadecimal digits")]
    [InlineData("docs://a% 1", "a blank is no digit")]
    [InlineData("docs://a%+1", "nor is a sign")]
    [InlineData("docs://a%00", "a NUL")]
    [InlineData("docs://a\n", "a line end")]
    [InlineData("docs://a%0A", "an encoded one")]
    [InlineData("docs://a\u0085", "another line end")]
    [InlineData("docs://a%7F", "DEL")]
    [InlineData("docs://%C0%AF", "an overlong slash")]
    [InlineData("docs://%C0%AE%C0%AE", "overlong dots")]
    [InlineData("docs://%FF", "no UTF-8")]
    [InlineData("docs://%ED%A0%80", "an encoded surrogate")]
    public void What_two_readers_could_disagree_about_is_refused(string uri, string reason)
    {
        Assert.False(ResourceUri.TryDecode(uri, out var decoded), reason);
        Assert.Empty(decoded);
    }

    [Fact]
    public void Half_a_character_is_refused() => Assert.False(ResourceUri.TryDecode($"docs://{'\uD800'}%20", out _));

    [Theory]
    [InlineData(ResourceUri.MaximumLength, true)]
    [InlineData(ResourceUri.MaximumLength + 1, false)]
    public void It_is_bounded(int length, bool expected) =>
        Assert.Equal(expected, ResourceUri.TryDecode(new string('a', length), out _));
}
