using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files;

/// <content>Opening files.</content>
public sealed partial class SecureRoot
{
    private const int BufferSize = 4096;

    /// <summary>Opens a regular file, whatever <see cref="FileMode"/> and <see cref="FileAccess"/> say.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">As for <see cref="File.OpenHandle"/>. A file is truncated only after it is known to be one.</param>
    /// <param name="access">As for <see cref="File.OpenHandle"/>.</param>
    /// <returns>The open file. Unlike files that <see cref="File"/> opens on Unix, it takes no advisory lock.</returns>
    /// <exception cref="ArgumentException"><paramref name="mode"/> creates, truncates or appends, and <paramref name="access"/> does not write.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mode"/> or <paramref name="access"/> is none.</exception>
    /// <exception cref="PathRefusedException">The file was not opened, and nothing created.</exception>
    public SafeFileHandle OpenHandle(UntrustedPath path, FileMode mode = FileMode.Open, FileAccess access = FileAccess.Read)
    {
        if (!Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "There is no such mode.");
        }

        if (!Enum.IsDefined(access))
        {
            throw new ArgumentOutOfRangeException(nameof(access), access, "There is no such access.");
        }

        if (access == FileAccess.Read && mode is not (FileMode.Open or FileMode.OpenOrCreate))
        {
            throw new ArgumentException($"FileMode.{mode} changes the file, which FileAccess.Read does not permit.", nameof(access));
        }

        var changes = access != FileAccess.Read || mode != FileMode.Open;
        Done(_directory.OpenFile(Accepted(path, changes), mode, access, out var handle));
        return handle!;
    }

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The stream, to be disposed of.</returns>
    /// <exception cref="PathRefusedException">The file was not opened.</exception>
    public FileStream OpenRead(UntrustedPath path) => Stream(path, FileMode.Open, FileAccess.Read);

    /// <summary>Opens a file for writing, and creates it if it is not there. What is in it stays until it is written over.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The stream, to be disposed of.</returns>
    /// <exception cref="PathRefusedException">The file was not opened.</exception>
    public FileStream OpenWrite(UntrustedPath path) => Stream(path, FileMode.OpenOrCreate, FileAccess.Write);

    /// <summary>Creates a file, or empties the one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The stream, to be disposed of.</returns>
    /// <exception cref="PathRefusedException">The file was not opened, and what was there is as it was.</exception>
    public FileStream Create(UntrustedPath path) => Stream(path, FileMode.Create, FileAccess.ReadWrite);

    /// <summary>Creates a file that is not there yet.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The stream, to be disposed of.</returns>
    /// <exception cref="PathRefusedException">Something is there (<see cref="PathRefusal.Exists"/>), or the path was refused.</exception>
    [SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "The name of FileMode.CreateNew.")]
    public FileStream CreateNew(UntrustedPath path) => Stream(path, FileMode.CreateNew, FileAccess.ReadWrite);

    /// <summary>Opens a file for writing at its end, and creates it if it is not there.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The stream, to be disposed of. Each write goes to what is the end at that moment.</returns>
    /// <exception cref="PathRefusedException">The file was not opened.</exception>
    public FileStream Append(UntrustedPath path) => Stream(path, FileMode.Append, FileAccess.Write);

    private FileStream Stream(UntrustedPath path, FileMode mode, FileAccess access)
    {
        var handle = OpenHandle(path, mode, access);
        try
        {
            return new FileStream(handle, access, BufferSize, isAsync: false);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
