using System.Runtime.InteropServices;

namespace McpSecure.Journal;

/// <summary>Forces the entries of a directory to the disk, which .NET has no API for: without it, a power failure may take a new file away as a whole.</summary>
internal static partial class DirectoryFlush
{
    public static void Run(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS keeps its names in a log
        }

        var descriptor = Open(directory, flags: 0);
        if (descriptor < 0)
        {
            throw new IOException($"The directory {directory} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        }

        var failed = Sync(descriptor) != 0;
        _ = Close(descriptor);
        if (failed)
        {
            throw new IOException($"The directory {directory} cannot be forced to the disk.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Close(int descriptor);
}
