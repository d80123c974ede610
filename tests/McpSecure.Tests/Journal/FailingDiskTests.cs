using McpSecure.Journal;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Journal;

/// <summary>A disk that is full, broken, slow or somebody else's: the record is refused, nothing of it remains, and the next one tries again.</summary>
public sealed class FailingDiskTests : IDisposable
{
    private readonly JournalFolder _folder = new();
    private readonly FailingFiles _disk = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(250, false)]
    [InlineData(250, true)] // the rest of the line stays until the disk is well again
    public async Task Refuses_a_record_that_a_full_disk_does_not_take_and_goes_on_when_there_is_space(int space, bool staysTorn)
    {
        await using (var writer = _folder.Open(_disk.Hooks))
        {
            Assert.Equal(4, await writer.AppendAsync(JournalFolder.Record(1)));
            (_disk.Space, _disk.FailsToTruncate) = (space, staysTorn);
            for (var i = 0; i < 3; i++)
            {
                var refused = await Assert.ThrowsAsync<JournalException>(() => writer.AppendAsync(JournalFolder.Record(2, filler: 400)).AsTask());
                Assert.Contains("cannot be written", refused.Message, StringComparison.Ordinal);
            }

            (_disk.Space, _disk.FailsToTruncate) = (null, false);
            Assert.Equal(5, await writer.AppendAsync(JournalFolder.Record(3)));
        }

        Assert.DoesNotContain("\"number\":2", File.ReadAllText(_folder.File(1)), StringComparison.Ordinal);
        AssertIntact();
    }

    [Fact]
    public async Task Refuses_everybody_who_waits_when_the_disk_cannot_be_forced()
    {
        _folder.Options.Durability = JournalDurability.GroupCommit;
        await using (var writer = _folder.Open(_disk.Hooks))
        {
            _disk.FailsToFlush = true;
            await Assert.ThrowsAsync<JournalException>(() => writer.AppendAsync(JournalFolder.Record(1)).AsTask());
            _disk.FailsToFlush = false;
            Assert.Equal(4, await writer.AppendAsync(JournalFolder.Record(2)));
        }

        Assert.DoesNotContain("\"number\":1", File.ReadAllText(_folder.File(1)), StringComparison.Ordinal);
        AssertIntact();
    }

    [Fact]
    public async Task Forces_once_for_all_who_wait_and_for_each_record_where_that_is_asked_for()
    {
        foreach (var (durability, least, most) in new[] { (JournalDurability.GroupCommit, 2, 3), (JournalDurability.EachRecord, 64, 64), (JournalDurability.Process, 0, 0) })
        {
            _folder.Options.Durability = durability;
            await using var writer = _folder.Open(_disk.Hooks);
            var before = _disk.Flushes;
            _disk.Moves.Reset();
            var first = Task.Run(() => writer.AppendAsync(JournalFolder.Record(0)).AsTask());
            await _disk.Waiting.WaitAsync(Patience.Token);
            var others = Enumerable.Range(1, 63).Select(i => writer.AppendAsync(JournalFolder.Record(i)).AsTask()).ToArray();
            _disk.Moves.Set();
            await Task.WhenAll([first, .. others]).OrGiveUp();

            Assert.InRange(_disk.Flushes - before, least, most);
        }

        AssertIntact();
    }

    [Fact]
    public async Task Refuses_records_that_a_slow_disk_does_not_take_in_time_and_writes_none_of_those_that_waited()
    {
        await using (var writer = _folder.Open(_disk.Hooks))
        {
            _disk.Moves.Reset();
            var written = Task.Run(() => writer.AppendAsync(JournalFolder.Record(1)).AsTask());
            await _disk.Waiting.WaitAsync(Patience.Token);
            var waiting = Enumerable.Range(0, 10).Select(_ => writer.AppendAsync(JournalFolder.Record(2)).AsTask()).ToArray();

            _folder.Time.Advance(TimeSpan.FromSeconds(6));
            foreach (var refused in waiting)
            {
                var failure = await Assert.ThrowsAsync<JournalException>(() => refused.OrGiveUp());
                Assert.Contains("did not take the record within 5 s. It was not written.", failure.Message, StringComparison.Ordinal);
            }

            _disk.Moves.Set();
            Assert.Equal(4, await written.OrGiveUp());
            Assert.Equal(5, await writer.AppendAsync(JournalFolder.Record(3)).OrGiveUp());
        }

        Assert.DoesNotContain("\"number\":2", File.ReadAllText(_folder.File(1)), StringComparison.Ordinal);
        AssertIntact();
    }

    [Fact]
    public async Task Refuses_a_record_at_once_when_64_MiB_wait_already_and_takes_one_when_they_no_longer_do()
    {
        await using (var writer = _folder.Open(_disk.Hooks))
        {
            _disk.Moves.Reset();
            var written = Task.Run(() => writer.AppendAsync(JournalFolder.Record(1)).AsTask());
            await _disk.Waiting.WaitAsync(Patience.Token);
            var longest = JournalFolder.Record(2, filler: JournalWriter.MaxRecordBytes - JournalFolder.Record(2).Length);
            var waiting = Enumerable.Range(0, 65).Select(_ => writer.AppendAsync(longest).AsTask()).ToArray();

            var tooMany = writer.AppendAsync(JournalFolder.Record(2)).AsTask();
            _folder.Time.Advance(TimeSpan.FromSeconds(6));
            var next = writer.AppendAsync(JournalFolder.Record(3)).AsTask();
            _disk.Moves.Set();

            Assert.Contains("too many wait for it", (await Assert.ThrowsAsync<JournalException>(() => tooMany.OrGiveUp())).Message, StringComparison.Ordinal);
            foreach (var refused in waiting)
            {
                var failure = await Assert.ThrowsAsync<JournalException>(() => refused.OrGiveUp());
                Assert.Contains("did not take the record within 5 s", failure.Message, StringComparison.Ordinal);
            }

            Assert.Equal((4, 5), (await written.OrGiveUp(), await next.OrGiveUp()));
        }

        AssertIntact();
    }

    [Fact]
    public async Task Lets_callers_go_whose_record_a_slow_disk_may_still_write()
    {
        _folder.Options.Durability = JournalDurability.GroupCommit;
        await using (var writer = _folder.Open(_disk.Hooks))
        {
            _disk.Moves.Reset();
            var record = JournalFolder.Record(1);
            var written = writer.AppendAsync(record).AsTask();
            await _disk.Waiting.WaitAsync(Patience.Token);

            _folder.Time.Advance(TimeSpan.FromSeconds(6));
            var failure = await Assert.ThrowsAsync<JournalException>(() => written.OrGiveUp());
            Assert.Contains("may still appear", failure.Message, StringComparison.Ordinal);
            record.AsSpan().Fill((byte)'\n'); // its memory is the caller's again

            _disk.Moves.Set();
            Assert.Equal(5, await writer.AppendAsync(JournalFolder.Record(2)).OrGiveUp());
        }

        AssertIntact();
    }

    [Fact]
    public async Task Gives_up_a_record_that_is_cancelled_before_its_turn_and_writes_one_whose_turn_has_come()
    {
        await using (var writer = _folder.Open(_disk.Hooks))
        {
            _disk.Moves.Reset();
            using var cancelled = new CancellationTokenSource();
            var written = Task.Run(() => writer.AppendAsync(JournalFolder.Record(1), cancelled.Token).AsTask());
            await _disk.Waiting.WaitAsync(Patience.Token);
            var waiting = writer.AppendAsync(JournalFolder.Record(2), cancelled.Token).AsTask();
            var other = writer.AppendAsync(JournalFolder.Record(3)).AsTask();

            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.OrGiveUp());
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.AppendAsync(JournalFolder.Record(4), cancelled.Token).AsTask());

            _disk.Moves.Set();
            Assert.Equal((4, 5), (await written.OrGiveUp(), await other.OrGiveUp()));
        }

        AssertIntact();
    }

    [Fact]
    public async Task Refuses_a_record_when_no_new_file_can_be_begun_and_begins_it_later()
    {
        _folder.Options.MaxSegmentBytes = JournalOptions.LeastSegmentBytes;
        await using (var writer = _folder.Open(_disk.Hooks))
        {
            await writer.AppendAsync(JournalFolder.Record(1, filler: 66_000));
            _disk.FailsToCreate = true;
            await Assert.ThrowsAsync<JournalException>(() => writer.AppendAsync(JournalFolder.Record(2)).AsTask());
            (_disk.FailsToCreate, _disk.Space) = (false, 50); // the header of the new file does not fit
            await Assert.ThrowsAsync<JournalException>(() => writer.AppendAsync(JournalFolder.Record(2)).AsTask());
            _disk.Space = null;
            await writer.AppendAsync(JournalFolder.Record(3));
        }

        Assert.Equal(2, AssertIntact().Files);
    }

    [LinuxFact]
    public async Task Notices_that_its_file_was_deleted_replaced_or_changed()
    {
        foreach (var attack in new Action<string>[]
        {
            File.Delete,
            path => File.Move(path, path + ".away", overwrite: true),
            path => { var copy = File.ReadAllBytes(path); File.Delete(path); File.WriteAllBytes(path, copy); },
            path => File.AppendAllText(path, new string('x', 1000)),
            path => File.WriteAllText(path, string.Empty),
        })
        {
            using var folder = new JournalFolder();
            var writer = folder.Open();
            await writer.AppendAsync(JournalFolder.Record(1));
            attack(folder.File(1));

            await writer.AppendAsync(JournalFolder.Record(2)); // within the second in which nobody looks
            folder.Time.Advance(TimeSpan.FromSeconds(1));

            for (var i = 0; i < 2; i++)
            {
                var refused = await Assert.ThrowsAsync<JournalException>(() => writer.AppendAsync(JournalFolder.Record(3)).AsTask());
                Assert.Contains("deleted, replaced or changed", refused.Message, StringComparison.Ordinal);
            }

            await writer.DisposeAsync();
        }
    }

    [Fact]
    public async Task Goes_on_without_the_checkpoint_file_and_tells_somebody()
    {
        _folder.Options.CheckpointRecords = 2;
        await using (var writer = _folder.Open(_disk.Hooks))
        {
            _disk.Unwritable = _folder.Options.CheckpointFile;
            for (var record = 0; record < 4; record++)
            {
                await writer.AppendAsync(JournalFolder.Record(record));
            }

            Assert.Equal(2, _disk.Failures.Count);
            _disk.Unwritable = null;
        }

        Assert.All(_disk.Failures, failure => Assert.Contains("checkpoint file", failure.Message, StringComparison.Ordinal));
        AssertIntact();
    }

    private JournalVerification AssertIntact()
    {
        var found = _folder.Verify();
        Assert.True(found.IsIntact, $"{found.Fault?.File}:{found.Fault?.Line} {found.Fault?.Reason}");
        return found;
    }
}
