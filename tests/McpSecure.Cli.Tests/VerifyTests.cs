using McpSecure.Cli.Tests.Support;

namespace McpSecure.Cli.Tests;

public sealed class VerifyTests : IDisposable
{
    private readonly WrittenJournal _journal = new WrittenJournal().Checkpoint().Call("intent", "alice", "read").Call("outcome", "alice", "read").Checkpoint().Save();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public void A_journal_that_is_as_it_was_written_ends_with_0()
    {
        var ran = Verify("--checkpoint", _journal.Checkpoints, "--public-key", _journal.PublicKey);

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("The journal is in order.", ran.Output, StringComparison.Ordinal);
        Assert.Contains("5 (from 1 to 5)", ran.Output, StringComparison.Ordinal);
        Assert.Contains("signature verified", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("No --", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_what_it_cannot_know_without_a_key_and_a_second_place()
    {
        var ran = Verify();

        Assert.Equal(0, ran.Code);
        Assert.Contains("No --public-key was given", ran.Output, StringComparison.Ordinal);
        Assert.Contains("No --checkpoint was given", ran.Output, StringComparison.Ordinal);
    }

    /// <summary>A copy that ends before the journal's own last checkpoint is no witness of its end.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Says_that_the_checkpoint_file_knows_less_than_the_journal(int copies)
    {
        var lines = File.ReadAllLines(_journal.Checkpoints);
        File.WriteAllText(_journal.Checkpoints, string.Concat(lines[..copies].Select(line => line + "\n")));

        var ran = Verify("--checkpoint", _journal.Checkpoints, "--public-key", _journal.PublicKey);

        Assert.Equal(0, ran.Code);
        Assert.Contains($"The checkpoint file knows nothing after record {copies * 2}", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_a_writer_was_ended_and_what_was_not_signed_then()
    {
        using var journal = new WrittenJournal().Open(uncovered: 0).Checkpoint().Call("intent", "alice", "read").Open(uncovered: 1).Checkpoint().Save();

        var ran = Ran.Command("journal", "verify", journal.Journal, "--public-key", journal.PublicKey);

        Assert.Equal(0, ran.Code);
        Assert.Contains("ended 1 time without closing it, and 1 record without a signature", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_nothing_is_signed()
    {
        using var journal = new WrittenJournal().Call("intent", "alice", "read").Save();

        Assert.Contains("Nothing is signed", Ran.Command("journal", "verify", journal.Journal).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_record_ends_with_1_and_is_named_by_file_line_and_number()
    {
        Change("alice", "mally");

        var ran = Verify();

        Assert.Equal(1, ran.Code);
        Assert.Contains("The journal is not as it was written.", ran.Output, StringComparison.Ordinal);
        Assert.Matches("File +.*journal-00000001.jsonl", ran.Output);
        Assert.Matches("Line +3\\b", ran.Output);
        Assert.Matches("Record +3\\b", ran.Output);
    }

    /// <summary>Nothing in the journal shows it; the second place does.</summary>
    [Fact]
    public void An_end_that_was_cut_off_is_noticed_with_the_checkpoint_file_and_only_with_it()
    {
        var lines = File.ReadAllLines(_journal.Segment);
        File.WriteAllText(_journal.Segment, string.Join('\n', lines[..3]) + "\n");

        Assert.Equal(0, Verify().Code);
        Assert.Equal(1, Verify("--checkpoint", _journal.Checkpoints).Code);
    }

    [Fact]
    public void A_journal_that_somebody_has_signed_with_a_key_of_his_own_is_noticed_with_the_public_key_and_only_with_it()
    {
        using var forged = new WrittenJournal().Call("intent", "bob", "read").Call("outcome", "bob", "read").Checkpoint().Save();

        Assert.Equal(0, Ran.Command("journal", "verify", forged.Journal).Code);
        Assert.Equal(1, Ran.Command("journal", "verify", forged.Journal, "--public-key", _journal.PublicKey).Code);
        Assert.Equal(1, Ran.Command("journal", "verify", forged.Journal, "--checkpoint", _journal.Checkpoints).Code);
    }

    [Fact]
    public void A_key_may_be_a_file_and_there_may_be_several()
    {
        var file = Path.Join(_journal.Folder, "key.pem");
        File.WriteAllText(file, _journal.PublicKeyPem);
        using var other = new WrittenJournal();

        Assert.Equal(0, Verify("--public-key", file).Code);
        Assert.Equal(0, Verify("--public-key", other.PublicKey, "--public-key", file).Code);
    }

    [Fact]
    public void One_file_may_be_checked_alone() => Assert.Equal(0, Ran.Command("journal", "verify", _journal.Segment).Code);

    [Fact]
    public void What_cannot_be_read_or_understood_ends_with_2_and_never_with_what_says_that_a_journal_was_changed()
    {
        var nowhere = Path.Join(_journal.Folder, "nowhere");
        Directory.CreateDirectory(Path.Join(_journal.Folder, "empty"));

        Assert.All(
            new Ran[]
            {
                Ran.Command("journal", "verify", nowhere),
                Ran.Command("journal", "verify", Path.Join(_journal.Folder, "empty")),
                Ran.Command("journal", "show", nowhere),
                Ran.Command("journal", "verify"),
                Ran.Command("journal", "verify", _journal.Journal, "--no-such-option"),
                Ran.Command("no", "such", "command"),
                Verify("--checkpoint", nowhere),
                Verify("--public-key", "no key"),
                Verify("--public-key", _journal.Checkpoints),
                Ran.Command("journal", "show", _journal.Journal, "--since", "yesterday"),
            },
            ran => Assert.Equal((2, true), (ran.Code, ran.Error.Length > 0)));
    }

    private Ran Verify(params string[] more) => Ran.Command(["journal", "verify", _journal.Journal, .. more]);

    private void Change(string from, string to)
    {
        var text = File.ReadAllText(_journal.Segment);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        File.WriteAllText(_journal.Segment, text[..at] + to + text[(at + from.Length)..]);
    }
}
