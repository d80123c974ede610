namespace McpSecure.Cli.Tests;

/// <summary><c>journal verify</c>: what it says, and with what it ends.</summary>
public sealed class VerifyCommandTests : IDisposable
{
    private readonly Ran _ran = new();

    public void Dispose() => _ran.Dispose();

    [Fact]
    public async Task Says_that_nothing_is_wrong_and_how_much_that_says()
    {
        await _ran.WriteAsync("""{"kind":"intent"}""", """{"kind":"outcome"}""");

        var (code, output, error) = Ran.Command("journal", "verify", _ran.Journal, "--checkpoint", _ran.Checkpoints, "--public-key", _ran.Key);

        Assert.Equal((0, string.Empty), (code, error));
        Assert.Contains("records, 1 to ", output, StringComparison.Ordinal);
        Assert.Contains("2026-08-01 12:00:00Z to 2026-08-01 12:00:20Z", output, StringComparison.Ordinal);
        Assert.Contains("signed with the key ", output, StringComparison.Ordinal);
        Assert.Contains("closed in good order.", output, StringComparison.Ordinal);
        Assert.Contains("Nothing is wrong.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("could have", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_it_cannot_know_without_a_key_and_without_the_checkpoint_file()
    {
        await _ran.WriteAsync("""{"kind":"intent"}""");

        var (code, output, _) = Ran.Command("journal", "verify", _ran.File);

        Assert.Equal(0, code);
        Assert.Contains("not checked without --public-key", output, StringComparison.Ordinal);
        Assert.Contains("without --checkpoint, a cut-off end is not found", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_first_record_that_was_changed()
    {
        await _ran.WriteAsync("""{"kind":"intent","user":"alice"}""", """{"kind":"outcome","user":"alice"}""");
        File.WriteAllText(_ran.File, File.ReadAllText(_ran.File).Replace("alice", "blice", StringComparison.Ordinal));

        var (code, output, _) = Ran.Command("journal", "verify", _ran.Journal);

        Assert.Equal(1, code);
        Assert.Contains($"TAMPERED    {_ran.File}, line 4, record 4", output, StringComparison.Ordinal);
        Assert.Contains("its hash does not fit its bytes", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_a_public_key_from_a_file_too()
    {
        await _ran.WriteAsync("""{"kind":"intent"}""");
        File.WriteAllText(_ran.Beside("key.txt"), _ran.Key + "\n");

        Assert.Equal(0, Ran.Command("journal", "verify", _ran.Journal, "--public-key", _ran.Beside("key.txt")).Code);
    }

    [Theory]
    [InlineData("journal", "verify", "/nowhere/at/all")]
    [InlineData("journal", "verify")]
    [InlineData("journal", "verify", ".", "--unknown")]
    [InlineData("journal", "verify", "/", "--public-key", "nonsense")]
    [InlineData("journal", "show", "/nowhere/at/all")]
    [InlineData("journal", "show", "/", "--since", "yesterday")]
    [InlineData("journal", "show", "/", "--last", "0")]
    public void Ends_with_2_where_there_is_nothing_to_read_or_nothing_to_understand(params string[] args)
    {
        var (code, _, error) = Ran.Command(args);

        Assert.Equal(2, code);
        Assert.NotEmpty(error);
    }
}
