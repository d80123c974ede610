using McpSecure.Journal;

namespace McpSecure.Tests.Journal;

/// <summary>A journal of several files: they follow each other, and none can be taken away, added or renamed.</summary>
public sealed class SegmentTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public SegmentTests() => _folder.Options.MaxSegmentBytes = JournalOptions.LeastSegmentBytes;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Begins_a_new_file_that_goes_on_where_the_last_one_ended()
    {
        await WriteThreeAsync();

        var found = _folder.Verify();

        Assert.True(found.IsIntact, found.Fault?.Reason);
        Assert.Equal((4, found.Records), (found.Files, found.LastSequence));
        Assert.Equal(Forging.HashOf(_folder.Lines(1)[^1]), _folder.Lines(2)[0].Split("\"prev\":\"")[1][..64]);
    }

    [Fact]
    public async Task Finds_every_file_that_is_missing_but_the_last()
    {
        await WriteThreeAsync();

        foreach (var missing in new[] { 1, 2, 3 })
        {
            File.Move(_folder.File(missing), _folder.Beside("away"));
            var found = _folder.Verify(withCopy: false, withKey: false);
            File.Move(_folder.Beside("away"), _folder.File(missing));

            Assert.Equal((_folder.File(missing == 1 ? 2 : missing + 1), 1L), (found.Fault!.File, found.Fault.Line));
        }

        File.Delete(_folder.File(4));
        Assert.Contains("cut off", _folder.Verify().Fault!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepts_that_the_first_files_are_in_an_archive_if_it_is_told_so()
    {
        await WriteThreeAsync();
        File.Delete(_folder.File(1));

        Assert.Contains("If they were moved to an archive, say so.", _folder.Verify().Fault!.Reason, StringComparison.Ordinal);
        var found = _folder.Verify(allowArchived: true);
        Assert.True(found.IsIntact, found.Fault?.Reason);
        Assert.True(found.FirstSequence > 1);
    }

    [Theory]
    [InlineData(2, 3)] // a copy in the place of another
    [InlineData(3, 5)] // a copy at the end
    [InlineData(1, 2)]
    public async Task Finds_a_file_in_the_place_of_another(int from, int to)
    {
        await WriteThreeAsync();
        File.Copy(_folder.File(from), _folder.File(to), overwrite: true);

        var found = _folder.Verify(withCopy: false, withKey: false);

        Assert.Equal((_folder.File(to), 1L), (found.Fault!.File, found.Fault.Line));
    }

    [Fact]
    public async Task Finds_the_file_of_another_journal()
    {
        await WriteThreeAsync();
        using var other = new JournalFolder();
        other.Options.MaxSegmentBytes = JournalOptions.LeastSegmentBytes;
        await other.WriteAsync(800);
        File.Copy(other.File(2), _folder.File(2), overwrite: true);

        Assert.Equal(_folder.File(2), _folder.Verify(withCopy: false, withKey: false).Fault!.File);
        Assert.Contains("another journal", other.Verify(withKey: false, withCopy: false) is { IsIntact: true }
            ? JournalVerifier.Verify(other.Journal, new JournalVerifyOptions { CheckpointFile = _folder.Options.CheckpointFile }).Fault!.Reason
            : string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verifies_one_file_alone()
    {
        await WriteThreeAsync();

        Assert.True(_folder.Verify(path: _folder.File(3), withCopy: false, withKey: false).IsIntact);
        Assert.Contains("verify its directory", _folder.Verify(path: _folder.File(3), withKey: false).Fault!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_with_the_last_file_when_it_is_opened_again()
    {
        await WriteThreeAsync();
        await WriteThreeAsync();

        var found = _folder.Verify();

        Assert.True(found.IsIntact, found.Fault?.Reason);
        Assert.True(found.Files > 6);
    }

    [Fact]
    public async Task Refuses_to_go_on_with_a_file_that_does_not_follow_the_one_before()
    {
        await WriteThreeAsync();
        _folder.Write(_folder.Lines(3)[..^1], 3);

        var refused = Assert.Throws<JournalException>(() => _folder.Open());

        Assert.Contains(_folder.File(4) + ", line 1", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Three full files and the beginning of a fourth.</summary>
    private Task WriteThreeAsync() => _folder.WriteAsync(800);
}
