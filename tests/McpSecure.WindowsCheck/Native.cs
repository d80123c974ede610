using System.Runtime.InteropServices;

namespace McpSecure.WindowsCheck;

/// <summary>What the checks need of Windows and .NET does not have.</summary>
internal static unsafe partial class Native
{
    /// <summary>How many handles the process has. Wine does not count them, but gives a new one the lowest number that is free.</summary>
    public static long HandleCount()
    {
        uint before, after;
        _ = GetProcessHandleCount(-1, &before);
        using var handle = File.OpenHandle(Environment.ProcessPath!);
        return GetProcessHandleCount(-1, &after) != 0 && after > before ? after : handle.DangerousGetHandle() / sizeof(int);
    }

    public static bool TryHardLink(string path, string existing) => CreateHardLinkW(path, existing, 0) != 0;

    /// <summary>The short name of a file, if it has one.</summary>
    public static string? ShortName(string path)
    {
        var buffer = stackalloc char[1024];
        var length = GetShortPathNameW(path, buffer, 1024);
        var name = Path.GetFileName(new string(buffer, 0, (int)Math.Min(length, 1023)));
        return length == 0 || string.Equals(name, Path.GetFileName(path), StringComparison.OrdinalIgnoreCase) ? null : name;
    }

    [LibraryImport("kernel32")]
    private static partial int GetProcessHandleCount(nint process, uint* count);

    [LibraryImport("kernel32", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int CreateHardLinkW(string path, string existing, nint security);

    [LibraryImport("kernel32", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    private static partial uint GetShortPathNameW(string path, char* buffer, uint length);
}
