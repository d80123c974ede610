using System.Diagnostics;
using System.Runtime.Versioning;
using McpSecure.Journal;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Journal;

/// <summary>What somebody without the key can do to a journal that has one, and what a start must not sign for him.</summary>
public sealed class SignatureTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The attack: the next start would sign over what was written anew, and from then on all of it would be verified.</summary>
    [Fact]
    public async Task Does_not_go_on_with_a_journal_that_was_written_anew_without_its_checkpoints()
    {
        _folder.Options.CheckpointFile = null;
        await _folder.WriteAsync(3);
        WriteAnew();

        Refuses($"There are records in it, and no checkpoint that is signed with the key {_folder.Key.Id}");
    }

    [Fact]
    public async Task Does_not_go_on_with_a_journal_that_was_written_anew_although_the_checkpoint_file_fits_its_length()
    {
        await _folder.WriteAsync(3);
        var copies = await File.ReadAllTextAsync(_folder.Options.CheckpointFile!);
        WriteAnew(more: 2);

        Refuses("has another record 8: what is before it was written anew");
        Assert.Equal(copies, await File.ReadAllTextAsync(_folder.Options.CheckpointFile!));
    }

    [Fact]
    public async Task Does_not_go_on_after_a_checkpoint_whose_signature_is_false()
    {
        _folder.Options.CheckpointFile = null;
        await _folder.WriteAsync(3);
        _folder.Write(Forging.Chained(_folder.Lines().Select(line => line.Replace("\"number\":1", "\"number\":7", StringComparison.Ordinal))));

        Refuses("The signature of its last checkpoint, record 8, is false");
    }

    [Fact]
    public async Task Does_not_go_on_where_more_records_follow_a_checkpoint_than_a_writer_leaves()
    {
        _folder.Options.CheckpointFile = null;
        _folder.Options.CheckpointRecords = 10;
        await _folder.WriteAsync(30);
        var lines = _folder.Lines();
        _folder.Write([.. lines[..3], .. Forging.Chained(lines[3..].Where(line => !Forging.IsCheckpoint(line)), Forging.HashOf(lines[2]), first: 4)]);

        Refuses("30 records follow its last checkpoint, record 3, where 10 may");
    }

    /// <summary>What a key signs, it signs from the first record on.</summary>
    [Fact]
    public async Task Does_not_go_on_with_the_journal_of_another_key_or_of_none()
    {
        _folder.Options.CheckpointFile = null;
        var (key, other) = (_folder.Options.KeyFile, _folder.Beside("other.key"));
        _folder.Options.KeyFile = null;
        await _folder.WriteAsync(3);
        _folder.Options.KeyFile = key;
        Refuses("There are records in it, and no checkpoint");

        Directory.Delete(_folder.Journal, recursive: true);
        await _folder.WriteAsync(3);
        var first = _folder.Key;
        _folder.Options.KeyFile = other;
        Refuses($"Its last checkpoint is signed with the key {first.Id}");
    }

    /// <summary>Killed between its opening and its first checkpoint: nothing was recorded that somebody could have replaced.</summary>
    [Fact]
    public async Task Goes_on_with_a_journal_in_which_nothing_is_recorded_yet()
    {
        await _folder.WriteAsync(0, closes: false);
        _folder.Write(_folder.Lines()[..2]);
        File.Delete(_folder.Options.CheckpointFile!);

        await _folder.WriteAsync(3);

        Assert.True(_folder.Verify().IsIntact);
    }

    [Fact]
    public async Task Says_how_many_records_nothing_covered_when_it_was_opened()
    {
        await _folder.WriteAsync(4, closes: false);
        await _folder.WriteAsync(0);

        Assert.Equal((1, 4), (_folder.Verify().Interruptions, _folder.Verify().TakenOver));
        Assert.Equal(["\"uncovered\":0", "\"uncovered\":4"], _folder.Lines().Where(line => line.Contains("\"journal\":\"open\"", StringComparison.Ordinal)).Select(Uncovered));

        static string Uncovered(string line) => line[line.IndexOf("\"uncovered\"", StringComparison.Ordinal)..][..13];
    }

    /// <summary>Files without a checkpoint in them: large records, or a small limit.</summary>
    [Fact]
    public async Task Finds_the_last_checkpoint_however_many_files_ago_it_was()
    {
        _folder.Options.MaxSegmentBytes = JournalOptions.LeastSegmentBytes;
        var writer = _folder.Open();
        for (var i = 0; i < 12; i++)
        {
            await writer.AppendAsync(JournalFolder.Record(i, filler: (int)JournalOptions.LeastSegmentBytes / 3));
        }

        writer.Kill();
        Assert.DoesNotContain(_folder.Lines(3), Forging.IsCheckpoint);

        var second = _folder.Lines(2);
        _folder.Write(second[..^1], segment: 2);
        Assert.Contains("does not follow its end", Assert.Throws<JournalException>(() => _folder.Open()).Message, StringComparison.Ordinal);

        _folder.Write(second, segment: 2);
        await _folder.WriteAsync(1);
        Assert.True(_folder.Verify().IsIntact);

        File.Delete(_folder.File(1)); // moved to an archive
        _folder.Open().Kill();
    }

    /// <summary>How many records may follow a checkpoint is what that one says, not the next.</summary>
    [Fact]
    public async Task Accepts_a_journal_that_was_killed_and_then_gets_checkpoints_more_often()
    {
        await _folder.WriteAsync(30, closes: false);
        _folder.Options.CheckpointRecords = 10;
        await _folder.WriteAsync(1);

        Assert.True(_folder.Verify().IsIntact);
        Assert.Equal(30, _folder.Verify().TakenOver);
    }

    [Fact]
    public async Task Finds_records_before_the_first_checkpoint_of_a_key()
    {
        _folder.Options.CheckpointFile = null;
        await _folder.WriteAsync(3);
        var lines = _folder.Lines();

        // Signed later by the true key: what stands before that is covered, and nobody knows since when.
        _folder.Write(Forging.Chained([lines[0], lines[1], lines[3], .. lines[4..]]));

        var fault = _folder.Verify().Fault!;
        Assert.Equal(3, fault.Sequence);
        Assert.Equal("It stands before the first checkpoint, which a writer with a key writes first of all.", fault.Reason);
    }

    /// <summary>What follows a signature is not signed, and of two members alike a reader takes the last.</summary>
    [Theory]
    [InlineData(",\"every\":0")]
    [InlineData(",\"note\":\"anything\"")]
    public async Task Finds_a_checkpoint_with_more_behind_its_signature(string more)
    {
        await _folder.WriteAsync(3);
        var lines = _folder.Lines();
        var forged = lines[^1].Insert(lines[^1].Length - 75, more);
        _folder.Write([.. lines[..^1], .. Forging.Chained([forged], Forging.HashOf(lines[^2]), first: lines.Length)]);

        Assert.Equal("It is no checkpoint of this journal.", _folder.Verify(withCopy: false).Fault!.Reason);
    }

    [Fact]
    public async Task Finds_a_checkpoint_file_that_is_none()
    {
        await _folder.WriteAsync(3);
        await File.WriteAllTextAsync(_folder.Options.CheckpointFile!, "no line feed either");

        Assert.Equal("It is no checkpoint, or was changed.", _folder.Verify().Fault!.Reason);
    }

    /// <summary>That is no fault, since the copy may have failed; but it is no witness of the end.</summary>
    [Fact]
    public async Task Says_how_far_the_checkpoint_file_knows_the_journal()
    {
        _folder.Options.CheckpointRecords = 10;
        await _folder.WriteAsync(30);
        Assert.Equal(_folder.Verify().LastCheckpoint!.Sequence, _folder.Verify().LastCopied);

        var copies = await File.ReadAllLinesAsync(_folder.Options.CheckpointFile!);
        await File.WriteAllTextAsync(_folder.Options.CheckpointFile!, copies[0] + "\n");
        Assert.Equal((true, 3), (_folder.Verify().IsIntact, _folder.Verify().LastCopied));

        await File.WriteAllTextAsync(_folder.Options.CheckpointFile!, string.Empty);
        Assert.Equal((true, 0), (_folder.Verify().IsIntact, _folder.Verify().LastCopied));
        Assert.Null(_folder.Verify(withCopy: false).LastCopied);
    }

    /// <summary>Cut off at the next start, the answer that somebody got would be on no record.</summary>
    [Fact]
    public async Task Keeps_a_whole_line_that_lacks_its_line_feed_alone()
    {
        await _folder.WriteAsync(3, closes: false);
        var lines = _folder.Lines();
        using (var file = File.Open(_folder.File(1), FileMode.Open))
        {
            file.SetLength(file.Length - 1);
        }

        await _folder.WriteAsync(1);

        Assert.Equal(lines, _folder.Lines()[..lines.Length]);
        Assert.Equal((true, 0), (_folder.Verify().IsIntact, _folder.Verify().Recoveries));
    }

    [Theory]
    [InlineData("GARBAGE not like a line at all")]
    [InlineData("{\"seq\":9,\"time\":\"")]
    public async Task Does_not_cut_off_what_no_writer_has_begun(string rest)
    {
        await _folder.WriteAsync(3);
        await File.AppendAllTextAsync(_folder.File(1), rest.Replace("9", "10", StringComparison.Ordinal));

        Refuses("It is not a line as a journal writes it, and no line feed ends it.");
    }

    /// <summary>What a disk leaves of a block when the power goes.</summary>
    [Fact]
    public async Task Cuts_off_a_block_that_was_never_written()
    {
        await _folder.WriteAsync(3);
        await File.AppendAllTextAsync(_folder.File(1), "{\"seq\":9,\"ti" + new string('\0', 500));
        Assert.True(_folder.Verify().IsIntact);

        await _folder.WriteAsync(1);

        Assert.Equal((true, 1), (_folder.Verify().IsIntact, _folder.Verify().Recoveries));
    }

    /// <summary>A record that nobody can read would stop whoever reads along.</summary>
    [Fact]
    public async Task Does_not_go_on_after_a_record_that_is_no_JSON()
    {
        await _folder.WriteAsync(1, closes: false);
        var lines = _folder.Lines();
        _folder.Write(Forging.Chained([.. lines, lines[3].Replace("\"kind\":\"intent\"", "\"kind\":", StringComparison.Ordinal)]));

        Assert.Equal("What it records is no JSON object.", _folder.Verify().Fault!.Reason);
        Refuses("What it records is no JSON object.");
    }

    [LinuxFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Does_not_go_on_with_a_file_that_others_may_write_to_or_that_lies_elsewhere()
    {
        await _folder.WriteAsync(3);
        File.SetUnixFileMode(_folder.File(1), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        Refuses("can be written by others");

        File.Move(_folder.File(1), _folder.Beside("elsewhere.jsonl"));
        File.CreateSymbolicLink(_folder.File(1), _folder.Beside("elsewhere.jsonl"));
        Refuses("is a link");
    }

    [LinuxFact]
    [UnsupportedOSPlatform("windows")]
    public void Refuses_a_directory_that_everybody_may_replace()
    {
        Directory.CreateDirectory(_folder.Beside("open"));
        File.SetUnixFileMode(_folder.Beside("open"), (UnixFileMode)0b111_111_111);
        _folder.Options.Directory = _folder.Beside("open/journal");

        Assert.Contains("who could put another journal in its place", Assert.Throws<JournalException>(() => _folder.Open()).Message, StringComparison.Ordinal);

        File.SetUnixFileMode(_folder.Beside("open"), (UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit);
        _folder.Open().Kill();
    }

    [Fact]
    public async Task Does_not_read_past_a_file_that_is_missing()
    {
        _folder.Options.MaxSegmentBytes = JournalOptions.LeastSegmentBytes;
        await _folder.WriteAsync(1000);
        Assert.True(File.Exists(_folder.File(3)));
        File.Delete(_folder.File(2));

        var failure = Assert.Throws<JournalException>(() => new JournalReader(_folder.Journal).ReadAll().Count());
        Assert.Contains("file 2 is missing", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A named pipe never answers whoever opens it.</summary>
    [LinuxFact]
    public async Task Does_not_wait_for_what_is_no_file()
    {
        await _folder.WriteAsync(3);
        using var made = Process.Start("mkfifo", [_folder.File(2)]);
        await made.WaitForExitAsync();

        var found = await Task.Run(() => _folder.Verify()).WaitAsync(Patience.Limit);
        Assert.True(found.IsIntact);
        Assert.Equal(8, await Task.Run(() => new JournalReader(_folder.Journal).ReadAll().Count()).WaitAsync(Patience.Limit));
    }

    /// <summary>What somebody does who can write to the directory and has no key: other records, chained, and no checkpoint.</summary>
    private void WriteAnew(int more = 0)
    {
        var lines = _folder.Lines().Where(line => !Forging.IsCheckpoint(line)).ToList();
        for (var i = 0; i < more; i++)
        {
            lines.Add(lines[^2]);
        }

        _folder.Write(Forging.Chained(lines.Select(line => line.Replace("\"number\":1", "\"number\":7", StringComparison.Ordinal))));
    }

    private void Refuses(string reason)
    {
        var before = File.ReadAllBytes(_folder.File(1));

        var refused = Assert.Throws<JournalException>(() => _folder.Open().Kill());

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File(1)));
        Assert.Contains("Nothing was changed", refused.Message, StringComparison.Ordinal);
    }
}
