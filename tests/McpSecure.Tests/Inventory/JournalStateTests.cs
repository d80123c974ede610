using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Inventory;

/// <summary>A journal that is missing, changed, long or rotated: the report says which, and the rest of it stands.</summary>
public sealed class JournalStateTests : IDisposable
{
    private const string Policy = """ "AnonymousRole": "guest", "Roles": { "guest": { "Tools": { "*": "Allow" } } } """;

    private readonly Reviewed _reviewed = new();

    [Fact]
    public async Task Without_a_journal_nothing_is_said_of_use()
    {
        await using var session = await _reviewed.StartAsync(Policy, Serve, audit: "");

        var report = Reviewed.Of(session).Create();

        Assert.Null(report.Journal);
        Assert.Null(Reviewed.Row(report, "read").Use);
        Assert.Empty(report.UnusedGrants);
        Assert.Contains("No journal was read", Reviewed.Of(session).ToMarkdown(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_is_gone_leaves_the_other_half()
    {
        await using var session = await CalledAsync(1);
        Directory.Delete(_reviewed.Journal, recursive: true);

        var report = Reviewed.Of(session).Create();

        Assert.NotNull(report.Journal!.Problem);
        Assert.Empty(report.UnusedGrants);
        Assert.Equal(Access.Allow, Reviewed.Grant(report, "read", "guest").Access);
        Assert.Contains("The journal could not be read", Reviewed.Of(session).ToMarkdown(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_record_is_named_and_nothing_after_it_counts()
    {
        await using var session = await CalledAsync(3);
        var text = Read(_reviewed.Segment(1));
        var second = text.IndexOf("\"kind\":\"intent\"", text.IndexOf("\"kind\":\"outcome\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Write(_reviewed.Segment(1), string.Concat(text.AsSpan(0, second), "\"kind\":\"inTent\"", text.AsSpan(second + "\"kind\":\"intent\"".Length)));
        var line = 1 + text[..second].Count(letter => letter == '\n');

        var report = Reviewed.Of(session).Create();
        var page = Reviewed.Of(session).ToMarkdown(report);

        Assert.Equal((line, false), (report.Journal!.Fault!.Line, report.Journal.IsIntact));
        Assert.Equal(1, Reviewed.Row(report, "read").Use!.Calls);
        Assert.Contains($"THE JOURNAL IS NOT AS IT WAS WRITTEN: record {line}, line {line}", page, StringComparison.Ordinal);
        Assert.Contains("nothing here shows that a grant is unused", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_files_of_a_rotated_journal_count_and_where_the_first_were_moved_away_the_rest()
    {
        await using var session = await CalledAsync(120);
        Assert.True(File.Exists(_reviewed.Segment(2)));

        var whole = Reviewed.Of(session).Create();
        File.Move(_reviewed.Segment(1), _reviewed.Segment(1) + ".archived");
        _reviewed.Time.Advance(TimeSpan.FromMinutes(2)); // for a checkpoint in what is left

        Assert.Equal(120, Reviewed.Row(whole, "read").Use!.Calls);
        var rest = whole;
        await Patience.UntilAsync(() => (rest = Reviewed.Of(session).Create()).Journal!.IsIntact);
        Assert.InRange(Reviewed.Row(rest, "read").Use!.Calls, 1, 119);
        Assert.InRange(rest.Journal!.Records, 1, whole.Journal!.Records - 1);
    }

    /// <summary>Whoever can read the key can sign; that it was taken from the server later is no reason not to report.</summary>
    [Fact]
    public async Task A_key_that_cannot_be_read_any_more_means_that_no_signature_was_verified()
    {
        await using var session = await CalledAsync(1);
        File.WriteAllText(Path.Join(Path.GetDirectoryName(_reviewed.Journal), "key.pem"), "no key");

        var report = Reviewed.Of(session).Create();

        Assert.Equal((true, false), (report.Journal!.IsIntact, report.Journal.IsSigned));
        Assert.Contains("No signature was verified", Reviewed.Of(session).ToMarkdown(report), StringComparison.Ordinal);
    }

    public void Dispose() => _reviewed.Dispose();

    private async Task<Session> CalledAsync(int calls)
    {
        var session = await _reviewed.StartAsync(Policy, Serve);
        var peer = await session.ConnectRawAsync();
        for (var call = 0; call < calls; call++)
        {
            await peer.CallToolAsync("read");
        }

        return session;
    }

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <summary>As somebody else does, who asks no lock.</summary>
    private static void Write(string file, string text)
    {
        File.Copy(file, file + ".copy");
        File.WriteAllText(file + ".copy", text);
        File.Move(file + ".copy", file, overwrite: true);
    }

    private void Serve(IMcpServerBuilder server) => server.WithTools([Given.Tool("read", _reviewed.Ran)]);
}
