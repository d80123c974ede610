using McpSecure.Journal;

namespace McpSecure.Tests.Journal;

/// <summary>Files that fail on purpose: when, and how much of a write they still take.</summary>
internal sealed class FailingFiles
{
    /// <summary>Gets or sets how many bytes the next writes take before they fail; <see langword="null"/> for a healthy disk.</summary>
    public int? Space { get; set; }

    /// <summary>Gets or sets the file that takes nothing.</summary>
    public string? Unwritable { get; set; }

    public bool FailsToTruncate { get; set; }

    public bool FailsToFlush { get; set; }

    public bool FailsToCreate { get; set; }

    public int Flushes { get; private set; }

    /// <summary>Gets what a write waits for.</summary>
    public ManualResetEventSlim Moves { get; } = new(initialState: true);

    /// <summary>Gets what says that a write waits.</summary>
    public SemaphoreSlim Waiting { get; } = new(0);

    public JournalHooks Hooks => new() { OpenFile = Open, Failed = failure => Failures.Add(failure) };

    public List<JournalException> Failures { get; } = [];

    public IJournalFile Open(string path, FileMode mode) =>
        FailsToCreate && mode == FileMode.CreateNew ? throw new IOException("No space left on device") : new Failing(this, DiskFile.Open(path, mode));

    private sealed class Failing(FailingFiles disk, IJournalFile file) : IJournalFile
    {
        public string Path => file.Path;

        public long Length => file.Length;

        public bool IsInPlace(long length, ReadOnlySpan<byte> bytes, long offset) => file.IsInPlace(length, bytes, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            if (!disk.Moves.IsSet)
            {
                disk.Waiting.Release();
                disk.Moves.Wait(Support.Patience.Limit);
            }

            if (disk.Unwritable == Path)
            {
                throw new IOException("Input/output error");
            }

            if (disk.Space is { } space && space < bytes.Length)
            {
                file.Write(bytes[..space], offset);
                throw new IOException("No space left on device");
            }

            file.Write(bytes, offset);
        }

        public void Truncate(long length)
        {
            if (disk.FailsToTruncate)
            {
                throw new IOException("Input/output error");
            }

            file.Truncate(length);
        }

        public void Flush()
        {
            disk.Flushes++;
            if (disk.FailsToFlush)
            {
                throw new IOException("Input/output error");
            }

            file.Flush();
        }

        public void Dispose() => file.Dispose();
    }
}
