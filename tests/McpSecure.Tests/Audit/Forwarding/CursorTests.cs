using McpSecure.Journal;
using McpSecure.Tests.Journal;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Audit.Forwarding;

/// <summary>What is kept of how far a receiver has come, and what happens when it does not fit the journal any more.</summary>
public sealed class CursorTests : IDisposable
{
    private readonly JournalFolder _folder = new();
    private readonly Receiver _receiver = new();

    public void Dispose() => _folder.Dispose();

    private string File => Path.Join(_folder.Journal, "receiver.cursor");

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"chain\":5,\"seq\":\"x\",\"hash\":null}")]
    [InlineData("{\"chain\":\"00000000000000000000000000000000\",\"seq\":3,\"hash\":\"\"}")]
    [InlineData("{\"chain\":\"CHAIN\",\"seq\":3,\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"}")]
    [InlineData("{\"chain\":\"CHAIN\",\"seq\":99999,\"hash\":\"\"}")]
    [InlineData("{\"chain\":\"CHAIN\",\"seq\":-1,\"hash\":\"\"}")]
    public async Task One_that_does_not_fit_is_told_and_the_receiver_gets_all_there_is(string cursor)
    {
        await ForwardAsync(10);
        await System.IO.File.WriteAllTextAsync(File, cursor.Replace("CHAIN", _receiver.Chain, StringComparison.Ordinal));

        var again = new Receiver();
        await using var forwarded = await Forwarded.StartAsync(_folder, again);
        await forwarded.UntilAsync(() => again.Set.LastOrDefault() == forwarded.Last);

        Assert.Equal(Enumerable.Range(1, (int)forwarded.Last), again.Had.Select(number => (int)number));
        Assert.Equal(1, forwarded.Told("mcpsecure.forward_restarted"));
    }

    [Fact]
    public async Task Files_that_were_moved_away_before_are_told_as_a_gap()
    {
        _folder.Options.MaxSegmentBytes = 64 * 1024;
        await ForwardAsync(10);
        _receiver.Before = static (_, _) => throw new IOException("down");
        await ForwardAsync(2000, until: () => _receiver.Calls > 3);
        foreach (var file in Directory.GetFiles(_folder.Journal, "*.jsonl").Order(StringComparer.Ordinal).Take(2))
        {
            System.IO.File.Delete(file);
        }

        _receiver.Before = static (_, _) => Task.CompletedTask;
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        await forwarded.UntilAsync(() => _receiver.Set.LastOrDefault() == forwarded.Last);

        var gap = Assert.Single(forwarded.Logs.Entries, entry => entry.EventId.Name == "mcpsecure.forward_gap");
        Assert.Equal(forwarded.Last, _receiver.Set.Count() + (long)gap["Count"]!);
    }

    [Fact]
    public async Task One_that_cannot_be_written_is_told_once_and_forwarding_goes_on()
    {
        Directory.CreateDirectory(_folder.Journal, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(File + ".next"); // in its place
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        for (var time = 0; time < 3; time++)
        {
            await forwarded.WriteAsync(10);
            await forwarded.UntilAsync(() => _receiver.Set.LastOrDefault() == forwarded.Last);
        }

        Assert.Equal(1, forwarded.Told("mcpsecure.forward_cursor_unsaved"));
        Assert.Equal(forwarded.Last, _receiver.Had.Count);
    }

    [Fact]
    public async Task It_is_for_its_owner_alone_and_no_part_of_the_journal()
    {
        await ForwardAsync(10);

        Assert.True(_folder.Verify(withCopy: false, withKey: false).IsIntact);
        Assert.True(System.IO.File.Exists(File));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    /// <summary>A journal that was changed is not passed on: what comes after the change would vouch for it.</summary>
    [Fact]
    public async Task A_record_that_was_changed_stops_the_forwarding_and_is_told()
    {
        _receiver.Before = static (_, _) => throw new IOException("down");
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        await forwarded.UntilAsync(() => _receiver.Calls > 0);
        await forwarded.WriteAsync(600, filler: 10);
        var bytes = await System.IO.File.ReadAllBytesAsync(_folder.File(1));
        bytes[^100] ^= 1;
        await using (var file = new FileStream(_folder.File(1), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            await file.WriteAsync(bytes);
        }

        _receiver.Before = static (_, _) => Task.CompletedTask;
        await forwarded.UntilAsync(() => forwarded.Told("mcpsecure.forward_broken") == 1);

        Assert.True(_receiver.Set.LastOrDefault() < forwarded.Last);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Log")]
    [InlineData("../x")]
    [InlineData("a.b")]
    [InlineData("a\n")]
    public void A_name_that_is_none_stops_the_start(string name) =>
        Assert.Contains("is no name of a receiver", Assert.Throws<JournalException>(() => new Forwarded(_folder, false, new Receiver(name))).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_of_one_name_stop_the_start() =>
        Assert.Contains("Two receivers", Assert.Throws<JournalException>(() => new Forwarded(_folder, false, new Receiver(), new Receiver())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_receiver_without_a_journal_stops_the_start()
    {
        _folder.Options.Directory = null;
        _folder.Options.KeyFile = null;

        Assert.Contains("there is none", Assert.Throws<JournalException>(() => new Forwarded(_folder, true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_gets_a_copy_of_each_record()
    {
        await using var forwarded = new Forwarded(_folder, toLog: true);
        await forwarded.StartAsync();
        await forwarded.WriteAsync(10);

        await forwarded.UntilAsync(() => forwarded.Logs.From(McpSecurityTelemetry.JournalLogCategory).Count >= forwarded.Last);

        var events = forwarded.Logs.From(McpSecurityTelemetry.JournalLogCategory);
        Assert.Equal(Enumerable.Range(1, (int)forwarded.Last), events.Select(entry => (int)(long)entry["Sequence"]!));
        Assert.All(events, entry => Assert.Equal("mcpsecure.journal", entry.EventId.Name));
        Assert.Equal("intent", events[^1]["Kind"]);
        Assert.StartsWith($$"""{"seq":{{forwarded.Last}},""", (string)events[^1]["Line"]!, StringComparison.Ordinal);
    }

    private async Task ForwardAsync(int records, Func<bool>? until = null)
    {
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        await forwarded.WriteAsync(records);
        await forwarded.UntilAsync(until ?? (() => _receiver.Set.LastOrDefault() == forwarded.Last));
    }
}
