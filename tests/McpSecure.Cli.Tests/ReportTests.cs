using System.Text.Json;
using McpSecure.Cli.Tests.Support;
using McpSecure.Inventory;
using McpSecure.Tests.Support;

namespace McpSecure.Cli.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly WrittenJournal _journal = new();

    private string File => Path.Join(_journal.Folder, "report.json");

    public void Dispose() => _journal.Dispose();

    [Fact]
    public void Without_a_journal_it_shows_who_may_do_what()
    {
        Write();

        var ran = Ran.Command("report", File);

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("| `pay` (destructive) | Ask | – |", ran.Output, StringComparison.Ordinal);
        Assert.Contains("No journal was read", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_journal_it_shows_use_and_what_nobody_used()
    {
        Write();
        _journal.Checkpoint();
        Called("alice", "clerk", "read").Called("bob", "guest", "read");
        _journal.Checkpoint().Save();

        var ran = Ran.Command("report", File, "--journal", _journal.Journal, "--public-key", _journal.PublicKey, "--checkpoint", _journal.Checkpoints);

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("as it was written, and signed", ran.Output, StringComparison.Ordinal);
        Assert.Contains("| `read` | Allow | Allow | 2026-08-01 12:00 | 2 | 0 | `alice`, `bob` |", ran.Output, StringComparison.Ordinal);
        Assert.Contains("| `clerk` | tool `pay` | Ask | `x:clerk` |", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--since 2026-08-02", "pay clerk, read clerk")]
    [InlineData("--since 3d", "pay clerk, read clerk")]
    [InlineData("--since 90d", "pay clerk")]
    [InlineData("", "pay clerk")]
    public void Unused_in_a_period_is_what_no_caller_of_the_role_has_called_in_it(string since, string expected)
    {
        Write();
        Called("alice", "clerk", "read");
        _journal.Now = _journal.Now.AddDays(7);
        Called("bob", "guest", "read");
        _journal.Save();

        var ran = Ran.At(
            new FakeTime(new DateTimeOffset(2026, 8, 9, 0, 0, 0, TimeSpan.Zero)),
            ["report", File, "--journal", _journal.Journal, "--unused", "--format", "json", .. since.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        var unused = JsonElement.Parse(ran.Output).GetProperty("unusedGrants").EnumerateArray().Select(grant => $"{grant.GetProperty("name")} {grant.GetProperty("role")}");
        Assert.Equal((0, expected), (ran.Code, string.Join(", ", unused)));
    }

    [Fact]
    public void The_JSON_of_the_server_with_a_journal_joined_can_be_read_again()
    {
        Write();
        Called("alice", "clerk", "read");
        _journal.Save();

        var ran = Ran.Command("report", File, "--journal", _journal.Journal, "--format", "json");
        System.IO.File.WriteAllText(File, ran.Output);

        Assert.Equal(1, ReportJson.Read(File).Primitives.Single(primitive => primitive.Name == "read").Use!.Calls);
        Assert.Equal(0, Ran.Command("report", File).Code);
    }

    [Fact]
    public void A_changed_journal_is_named_and_ends_with_1_and_the_rest_is_shown()
    {
        Write();
        Called("alice", "clerk", "read").Called("bob", "guest", "read");
        _journal.Save();
        System.IO.File.WriteAllText(_journal.Segment, System.IO.File.ReadAllText(_journal.Segment).Replace("bob", "eve", StringComparison.Ordinal));

        var ran = Ran.Command("report", File, "--journal", _journal.Journal);

        Assert.Equal(1, ran.Code);
        Assert.Contains("line 3", ran.Error, StringComparison.Ordinal);
        Assert.Contains("THE JOURNAL IS NOT AS IT WAS WRITTEN: record 3, line 3", ran.Output, StringComparison.Ordinal);
        Assert.Contains("`alice`", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("`eve`", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_that_is_not_there_ends_with_2_and_the_rest_is_shown()
    {
        Write();

        var ran = Ran.Command("report", File, "--journal", Path.Join(_journal.Folder, "nowhere"));

        Assert.Equal(2, ran.Code);
        Assert.Contains("nowhere", ran.Error, StringComparison.Ordinal);
        Assert.Contains("| `pay` (destructive) | Ask | – |", ran.Output, StringComparison.Ordinal);
        Assert.Contains("The journal could not be read", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no json")]
    [InlineData("""{"version":1,"primitives":[null]}""")]
    public void A_file_that_is_no_report_ends_with_2(string text)
    {
        System.IO.File.WriteAllText(File, text);

        var ran = Ran.Command("report", File);

        Assert.Equal((2, ""), (ran.Code, ran.Output));
        Assert.NotEmpty(ran.Error);
    }

    [Theory]
    [InlineData("--unused")]
    [InlineData("--format", "html")]
    [InlineData("--since", "yesterday")]
    public void What_makes_no_sense_ends_with_2(params string[] options)
    {
        Write();

        Assert.Equal(2, Ran.Command(["report", File, .. options]).Code);
    }

    /// <summary>A subject is chosen by whoever registers at an identity provider.</summary>
    [Fact]
    public void A_hostile_name_is_seen_and_does_nothing()
    {
        Write();
        Called("a | never\u001b[2J\u202e`<b>\n# x", "clerk", "read");
        _journal.Save();

        var output = Ran.Command("report", File, "--journal", _journal.Journal).Output;

        Assert.Contains(@"`a \u{7c} never\u{1b}[2J\u{202e}\u{60}\u{3c}b>\u{a}# x`", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, letter => letter is '\u202e' or '<' || (char.IsControl(letter) && letter is not '\n'));
    }

    private ReportTests Called(string user, string role, string tool)
    {
        _journal.Call("intent", user, tool, $",\"call\":\"{Guid.NewGuid():N}\",\"roles\":[\"{role}\"]");
        return this;
    }

    private void Write() => System.IO.File.WriteAllText(File, ReportJson.Write(new McpSecurityReport
    {
        Server = "shop 1.0",
        Roles = [new ReportedRole { Name = "clerk" }, new ReportedRole { Name = "guest" }],
        Primitives =
        [
            Tool("pay", Access.Ask, null) with { IsDestructive = true },
            Tool("read", Access.Allow, Access.Allow),
        ],
    }));

    private static ReportedPrimitive Tool(string name, Access clerk, Access? guest) => new()
    {
        Kind = PrimitiveKind.Tool,
        Name = name,
        IsRegistered = true,
        Grants =
        [
            new ReportedGrant { Role = "clerk", Access = clerk, WithRequiredRoles = clerk, IsGranted = true, DecidedBy = "x:clerk", AuditLevel = AuditLevel.Digest },
            new ReportedGrant { Role = "guest", Access = guest ?? default, WithRequiredRoles = guest ?? default, IsGranted = guest is not null, DecidedBy = "x:guest", AuditLevel = AuditLevel.Digest },
        ],
    };
}
