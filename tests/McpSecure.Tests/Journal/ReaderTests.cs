using System.Text;
using McpSecure.Journal;

namespace McpSecure.Tests.Journal;

/// <summary>A journal is read in order, from any record on, also while it is written.</summary>
public sealed class ReaderTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reads_from_any_record_on_over_all_files()
    {
        _folder.Options.MaxSegmentBytes = JournalOptions.LeastSegmentBytes;
        await _folder.WriteAsync(700);
        var last = _folder.Verify().LastSequence;

        foreach (var from in new[] { 1, 2, 250, 500, last, last + 1 })
        {
            using var reader = new JournalReader(_folder.Journal, from);
            Assert.Equal(Enumerable.Range(0, (int)(last - from + 1)).Select(i => from + i), reader.ReadAll().Select(record => record.Sequence));
        }
    }

    [Fact]
    public async Task Gives_what_was_recorded_and_says_what_the_journal_says_of_itself()
    {
        await _folder.WriteAsync(1);
        using var reader = new JournalReader(_folder.File(1));

        var records = reader.ReadAll().ToArray();

        Assert.Equal(["segment", "open", "checkpoint", null, "close", "checkpoint"], records.Select(record => record.Own));
        Assert.Equal(JournalFolder.Record(0), records[3].Record.ToArray());
        Assert.Equal(_folder.Lines(), records.Select(record => Encoding.UTF8.GetString(record.Line.Span)));
        Assert.Equal([1, 2, 3, 4, 5, 6], records.Select(record => record.LineNumber));
        Assert.Contains(reader.Chain!, _folder.Lines()[0], StringComparison.Ordinal);
        Assert.All(records.Where(record => record.Own is not null), record => Assert.True(record.Record.IsEmpty));
    }

    [Fact]
    public async Task Goes_on_when_more_is_written_also_in_a_new_file()
    {
        _folder.Options.MaxSegmentBytes = JournalOptions.LeastSegmentBytes;
        await using var writer = _folder.Open();
        using var reader = new JournalReader(_folder.Journal);
        var read = 0L;
        for (var i = 0; i < 700; i++)
        {
            await writer.AppendAsync(JournalFolder.Record(i));
            while (reader.TryRead(out var record))
            {
                Assert.Equal(++read, record.Sequence);
            }

            Assert.Equal(writer.LastSequence, read);
        }

        Assert.True(File.Exists(_folder.File(3)));
    }

    /// <summary>What a failing disk has half taken stands in the file until it is taken back.</summary>
    [Fact]
    public async Task Never_reads_a_record_that_is_taken_back_as_long_as_it_goes_no_further_than_the_writer()
    {
        var disk = new FailingFiles();
        _folder.Options.Durability = JournalDurability.GroupCommit;
        await using var writer = _folder.Open(disk.Hooks);
        using var reader = new JournalReader(_folder.Journal);
        (disk.FailsToFlush, disk.FailsToTruncate) = (true, true);
        await Assert.ThrowsAsync<JournalException>(() => writer.AppendAsync(JournalFolder.Record(666)).AsTask());
        Assert.Equal(3, Read(reader, writer.LastSequence).Count);
        (disk.FailsToFlush, disk.FailsToTruncate) = (false, false);

        await writer.AppendAsync(JournalFolder.Record(1));

        Assert.Equal(JournalFolder.Record(1), Assert.Single(Read(reader, writer.LastSequence)).Record.ToArray());
    }

    [Fact]
    public async Task Stops_at_a_record_that_was_changed_and_names_it()
    {
        await _folder.WriteAsync(3);
        var lines = _folder.Lines();
        lines[4] = lines[4].Replace("\"number\":1", "\"number\":9", StringComparison.Ordinal);
        _folder.Write(lines);
        using var reader = new JournalReader(_folder.Journal);

        var failed = Assert.Throws<JournalException>(() => reader.ReadAll().Count());

        Assert.StartsWith(_folder.File(1) + ", line 5: It was changed", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_there_is_no_journal()
    {
        Directory.CreateDirectory(_folder.Journal);

        Assert.Throws<JournalException>(() => new JournalReader(_folder.Journal));
    }

    private static List<JournalRecord> Read(JournalReader reader, long upTo)
    {
        List<JournalRecord> records = [];
        while (reader.TryRead(out var record, upTo))
        {
            records.Add(record);
        }

        return records;
    }
}
