using System.Text;
using McpSecure.Journal;

namespace McpSecure.Tests.Journal;

/// <summary>What is found when a journal is opened whose writer was ended in the middle of a line, or which somebody has changed.</summary>
public sealed class RecoveryTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cuts_an_incomplete_last_line_off_at_every_byte_and_puts_that_on_record()
    {
        _folder.Options.CheckpointFile = null; // it would know more than the journals that are made here
        await _folder.WriteAsync(2, closes: false);
        var whole = File.ReadAllBytes(_folder.File(1));
        await _folder.WriteAsync(1, closes: false);
        var bytes = File.ReadAllBytes(_folder.File(1));
        var end = whole.Length + 1 + bytes.AsSpan(whole.Length).IndexOf((byte)'\n');

        for (var length = whole.Length; length < end - 1; length++)
        {
            File.WriteAllBytes(_folder.File(1), bytes[..length]);
            Assert.True(_folder.Verify(withCopy: false).IsIntact, $"before, at {length}");
            JournalRecovery? told = null;

            await _folder.WriteAsync(1, hooks: new JournalHooks { Recovered = recovery => told = recovery });

            var found = _folder.Verify(withCopy: false);
            Assert.True(found.IsIntact, $"after, at {length}: {found.Fault?.Reason}");
            var torn = length - whole.Length;
            Assert.Equal(torn == 0 ? null : torn, told?.Bytes);
            Assert.Equal(torn == 0 ? 0 : 1, found.Recoveries);
            Assert.Equal(torn > 0, _folder.Lines().Any(line => line.Contains($"\"journal\":\"recovery\",\"bytes\":{torn},\"sha256\":\"{told?.Sha256}\"", StringComparison.Ordinal)));
        }
    }

    /// <summary>The line about the cut is written over what is cut off, so that no end of the process leaves a cut without a line.</summary>
    [Fact]
    public async Task Leaves_no_cut_without_a_record_whenever_the_process_ends()
    {
        _folder.Options.CheckpointFile = null;
        await _folder.WriteAsync(2, closes: false);
        var whole = File.ReadAllBytes(_folder.File(1));
        var begun = $"{{\"seq\":6,\"time\":\"{_folder.Time.GetUtcNow().UtcDateTime:O}\",\"prev\":\"{Forging.HashOf(_folder.Lines()[^1])}\",\"record\":{{\"x\":\"";
        var torn = whole.Concat(Encoding.UTF8.GetBytes(begun)).Concat(Enumerable.Repeat((byte)'x', 2000)).ToArray();
        File.WriteAllBytes(_folder.File(1), torn);
        await _folder.WriteAsync(0, closes: false);
        var written = File.ReadAllBytes(_folder.File(1));

        for (var length = whole.Length + 1; length < written.Length; length += 13)
        {
            File.WriteAllBytes(_folder.File(1), [.. written[..length], .. torn[Math.Min(length, torn.Length)..]]);

            await _folder.WriteAsync(0);

            var found = _folder.Verify(withCopy: false);
            Assert.True(found.IsIntact && found.Recoveries > 0, $"{length}: {found.Fault?.Reason}");
        }
    }

    [Fact]
    public async Task Refuses_to_go_on_with_a_line_that_was_changed_and_changes_nothing()
    {
        await _folder.WriteAsync(5);
        var lines = _folder.Lines();
        lines[4] = lines[4].Replace("\"number\":1", "\"number\":9", StringComparison.Ordinal);
        _folder.Write(lines);
        var before = File.ReadAllBytes(_folder.File(1));

        var refused = Assert.Throws<JournalException>(() => _folder.Open());

        Assert.Contains($"{_folder.File(1)}, line 5: It was changed: its hash does not fit its bytes.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File(1)));
    }

    /// <summary>Gone on with, the cut would be covered up: the next checkpoints would be of the shorter journal.</summary>
    [Fact]
    public async Task Refuses_to_go_on_where_the_second_place_knows_of_more_and_changes_nothing()
    {
        await _folder.WriteAsync(5);
        var lines = _folder.Lines();
        _folder.Write(lines[..5]);
        var before = File.ReadAllText(_folder.File(1)) + File.ReadAllText(_folder.Options.CheckpointFile!);

        var failure = Assert.Throws<JournalException>(() => _folder.Open());

        Assert.Contains($"The journal ends with record 5, and the checkpoint file {_folder.Options.CheckpointFile} knows record 10: the end was cut off", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_folder.File(1)) + File.ReadAllText(_folder.Options.CheckpointFile!));
    }

    [Fact]
    public async Task Refuses_a_second_place_that_is_of_another_journal()
    {
        await _folder.WriteAsync(5);
        Directory.Move(_folder.Journal, _folder.Beside("elsewhere"));

        Assert.Contains("is of another journal", Assert.Throws<JournalException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no checkpoints\n")]
    [InlineData("no line either")]
    [InlineData(null)] // a directory
    public async Task Refuses_a_second_place_that_is_of_no_use(string? content)
    {
        if (content is null)
        {
            Directory.CreateDirectory(_folder.Options.CheckpointFile!);
        }
        else
        {
            await File.WriteAllTextAsync(_folder.Options.CheckpointFile!, content);
        }

        Assert.Contains("The checkpoint file", Assert.Throws<JournalException>(() => _folder.Open()).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File(1)));
    }

    [Fact]
    public async Task Begins_a_file_anew_whose_header_was_never_finished()
    {
        _folder.Options.CheckpointFile = null;
        _folder.Options.MaxSegmentBytes = JournalOptions.LeastSegmentBytes;
        await _folder.WriteAsync(300);
        var header = File.ReadAllBytes(_folder.File(2)).AsSpan(0, 100).ToArray();

        foreach (var length in new[] { 0, 1, 50, 100 })
        {
            File.WriteAllBytes(_folder.File(2), header[..length]);
            await _folder.WriteAsync(1);

            var found = _folder.Verify(withCopy: false);
            Assert.True(found.IsIntact, found.Fault?.Reason);
            Assert.Equal((2, length == 0 ? 0 : 1), (found.Files, found.Recoveries));
        }
    }

    [Fact]
    public async Task Refuses_a_directory_in_use_until_it_is_let_go_of()
    {
        var first = _folder.Open();

        var refused = Assert.Throws<JournalException>(() => _folder.Open());
        Assert.Contains("is in use", refused.Message, StringComparison.Ordinal);

        await first.DisposeAsync();
        await _folder.Open().DisposeAsync();
        Assert.True(_folder.Verify().IsIntact);
    }
}
