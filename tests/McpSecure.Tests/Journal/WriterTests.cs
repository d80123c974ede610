using System.Text;
using McpSecure.Journal;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Journal;

/// <summary>What is written, in which order, by whom, and what is refused before it gets that far.</summary>
public sealed class WriterTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writes_one_line_a_record_that_anybody_can_check_with_sha256sum()
    {
        await _folder.WriteAsync(2, closes: false);

        var lines = _folder.Lines();
        var record = Encoding.UTF8.GetString(JournalFolder.Record(1));
        Assert.Equal(5, lines.Length);
        Assert.StartsWith($$"""{"seq":5,"time":"2026-08-01T12:00:00.0000000Z","prev":"{{Forging.HashOf(lines[3])}}","record":{{record}},"hash":""" + '"', lines[4], StringComparison.Ordinal);
        Assert.Equal(lines, Forging.Chained(lines));
        Assert.StartsWith("""{"seq":1,"time":"2026-08-01T12:00:00.0000000Z","prev":"0000000000000000000000000000000000000000000000000000000000000000","journal":"segment","version":1,"chain":""" + '"',
            lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JournalDurability.Process)]
    [InlineData(JournalDurability.GroupCommit)]
    public async Task Numbers_ten_thousand_records_at_once_without_a_gap(JournalDurability durability)
    {
        _folder.Options.Durability = durability;
        long[] numbers;
        await using (var writer = _folder.Open())
        {
            numbers = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => Task.Run(() => writer.AppendAsync(JournalFolder.Record(i)).AsTask()))).OrGiveUp();
        }

        using var reader = new JournalReader(_folder.Journal);
        Assert.Equal(10_000, numbers.Distinct().Count());
        Assert.Equal(numbers.Order(), reader.ReadAll().Where(record => record.Own is null).Select(record => record.Sequence));
        Assert.True(_folder.Verify().IsIntact);
    }

    [Fact]
    public async Task Writes_on_the_thread_of_a_caller_who_meets_nobody_and_allocates_nothing_there()
    {
        _folder.Options.CheckpointRecords = JournalOptions.MostCheckpointRecords;
        await using var writer = _folder.Open();
        var record = JournalFolder.Record(1, filler: 300);
        for (var i = 0; i < 100; i++)
        {
            await writer.AppendAsync(record);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var waited = 0;
        for (var i = 0; i < 100; i++)
        {
            var task = writer.AppendAsync(record);
            waited += task.IsCompletedSuccessfully ? 0 : 1;
            await task;
        }

        Assert.Equal((0, 0), (waited, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData(" {}")]
    [InlineData("{\"a\":1}\n")]
    [InlineData("{\"a\":\n1}")] // a second line
    [InlineData("{\"a\":\t1}")]
    public async Task Refuses_what_is_no_object_in_one_line(string record)
    {
        await using var writer = _folder.Open();

        await Assert.ThrowsAsync<ArgumentException>(() => writer.AppendAsync(Encoding.UTF8.GetBytes(record)).AsTask());
    }

    [Fact]
    public async Task Takes_the_longest_record_and_none_that_is_longer()
    {
        await using (var writer = _folder.Open())
        {
            var filler = JournalWriter.MaxRecordBytes - JournalFolder.Record(1).Length;
            await writer.AppendAsync(JournalFolder.Record(1, filler));
            await Assert.ThrowsAsync<ArgumentException>(() => writer.AppendAsync(JournalFolder.Record(1, filler + 1)).AsTask());
        }

        Assert.True(_folder.Verify().IsIntact);
    }

    [Fact]
    public async Task Signs_after_so_many_records_and_after_so_long()
    {
        _folder.Options.CheckpointRecords = 10;
        List<string> told = [];
        await using var writer = _folder.Open(new JournalHooks { Checkpointed = line => told.Add(Encoding.UTF8.GetString(line.Span)) });
        for (var i = 0; i < 10; i++)
        {
            await writer.AppendAsync(JournalFolder.Record(i));
        }

        Assert.Equal(2, told.Count); // at the start, and now
        _folder.Time.Advance(TimeSpan.FromSeconds(120));
        Assert.Equal(2, told.Count); // nothing new to sign

        await writer.AppendAsync(JournalFolder.Record(10));
        _folder.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(2, told.Count);
        _folder.Time.Advance(TimeSpan.FromSeconds(1));
        await Patience.UntilAsync(() => writer.LastSequence == 16);
        await Patience.UntilAsync(() => File.ReadAllLines(_folder.Options.CheckpointFile!).Length == 3);

        Assert.Equal(_folder.Lines().Where(Forging.IsCheckpoint), File.ReadAllLines(_folder.Options.CheckpointFile!));
        Assert.Equal(0, _folder.Verify().Uncovered);
    }

    [Fact]
    public async Task Writes_what_waits_before_it_closes_and_nothing_afterwards()
    {
        _folder.Options.Durability = JournalDurability.GroupCommit;
        var writer = _folder.Open();
        var waiting = Enumerable.Range(0, 100).Select(i => writer.AppendAsync(JournalFolder.Record(i)).AsTask()).ToArray();

        await writer.DisposeAsync();
        await writer.DisposeAsync();

        await Task.WhenAll(waiting).OrGiveUp();
        await Assert.ThrowsAsync<JournalException>(() => writer.AppendAsync(JournalFolder.Record(1)).AsTask());
        var found = _folder.Verify();
        Assert.True(found.IsIntact && found.IsClosed);
        Assert.Equal(105, found.Records);
    }

    [Theory]
    [InlineData(nameof(JournalOptions.MaxSegmentBytes))]
    [InlineData(nameof(JournalOptions.CheckpointRecords))]
    [InlineData(nameof(JournalOptions.CheckpointSeconds))]
    [InlineData(nameof(JournalOptions.TimeoutSeconds))]
    [InlineData(nameof(JournalOptions.Durability))]
    [InlineData(nameof(JournalOptions.Directory))]
    [InlineData(nameof(JournalOptions.KeyFile))]
    public void Refuses_options_that_make_no_sense(string name)
    {
        var property = typeof(JournalOptions).GetProperty(name)!;
        property.SetValue(_folder.Options, property.PropertyType == typeof(int) ? 0 : property.PropertyType == typeof(long) ? 1L : property.PropertyType.IsEnum ? (JournalDurability)9 : null);

        Assert.Throws<ArgumentException>(() => _folder.Open());
    }
}
