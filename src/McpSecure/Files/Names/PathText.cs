using System.Buffers;
using System.Text.Unicode;

namespace McpSecure.Files.Names;

/// <summary>What can be said about a path without a file system. Everything else is for the open itself.</summary>
internal static class PathText
{
    /// <summary>What Linux takes, without the final NUL.</summary>
    public const int MaximumBytes = 4095;

    /// <summary>Refuses what no file system call should see.</summary>
    public static Outcome Check(ReadOnlySpan<char> path, PathNames names)
    {
        if (path.Length == 0)
        {
            return PathRefusal.Empty;
        }

        if (path.Contains('\0'))
        {
            return PathRefusal.Nul;
        }

        if (path.Length > MaximumBytes)
        {
            return PathRefusal.TooLong;
        }

        if (path[0] == '/')
        {
            return PathRefusal.Rooted;
        }

        return names == PathNames.Portable ? PortableNames.Check(path) : Outcome.Done;
    }

    /// <summary>The path as the operating system takes it, with a NUL at its end.</summary>
    /// <returns>The length without the NUL, or -1 for a path that is too long, or -2 for one that is no text.</returns>
    public static int Encode(ReadOnlySpan<char> path, Span<byte> bytes)
    {
        // A lone surrogate would become a replacement character: two paths, one file.
        var status = Utf8.FromUtf16(path, bytes[..^1], out _, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            return status == OperationStatus.DestinationTooSmall ? -1 : -2;
        }

        bytes[written] = 0;
        return written;
    }
}
