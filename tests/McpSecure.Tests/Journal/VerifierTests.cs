using McpSecure.Journal;

namespace McpSecure.Tests.Journal;

/// <summary>Whoever can write to the files changes them: every way of it is found, and the first bad record is named.</summary>
public sealed class VerifierTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Accepts_what_was_written_and_says_what_it_is()
    {
        await _folder.WriteAsync(5);

        var found = _folder.Verify();

        Assert.True(found.IsIntact, found.Fault?.Reason);
        Assert.Equal((1, 10, 1, 10), (found.Files, found.Records, found.FirstSequence, found.LastSequence)); // header, open, checkpoint, 5, close, checkpoint
        Assert.True(found.IsClosed);
        Assert.Equal(new JournalCheckpoint(10, _folder.Time.GetUtcNow(), _folder.Key.Id, IsVerified: true), found.LastCheckpoint);
        Assert.Equal((0, 0, 0), (found.Uncovered, found.Recoveries, found.IncompleteBytes));
    }

    /// <summary>Without any witness but the journal itself, whose last writer was killed, so that nothing signs the end.</summary>
    [Theory]
    [InlineData(0x01)] // 0 and 1, a and `
    [InlineData(0x02)]
    [InlineData(0x08)]
    [InlineData(0x20)] // small and large letters
    [InlineData(0x80)] // no ASCII
    [InlineData(0xFF)]
    [InlineData(0x2A)] // a blank becomes a line feed, and the other way round
    public async Task Finds_every_flipped_byte(byte mask)
    {
        await _folder.WriteAsync(3, closes: false);
        var bytes = File.ReadAllBytes(_folder.File(1));
        var copy = _folder.Beside("journal-00000001.jsonl");

        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= mask;
            File.WriteAllBytes(copy, bytes);
            bytes[i] ^= mask;

            var found = _folder.Verify(withCopy: false, withKey: false, copy);

            Assert.False(found.IsIntact, $"byte {i} of {bytes.Length}, {(char)bytes[i]}");
            Assert.Equal(1 + bytes.AsSpan(0, i).Count((byte)'\n'), found.Fault!.Line);
        }
    }

    [Fact]
    public async Task Finds_every_pair_of_lines_that_was_swapped()
    {
        await _folder.WriteAsync(5);
        var lines = _folder.Lines();

        for (var i = 0; i < lines.Length; i++)
        {
            for (var j = i + 1; j < lines.Length; j++)
            {
                var swapped = lines.ToArray();
                (swapped[i], swapped[j]) = (swapped[j], swapped[i]);
                _folder.Write(swapped);

                AssertFault(_folder.Verify(withCopy: false, withKey: false), i + 1);
            }
        }
    }

    [Fact]
    public async Task Finds_every_line_that_was_deleted_but_the_last_or_doubled()
    {
        await _folder.WriteAsync(5);
        var lines = _folder.Lines();

        for (var i = 0; i < lines.Length; i++)
        {
            _folder.Write([.. lines[..i], lines[i], .. lines[i..]]);
            AssertFault(_folder.Verify(withCopy: false, withKey: false), i + 2);

            _folder.Write([.. lines[..i], .. lines[(i + 1)..]]);
            if (i < lines.Length - 1)
            {
                AssertFault(_folder.Verify(withCopy: false, withKey: false), i + 1);
            }
        }
    }

    [Fact]
    public async Task Finds_a_line_that_was_put_in_between()
    {
        await _folder.WriteAsync(5);
        var lines = _folder.Lines();
        _folder.Write([.. lines[..5], lines[4].Replace("\"number\":1", "\"number\":9", StringComparison.Ordinal), .. lines[5..]]);

        AssertFault(_folder.Verify(withCopy: false, withKey: false), 6);
    }

    /// <summary>A hash of its own makes a line whole; the line after it knows the old one.</summary>
    [Fact]
    public async Task Finds_a_record_that_was_rewritten_with_a_hash_that_fits()
    {
        await _folder.WriteAsync(5);
        var lines = _folder.Lines();
        lines[4] = Forging.Chained([lines[4].Replace("\"number\":1", "\"number\":9", StringComparison.Ordinal)], Forging.HashOf(lines[3]), first: 5)[0];
        _folder.Write(lines);

        AssertFault(_folder.Verify(withCopy: false, withKey: false), 6, "It does not follow the record before it, which was replaced.");
    }

    /// <summary>The only thing that the journal alone cannot show: that is what the checkpoint file is for.</summary>
    [Fact]
    public async Task Finds_every_cut_off_end_with_the_checkpoint_file_and_only_with_it()
    {
        await _folder.WriteAsync(3);
        var bytes = File.ReadAllBytes(_folder.File(1));

        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(_folder.File(1), bytes[..length]);

            Assert.False(_folder.Verify().IsIntact, $"{length} of {bytes.Length}");
        }

        File.WriteAllBytes(_folder.File(1), bytes[..(1 + bytes.AsSpan(0, bytes.Length - 1).LastIndexOf((byte)'\n'))]);
        Assert.True(_folder.Verify(withCopy: false).IsIntact);
        Assert.Contains("cut off", _folder.Verify().Fault!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_a_journal_that_was_chained_anew_by_its_checkpoints()
    {
        await _folder.WriteAsync(3);
        var lines = _folder.Lines();
        var forged = Forging.Chained(lines.Select(line => line.Replace("\"number\":1", "\"number\":7", StringComparison.Ordinal)));
        _folder.Write(forged);

        Assert.True(_folder.Verify(withCopy: false, withKey: false).IsIntact); // nothing in the file can tell
        AssertFault(_folder.Verify(withCopy: false), 8, "Its signature is false.");
        AssertFault(_folder.Verify(withKey: false), 8, "The checkpoint file has another record 8: what is before it was written anew.");
    }

    [Fact]
    public async Task Finds_a_journal_that_was_chained_anew_without_its_checkpoints()
    {
        _folder.Options.CheckpointRecords = 10;
        await _folder.WriteAsync(30);
        var lines = _folder.Lines();

        _folder.Write(Forging.Chained(lines.Where(line => !Forging.IsCheckpoint(line))));
        AssertFault(_folder.Verify(withCopy: false), 3, "It stands before the first checkpoint, which a writer with a key writes first of all.");

        // The first one is kept, and with it its true signature; the tail then is longer than any that a writer leaves.
        _folder.Write([.. lines[..3], .. Forging.Chained(lines[3..].Where(line => !Forging.IsCheckpoint(line)), Forging.HashOf(lines[2]), first: 4)]);
        AssertFault(_folder.Verify(withCopy: false), 14, "There has to be a checkpoint after 10 records, and this is the next one without.");
    }

    [Fact]
    public async Task Finds_a_journal_that_was_signed_with_another_key()
    {
        await _folder.WriteAsync(3);
        var key = _folder.Key;
        Directory.Delete(_folder.Journal, recursive: true);
        File.Delete(_folder.Options.KeyFile!);
        File.Delete(_folder.Options.CheckpointFile!);
        await _folder.WriteAsync(3);

        var found = JournalVerifier.Verify(_folder.Journal, new JournalVerifyOptions { PublicKeys = { key } });

        AssertFault(found, 3);
        Assert.Contains($"the key {_folder.Key.Id}, which was not given", found.Fault!.Reason, StringComparison.Ordinal);
    }

    /// <summary>A second place in which somebody else has written is no witness.</summary>
    [Fact]
    public async Task Finds_a_checkpoint_in_the_second_place_whose_signature_is_false()
    {
        await _folder.WriteAsync(3);
        var copies = File.ReadAllLines(_folder.Options.CheckpointFile!);
        var forged = copies[^1].Replace("\"every\":1000", "\"every\":1001", StringComparison.Ordinal);
        copies[^1] = Forging.Chained([forged], previous: forged[(forged.IndexOf("\"prev\":\"", StringComparison.Ordinal) + 8)..][..64], first: 8)[0];
        File.WriteAllText(_folder.Options.CheckpointFile!, string.Concat(copies.Select(line => line + "\n")));

        var fault = _folder.Verify().Fault!;

        Assert.NotEqual(forged, copies[^1]);
        Assert.Equal((_folder.Options.CheckpointFile, "Its signature is false."), (fault.File, fault.Reason));
    }

    [Fact]
    public async Task Finds_a_record_that_passes_itself_off_as_a_checkpoint()
    {
        await _folder.WriteAsync(1, closes: false);
        var lines = _folder.Lines();
        var body = lines[2][lines[2].IndexOf("\"journal\"", StringComparison.Ordinal)..^75];
        _folder.Write(Forging.Chained([.. lines, lines[3].Replace("\"kind\":\"intent\"", body, StringComparison.Ordinal)]));

        var found = _folder.Verify();

        Assert.True(found.IsIntact);
        Assert.Equal((3, 2), (found.LastCheckpoint!.Sequence, found.Uncovered));
    }

    [Theory]
    [InlineData("segment", "A header stands in the middle of a file.")]
    [InlineData("pardon", "The journal does not say such a thing of itself.")]
    [InlineData("\\ud83d", "The journal does not say such a thing of itself.")] // half a character
    [InlineData("checkpoint\",\"chain\":\"\\ud83d", "The journal does not say such a thing of itself.")]
    [InlineData("checkpoint", "It is no checkpoint of this journal.")]
    [InlineData("open\",", "The journal does not say such a thing of itself.")] // no JSON
    public async Task Finds_what_a_journal_does_not_say_of_itself(string kind, string reason)
    {
        await _folder.WriteAsync(1, closes: false);
        var lines = _folder.Lines();
        _folder.Write(Forging.Chained([.. lines, lines[1].Replace("\"journal\":\"open\"", $"\"journal\":\"{kind}\"", StringComparison.Ordinal)]));

        AssertFault(_folder.Verify(), 5, reason);
    }

    [Fact]
    public async Task Finds_a_line_that_is_longer_than_any_without_reading_it_to_its_end()
    {
        await _folder.WriteAsync(1);
        using (var file = new FileStream(_folder.File(1), FileMode.Append))
        {
            file.SetLength(file.Length + (1L << 33)); // 8 GiB of nothing, and no line feed
        }

        var before = GC.GetTotalAllocatedBytes();
        AssertFault(_folder.Verify(), 7, "It is longer than any line that a journal writes.");
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 16 * 1024 * 1024);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("no journal\n", 1)]
    [InlineData("{\"seq\":1}\n", 1)]
    public void Finds_what_is_no_journal(string text, long line)
    {
        Directory.CreateDirectory(_folder.Journal);
        File.WriteAllText(_folder.File(1), text);

        Assert.Equal(text.Length == 0 ? 0 : line, _folder.Verify(withCopy: false).Fault!.Line);
    }

    [Fact]
    public async Task Takes_a_journal_that_is_being_written_for_what_it_is()
    {
        _folder.Options.CheckpointRecords = 1;
        _folder.Options.MaxSegmentBytes = JournalOptions.LeastSegmentBytes;
        await using var writer = _folder.Open();
        await writer.AppendAsync(JournalFolder.Record(0));
        var writing = Task.Run(async () =>
        {
            // An end, or each reading takes longer than the one before for as long as the writer is faster.
            for (var i = 1; i < 1000; i++)
            {
                await writer.AppendAsync(JournalFolder.Record(i));
            }
        });

        do
        {
            var found = _folder.Verify();
            Assert.True(found.IsIntact, $"{found.Fault?.File}:{found.Fault?.Line} {found.Fault?.Reason}");
        }
        while (!writing.IsCompleted);

        await writing;
    }

    [Fact]
    public void Says_that_there_is_no_journal()
    {
        Directory.CreateDirectory(_folder.Journal);

        Assert.Throws<JournalException>(() => _folder.Verify(withCopy: false));
        Assert.Throws<FileNotFoundException>(() => _folder.Verify(withCopy: false, path: _folder.File(1)));
    }

    private static void AssertFault(JournalVerification found, long line, string? reason = null)
    {
        Assert.False(found.IsIntact);
        Assert.Equal(line, found.Fault!.Line);
        if (reason is not null)
        {
            Assert.Equal(reason, found.Fault.Reason);
        }
    }
}
