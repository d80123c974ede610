namespace WorkspaceServer.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-line-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("journal")]
    [InlineData("a/b")]
    [InlineData(".")]
    public void A_journal_in_the_workspace_is_refused(string place)
    {
        Assert.False(CommandLine.TryParse(["--journal", Path.Join(_folder, place), "--workspace", _folder], out _, out var problem));

        Assert.Contains("which is in the workspace", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_beside_it_is_taken()
    {
        Assert.True(CommandLine.TryParse(["--workspace", _folder, "--journal", _folder + "-journal"], out var parsed, out _));

        Assert.Equal(_folder + "-journal", parsed.Journal);
    }

    [Theory]
    [InlineData("--workspace", "/nowhere/at/all", "which is no folder")]
    [InlineData("--jurnal", "x", "is no option of this server")]
    [InlineData("--journal", null, "needs a value")]
    public void What_makes_no_sense_is_refused(string option, string? value, string problem)
    {
        Assert.False(CommandLine.TryParse(value is null ? [option] : [option, value], out _, out var said));

        Assert.Contains(problem, said, StringComparison.Ordinal);
    }
}
