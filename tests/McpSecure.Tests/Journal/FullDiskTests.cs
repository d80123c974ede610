using McpSecure.Journal;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Journal;

/// <summary>A disk that is really full.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SmallDiskFact]
    public async Task Refuses_what_does_not_fit_and_goes_on_once_there_is_space()
    {
        using var disk = SmallDisk.TryMount()!;
        _folder.Options.Directory = Path.Join(disk.Folder, "journal");
        var filler = Path.Join(disk.Folder, "filler");
        File.WriteAllBytes(filler, new byte[100_000]);
        await using (var writer = _folder.Open())
        {
            var written = 0;
            while (await TryAppendAsync(writer))
            {
                written++;
            }

            Assert.InRange(written, 10, 1000);
            Assert.False(await TryAppendAsync(writer));
            Assert.Equal(written, RecordsOf(_folder));
            File.Delete(filler);
            Assert.True(await TryAppendAsync(writer));
            Assert.Equal(written + 1, RecordsOf(_folder));
        }

        var found = _folder.Verify();
        Assert.True(found.IsIntact && found.IsClosed, found.Fault?.Reason);
    }

    [LinuxFact]
    public void Refuses_to_open_where_nothing_can_be_written()
    {
        var file = _folder.Beside("file");
        File.WriteAllText(file, string.Empty);
        _folder.Options.Directory = Path.Join(file, "journal"); // beneath a file there is no directory, not for root either

        Assert.Contains("cannot be opened", Assert.Throws<JournalException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }

    private static async Task<bool> TryAppendAsync(JournalWriter writer)
    {
        try
        {
            await writer.AppendAsync(JournalFolder.Record(1, filler: 600));
            return true;
        }
        catch (JournalException)
        {
            return false;
        }
    }

    private static int RecordsOf(JournalFolder folder)
    {
        using var reader = new JournalReader(folder.Journal);
        return reader.ReadAll().Count(record => record.Own is null);
    }
}
