using System.Text.Json;
using McpSecure.Inventory.Pages;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Inventory;

/// <summary>Who names a tool, a role or a subject must not write the report: no cell more, no line, no link, no tag, nothing unseen.</summary>
public sealed class HostileNameTests
{
    public static TheoryData<string> Names() =>
    [
        "a | Allow | never", "a\n\n# Approved by security", "a\r\nb", "a`b", "``a", "<img src=x onerror=alert(1)>", "&lt;b&gt;", "[a](javascript:alert(1))", "\u001b[2J", "\u009b31m",
        "a\u202eb", "a\u200bb", "\ud800", "\\u{1b}", "**a**", "a\\", " ", "", " a ", new string('a', 100_000), "a" + new string('\u0301', 50), "\u2028", "\u00a0",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_one_code_span_without_anything_that_ends_it(string name)
    {
        var shown = Md.Code(name);

        Assert.Equal(('`', '`'), (shown[0], shown[^1]));
        Assert.InRange(shown.Length, 2, 200);
        Assert.DoesNotContain(shown[1..^1], letter => letter is '`' or '|' or '<' or '&' or '\n' or '\r' or '\u202e' or '\u200b' or '\u2028' || char.IsControl(letter) || char.IsSurrogate(letter));
        Assert.True(shown.Length == 2 || (shown[1] != ' ' && shown[^2] != ' '), shown);
    }

    [Fact]
    public void Two_names_that_differ_look_different()
    {
        string[] names = ["\u001b", "\\u{1b}", "a`", "a\\u{60}", "a|", "a\\u{7c}", "a", "a ", "\u200ba"];

        Assert.Equal(names.Length, names.Select(Md.Code).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("x | y `z` <b>\u202e\n# h")]
    [InlineData("a]|(b)")]
    public async Task A_whole_page_has_as_many_cells_and_lines_as_with_plain_names(string hostile)
    {
        using var reviewed = new Reviewed();
        var (plain, other) = (await PageAsync(reviewed, "plain"), await PageAsync(reviewed, hostile));

        Assert.Equal(Bars(plain), Bars(other));
        Assert.DoesNotContain("<b>", other, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', other);
    }

    [Fact]
    public async Task The_JSON_is_ASCII_and_says_the_name_as_it_is()
    {
        using var reviewed = new Reviewed();
        await using var session = await StartAsync(reviewed, "a\u202e|<b>ü");

        var json = Reviewed.Of(session).ToJson(Reviewed.Of(session).Create());

        Assert.All(json, letter => Assert.True(char.IsAscii(letter)));
        Assert.Contains(JsonElement.Parse(json).GetProperty("primitives").EnumerateArray(), row => row.GetProperty("name").GetString() == "a\u202e|<b>ü");
    }

    private static async Task<string> PageAsync(Reviewed reviewed, string name)
    {
        await using var session = await StartAsync(reviewed, name);
        return Reviewed.Of(session).ToMarkdown(Reviewed.Of(session).Create());
    }

    private static int[] Bars(string page) => [.. page.Split('\n').Select(line => line.Count(letter => letter == '|'))];

    private static Task<Session> StartAsync(Reviewed reviewed, string name) => reviewed.StartAsync(
        $$""" "Roles": { {{JsonSerializer.Serialize(name.Replace(':', '.'))}}: { "Tools": { "*": "Allow" }, "Members": { "m": { "Claim": {{JsonSerializer.Serialize(name)}}, "Value": "v" } } } } """,
        server => server
            .WithTools([Given.Tool("tool", () => "x", options => (options.Title, options.Description) = (name, name))]) // the SDK takes no other names of tools
            .WithPrompts([Given.Prompt(name, () => "x")]),
        audit: "");
}
