using System.Text.Json;
using McpSecure.Cli.Tests.Support;
using McpSecure.Tests.Support;

namespace McpSecure.Cli.Tests;

public sealed class ShowTests : IDisposable
{
    private static readonly string[] Targets = ["a1", "a2", "b2", "c1", "d1", "e1"];

    private readonly WrittenJournal _journal = new();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public void Shows_who_did_what_when_and_how_it_ended()
    {
        _journal.Call("outcome", "alice", "read_file", ",\"outcome\":\"completed\",\"ms\":1.5").Save();

        var row = Assert.Single(Show().Output.Split('\n'), line => line.Contains("alice", StringComparison.Ordinal));

        Assert.Matches("^2 +2026-08-01 12:00:00 +alice +read_file +completed +ms 1.5", row);
    }

    /// <summary>What a journal holds may be of anybody: nothing in it ends the showing of the rest.</summary>
    [Fact]
    public void Goes_on_after_names_that_are_no_text()
    {
        _journal.Record("""{"kind":"intent","us\ud800er":1,"t\ud800":2}""").Call("outcome", "alice", "read_file").Save();

        var ran = Show();

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("alice", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_what_a_client_called_it_where_the_server_knows_no_name()
    {
        _journal.Call("intent", "alice", "_OTHER", ",\"name\":\"letter\"").Save();

        Assert.Contains(Show("--tool", "letter").Output.Split('\n'), line => line.Contains("letter", StringComparison.Ordinal) && line.Contains("alice", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("journal", "show", "")]
    [InlineData("journal", "verify", "")]
    [InlineData("report", "", "")]
    public void A_path_that_is_empty_is_told(params string[] arguments) => Assert.Equal(2, Ran.Command(arguments).Code);

    [Theory]
    [InlineData("--who alice", "a1 a2")]
    [InlineData("--who al*", "a1 a2 b2")]
    [InlineData("--who Alice", "")]
    [InlineData("--tool a1", "a1")]
    [InlineData("--tool a*", "a1 a2")]
    [InlineData("--refused", "a2 c1 d1 e1")]
    [InlineData("--refused --who alice", "a2")]
    [InlineData("--since 2026-08-01T13:00", "c1 d1 e1")]
    [InlineData("--until 2026-08-01T14:30:00+02:00", "a1 a2 b2")]
    [InlineData("--since 90m", "c1 d1 e1")]
    public void Shows_only_what_is_asked_for(string options, string expected)
    {
        _journal.Call("outcome", "alice", "a1", ",\"outcome\":\"completed\"").Call("refusal", "alice", "a2", ",\"code\":\"not_permitted\"").Call("intent", "albert", "b2");
        _journal.Now = _journal.Now.AddHours(1);
        _journal.Call("summary", "bob", "c1", ",\"count\":17,\"code\":\"rate_limited\"").Call("outcome", "bob", "d1", ",\"outcome\":\"refused\"").Call("intent", "bob", "e1", ",\"observed\":true");
        _journal.Save();

        var ran = Ran.At(new FakeTime(new DateTimeOffset(2026, 8, 1, 14, 30, 0, TimeSpan.Zero)), ["journal", "show", _journal.Journal, .. options.Split(' ')]);

        var shown = Targets.Where(name => ran.Output.Contains($" {name} ", StringComparison.Ordinal));
        Assert.Equal((0, expected), (ran.Code, string.Join(' ', shown)));
    }

    [Fact]
    public void Counts_what_a_summary_stands_for_and_says_what_was_only_observed()
    {
        _journal.Call("summary", "bob", "c1", ",\"count\":17,\"code\":\"rate_limited\"").Call("intent", "bob", "e1", ",\"observed\":true").Save();

        var output = Show().Output;

        Assert.Contains("17 × rate_limited", output, StringComparison.Ordinal);
        Assert.Contains("only observed", output, StringComparison.Ordinal);
    }

    /// <summary>A user name that clears the screen, colours, turns the direction, hides, opens a link or looks like markup.</summary>
    [Theory]
    [InlineData("\u001b[2J\u001b[31m", "\\u{1b}[2J")]
    [InlineData("\u009b31m", "\\u{9b}31m")]
    [InlineData("a\u202eb", "a\\u{202e}b")]
    [InlineData("a\u200bb", "a\\u{200b}b")]
    [InlineData("a\r\nb", "a\\u{d}\\u{a}b")]
    [InlineData("\u001b]8;;http://x\u0007", "\\u{1b}]8;;")]
    [InlineData("[red]x[/]", "[red]x[/]")]
    [InlineData("a\\u{1b}", "a\\\\u{1b}")]
    public void A_hostile_name_is_seen_and_does_nothing(string name, string expected)
    {
        _journal.Call("refusal", name, name, $",\"code\":{JsonSerializer.Serialize(name)},\"error\":{JsonSerializer.Serialize(name)}").Save();

        var output = Show().Output;

        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, letter => letter is '\u202e' or '\u200b' || (char.IsControl(letter) && letter is not ('\n' or '\r')));
        Assert.Equal(4, output.Split('\n').Length); // the head, the header of the journal, the record, and what follows its line feed
    }

    [Fact]
    public void Hostile_bytes_that_the_journal_holds_as_they_are_do_nothing_either()
    {
        _journal.Record("{\"user\":\"\u009b2J\u202ea\"}").Record("{\"user\":\"\u009b2J\u202ea\",\"target\":\"\\ud800\"}").Save();

        Assert.All([Show().Output, Show("--json").Output], output => Assert.DoesNotContain(output, letter => letter is '\u009b' or '\u202e'));
        Assert.Contains("\"user\":\"\\u009B2J\\u202Ea\"", Show("--json").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(119)]
    [InlineData(120)]
    [InlineData(200)]
    public void A_record_is_one_line_of_the_terminal_whatever_it_says(int columns)
    {
        foreach (var text in new[] { new string('w', 100_000), string.Concat(Enumerable.Repeat("東 京 ", 50)), string.Concat(Enumerable.Repeat("a b ", 50)), string.Concat(Enumerable.Repeat("\u001b", 50)) })
        {
            _journal.Call("outcome", text, text, $",\"code\":{JsonSerializer.Serialize(text)},\"error\":{JsonSerializer.Serialize(text)}");
        }

        _journal.Save();
        var lines = Ran.Wide(columns, "journal", "show", _journal.Journal).Output.TrimEnd().Split('\n');

        Assert.Equal(1 + 1 + 4, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 1, columns));
    }

    [Fact]
    public void Columns_of_all_pages_are_equally_wide_and_there_is_one_head()
    {
        for (var index = 0; index < 450; index++)
        {
            _journal.Call("outcome", index == 300 ? "a-longer-name" : "a", "t", ",\"outcome\":\"completed\"");
        }

        var lines = _journal.Save() is { } && Show().Output is { } output ? output.Split('\n') : [];

        Assert.Single(lines, line => line.Contains("Time (UTC)", StringComparison.Ordinal));
        Assert.Single(lines.Where(line => line.Contains("completed", StringComparison.Ordinal)).Select(line => line.IndexOf("completed", StringComparison.Ordinal)).Distinct());
    }

    [Fact]
    public void Json_gives_whole_records_in_ascii_one_a_line()
    {
        _journal.Record("{\"user\":\"jürgen\",\"args\":{\"n\":1e400}}").Record("{no json}").Save();

        var lines = Show("--json").Output.TrimEnd().Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.True(line.TrimEnd('\r').All(char.IsAscii)));
        using var record = JsonDocument.Parse(lines[1]);
        Assert.Equal(("jürgen", "1e400"), (record.RootElement.GetProperty("record").GetProperty("user").GetString(), record.RootElement.GetProperty("record").GetProperty("args").GetProperty("n").GetRawText()));
        Assert.Contains("unreadable", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_what_is_before_a_changed_record_and_ends_with_1()
    {
        _journal.Call("outcome", "alice", "first").Call("outcome", "bob", "second").Save();
        File.WriteAllText(_journal.Segment, File.ReadAllText(_journal.Segment).Replace("second", "SECOND", StringComparison.Ordinal));

        var ran = Show();

        Assert.Equal(1, ran.Code);
        Assert.Contains("first", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SECOND", ran.Output, StringComparison.Ordinal);
        Assert.Contains("line 3", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_calls_the_tool_by_its_command() =>
        Assert.Contains("mcpsecure journal show <PATH> [options]", Ran.Command("journal", "show", "--help").Output, StringComparison.Ordinal);

    private Ran Show(params string[] more) => Ran.Command(["journal", "show", _journal.Journal, .. more]);
}
