using Microsoft.Win32.SafeHandles;

namespace McpSecure.Journal;

/// <summary>A file of the operating system, for its owner alone.</summary>
internal sealed class DiskFile : IJournalFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly SafeFileHandle _handle;

    private DiskFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    public long Length => RandomAccess.GetLength(_handle);

    /// <summary>Opens a file for writing; readers may read on.</summary>
    public static DiskFile Open(string path, FileMode mode)
    {
        // A FileStream takes the permissions of a new file; its handle is all that is used of it.
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var stream = new FileStream(path, options);
        return new DiskFile(path, stream.SafeFileHandle);
    }

    public bool IsInPlace(long length, ReadOnlySpan<byte> bytes, long offset)
    {
        if (!File.Exists(Path))
        {
            return false;
        }

        using var there = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var found = new byte[bytes.Length];
        return RandomAccess.GetLength(there) == length && RandomAccess.Read(there, found, offset) == bytes.Length && bytes.SequenceEqual(found);
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();
}
