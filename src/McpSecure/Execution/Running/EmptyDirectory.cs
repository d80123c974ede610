using McpSecure.Execution.Linux;
using Microsoft.Win32.SafeHandles;
using FileCalls = McpSecure.Files.Linux.Libc;

namespace McpSecure.Execution.Running;

/// <summary>A directory for programs that need none: private, empty, and without permission to create anything in it.</summary>
internal sealed class EmptyDirectory : IDisposable
{
    private readonly DirectoryInfo _directory;

    /// <exception cref="CommandRefusedException">It cannot be created.</exception>
    public EmptyDirectory()
    {
        _directory = Directory.CreateTempSubdirectory("mcpsecure-run-");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var flags = FileCalls.PathOnly | Files.Linux.Abi.Directory;
        Handle = new SafeFileHandle(Started.OrThrow(FileCalls.OpenAt(FileCalls.CurrentDirectory, ProgramFile.Terminated(_directory.FullName), flags)), ownsHandle: true);
    }

    public SafeFileHandle Handle { get; }

    public void Dispose()
    {
        Handle.Dispose();
        try
        {
            _directory.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Someone else has cleaned up, or a privileged program has put something into it.
        }
    }
}
