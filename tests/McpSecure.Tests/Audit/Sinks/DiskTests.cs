using McpSecure.Journal;
using McpSecure.Tests.Journal;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>A server whose journal cannot be written: it refuses, it lives, and it goes on when it can.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly FailingFiles _files = new();
    private readonly KeptServer _server = new();

    public void Dispose() => _server.Dispose();

    [SmallDiskFact]
    public async Task While_the_disk_is_full_calls_are_refused_and_then_they_run_again()
    {
        using var disk = SmallDisk.TryMount()!;
        using var server = new KeptServer(Path.Join(disk.Folder, "journal"));
        var filler = Path.Join(disk.Folder, "filler");
        File.WriteAllBytes(filler, new byte[150_000]);
        await using (var session = await server.StartAsync(builder => builder.WithTools([Note(server)])))
        {
            await using var peer = await session.ConnectRawAsync();
            var text = new string('x', 2000);
            for (var call = 0; call < 200 && await RunsAsync(peer, text); call++)
            {
            }

            // What is a little shorter may fit still: no call is told that it ran without both of its records.
            var ran = server.Ran.Entries.Count;
            Assert.InRange(ran, 5, 190);
            Assert.False(await RunsAsync(peer, text));
            File.Delete(filler);
            Assert.True(await RunsAsync(peer, text));
        }

        Assert.Equal(server.Ran.Entries.Count, server.Of("intent").Count());
        var found = server.Verify();
        Assert.True(found.IsIntact && found.IsClosed, found.Fault?.Reason);
    }

    [Fact]
    public async Task A_file_that_takes_nothing_any_more_refuses_and_is_told()
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();
        Assert.True(await RunsAsync(peer, "a"));

        _files.Space = 0;
        Assert.False(await RunsAsync(peer, "b"));
        Assert.False(await RunsAsync(peer, "c"));
        _files.Space = null;

        Assert.True(await RunsAsync(peer, "d"));
        Assert.Equal(["a", "d"], _server.Ran.Entries);
        Assert.Equal(["a", "d"], _server.Of("intent").Select(record => record.GetProperty("args").GetProperty("text").GetString()));
        Assert.Contains(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry.EventId.Name == "mcpsecure.audit_failure");
    }

    /// <summary>Without group commit the first call writes itself, and waits as long as the disk does. All others are refused in time.</summary>
    [Fact]
    public async Task While_a_disk_hangs_calls_are_refused_in_time()
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();
        Assert.True(await RunsAsync(peer, "a"));

        _files.Moves.Reset();
        var first = RunsAsync(peer, "first");
        await _files.Waiting.WaitAsync(Patience.Token);
        var calls = Enumerable.Range(0, 20).Select(_ => RunsAsync(peer, "b")).ToArray();
        await Patience.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return calls.All(call => call.IsCompleted);
        });
        Assert.All(await Task.WhenAll(calls), Assert.False);
        Assert.Equal(["a"], _server.Ran.Entries);
        Assert.False((await peer.RequestAsync("ping")).TryGetProperty("error", out _)); // nothing else waits for the disk

        _files.Moves.Set();
        Assert.True(await first.OrGiveUp());
        Assert.True(await RunsAsync(peer, "c"));
        Assert.Equal(["a", "first", "c"], _server.Ran.Entries);
    }

    [LinuxFact]
    public async Task A_journal_that_cannot_be_made_stops_the_start()
    {
        var file = _server.KeyFile; // beneath a file there is no directory, not for root either
        await File.WriteAllTextAsync(file, string.Empty);
        using var server = new KeptServer(Path.Join(file, "journal"));

        await Assert.ThrowsAsync<JournalException>(() => server.StartAsync(builder => builder.WithTools([Note(server)])));
    }

    private static McpServerTool Note(KeptServer server) => Given.Tool("note", (string text) => server.Ran.Note(text));

    private static async Task<bool> RunsAsync(RawPeer peer, string text)
    {
        var answer = await peer.CallToolAsync("note", $$"""{"text":"{{text}}"}""");
        if (!answer.IsToolError() && !answer.TryGetProperty("error", out _))
        {
            return true;
        }

        Assert.Contains("audit_failed", answer.GetRawText(), StringComparison.Ordinal);
        return false;
    }

    private Task<Session> StartAsync() => _server.StartAsync(
        builder => builder.WithTools([Note(_server)]),
        services: services => services.AddSingleton<TimeProvider>(_time).AddSingleton<Func<string, FileMode, IJournalFile>>(_files.Open));
}
