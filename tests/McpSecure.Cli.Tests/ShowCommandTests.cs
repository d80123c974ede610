using System.Text.Json;

namespace McpSecure.Cli.Tests;

/// <summary><c>journal show</c>: who did what, and nothing that a terminal would obey.</summary>
public sealed class ShowCommandTests : IDisposable
{
    private static readonly string[] Records =
    [
        """{"kind":"intent","call":"0123456789abcdef","method":"tools/call","target":"read_file","user":"alice","roles":["reader","editor"]}""",
        """{"kind":"outcome","call":"0123456789abcdef","method":"tools/call","target":"read_file","user":"alice","outcome":"completed","ms":1.5}""",
        """{"kind":"refusal","call":"fedcba9876543210","method":"tools/call","target":"delete_file","user":"bob","outcome":"refused","code":"role_lacks_tool","guard":"authorization"}""",
        """{"kind":"summary","method":"tools/call","user":"bob","code":"role_lacks_tool","count":17}""",
    ];

    private readonly Ran _ran = new();

    public void Dispose() => _ran.Dispose();

    [Fact]
    public async Task Shows_who_did_what_and_how_it_ended()
    {
        await _ran.WriteAsync(Records);

        var (code, output, error) = Ran.Command("journal", "show", _ran.Journal);

        Assert.Equal((0, string.Empty), (code, error));
        Assert.Matches(@"4\s+2026-08-01 12:00:00.000\s+intent\s+01234567\s+alice \[reader, editor\]\s+tools/call read_file", output);
        Assert.Matches(@"outcome\s+01234567\s+alice\s+tools/call read_file\s+completed\s+1.5", output);
        Assert.Matches(@"refusal\s+fedcba98\s+bob\s+tools/call delete_file\s+refused role_lacks_tool authorization", output);
        Assert.Matches(@"summary\s+bob\s+tools/call\s+role_lacks_tool 17 times", output);
        Assert.Matches(@"1\s+2026-08-01 12:00:00.000\s+\(segment\)", output);
    }

    [Theory]
    [InlineData("--who alice", "4,5")]
    [InlineData("--who alic", "")]
    [InlineData("--tool delete_file", "6")]
    [InlineData("--refused", "6,7")]
    [InlineData("--refused --who alice", "")]
    [InlineData("--who bob --since 2026-08-01T12:00:25Z", "7")]
    [InlineData("--who bob --until 2026-08-01T12:00:25Z", "6")]
    [InlineData("--who bob --since 2026-08-02", "")]
    public async Task Shows_what_was_asked_for(string filter, string expected)
    {
        await _ran.WriteAsync(Records);

        var (_, output, _) = Ran.Command(["journal", "show", _ran.Journal, "--json", .. filter.Split(' ')]);

        Assert.Equal(expected, string.Join(',', output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seq").GetInt64())));
    }

    [Theory]
    [InlineData("\\u001b]0;owned\\u0007")] // sets the title of a terminal
    [InlineData("\\u001b[2J")]
    [InlineData("\\u009b2J")] // the same in one character
    [InlineData("a\\r\\nb")]
    [InlineData("\\u202etxt.exe")] // from right to left
    [InlineData("a\\u200bb")]
    [InlineData("[red]markup[/]")]
    [InlineData("[/]")]
    [InlineData("\\ud83d")] // half a character
    public async Task Shows_nothing_that_a_terminal_would_obey_or_hide(string value)
    {
        await _ran.WriteAsync($$"""{"kind":"{{value}}","call":"{{value}}","method":"{{value}}","target":"{{value}}","user":"{{value}}","roles":["{{value}}"],"outcome":"{{value}}","code":"{{value}}"}""");

        foreach (var output in new[] { Ran.Command("journal", "show", _ran.Journal).Output, Ran.Command("journal", "show", _ran.Journal, "--json").Output })
        {
            Assert.DoesNotContain(output, letter => letter != '\n' && (char.IsControl(letter) || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Surrogate));
        }
    }

    [Fact]
    public async Task Keeps_columns_within_bounds_whatever_stands_in_them()
    {
        await _ran.WriteAsync($$"""{"kind":"intent","user":"{{new string('x', 100_000)}}","target":7,"roles":"none","ms":[]}""");

        var (code, output, _) = Ran.Command("journal", "show", _ran.Journal);

        Assert.Equal(0, code);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 240));
        Assert.Contains("xxx…", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_the_last_ones_and_says_how_many_there_are()
    {
        await _ran.WriteAsync(Records);

        var (_, output, _) = Ran.Command("journal", "show", _ran.Journal, "--who", "bob", "--last", "1");

        Assert.Contains("The last 1 of 2; --last takes more, --json all.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("delete_file", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_with_1_at_a_record_that_was_changed_and_shows_what_is_before_it()
    {
        await _ran.WriteAsync(Records);
        File.WriteAllText(_ran.File, File.ReadAllText(_ran.File).Replace("bob", "eve", StringComparison.Ordinal));

        var (code, output, error) = Ran.Command("journal", "show", _ran.Journal);

        Assert.Equal(1, code);
        Assert.Contains("alice", output, StringComparison.Ordinal);
        Assert.DoesNotContain("eve", output, StringComparison.Ordinal);
        Assert.Contains("line 6", error, StringComparison.Ordinal);
    }
}
