using McpSecure.Policy;

namespace McpSecure.Tests.Policy;

/// <summary>A tool that may write the journal may forge it; one that may read its key may sign another.</summary>
public sealed class AuditPlacesTests
{
    private static readonly string Data = Path.Join(Path.GetTempPath(), "data");

    [Theory]
    [InlineData("docs/journal", true)]
    [InlineData("docs", true)]
    [InlineData("docs-journal", false)]
    [InlineData("journal", false)]
    [InlineData("", true)] // the root is within the journal
    public void A_journal_where_tools_open_files_stops_the_start(string place, bool isRefused) =>
        Check(options => options.Audit.Journal.Directory = Path.Join(Data, place).TrimEnd('/'), "Journal:Directory", isRefused);

    [Fact]
    public void So_do_its_key_the_checkpoints_the_key_of_hashes_and_the_report()
    {
        var place = Path.Join(Data, "docs", "file");

        Check(options => options.Audit.Journal.KeyFile = place, "Journal:KeyFile", isRefused: true);
        Check(options => options.Audit.Journal.CheckpointFile = place, "Journal:CheckpointFile", isRefused: true);
        Check(options => options.Audit.Redaction.HashKeyFile = place, "Redaction:HashKeyFile", isRefused: true);
        Check(options => options.Audit.ReportFile = place, "ReportFile", isRefused: true);
    }

    private static void Check(Action<McpSecurityOptions> configure, string setting, bool isRefused)
    {
        var options = new McpSecurityOptions { Paths = { ["docs"] = new PathRootOptions { Root = Path.Join(Data, "docs") } } };
        configure(options);

        var errors = AuditPlacesCheck.Errors(options).ToArray();

        Assert.Equal(isRefused ? 1 : 0, errors.Length);
        Assert.All(errors, error =>
        {
            Assert.StartsWith($"McpSecurity:Audit:{setting} is '", error, StringComparison.Ordinal);
            Assert.EndsWith("beneath McpSecurity:Paths:docs. Keep them apart.", error, StringComparison.Ordinal);
        });
    }
}
