using System.Text;
using McpSecure.Execution.Programs;
using McpSecure.Files;
using FileCalls = McpSecure.Files.Linux.Libc;

namespace McpSecure.Execution.Linux;

/// <summary>The file behind all links of a registered path, and whether anybody else could exchange it.</summary>
internal sealed record ProgramFile(string Path, bool IsScript)
{
    private const uint WritableByAll = 0x2;
    private const int StickyDirectory = 0x200;
    private const int SetUserId = 0x800;

    // What owners are called that a user namespace has no number for: they are outside, and so are their privileges.
    private const uint UnmappedOwner = 65534;

    private static readonly Lazy<bool> AllOwnersAreMapped = new(() => FindsAllOwnersMapped("/proc/self/uid_map"));

    /// <summary>Finds the file.</summary>
    /// <returns>What is wrong; <see langword="null"/> if nothing is.</returns>
    public static string? Open(ProgramEntry entry, out ProgramFile? file)
    {
        file = null;
        using var descriptor = new Files.Linux.Descriptor(FileCalls.OpenAt(FileCalls.CurrentDirectory, Terminated(entry.Path), FileCalls.PathOnly));
        if (!descriptor.IsOpen || FileCalls.Stat(descriptor.Value, out var stat) < 0)
        {
            return $"The program '{entry.Name}' is not at '{entry.Path}'. Install it, or correct the path.";
        }

        if (stat.Kind != PathKind.File || !Libc.IsExecutable(Terminated(entry.Path)))
        {
            return $"The program '{entry.Name}' at '{entry.Path}' is no file that this process may execute. Correct the path or its permissions.";
        }

        if ((stat.Mode & SetUserId) != 0 && Libc.EffectiveUser != 0)
        {
            return $"The program '{entry.Name}' at '{entry.Path}' runs as another user (set-user-ID): it could not be ended. Register another one.";
        }

        var path = TargetOf(descriptor.Value);
        if (path is null)
        {
            return $"Where '{entry.Path}' of the program '{entry.Name}' leads cannot be told: /proc is not mounted.";
        }

        file = new ProgramFile(path, IsScriptOrUnreadable(path));
        return WritableFault(entry, path);
    }

    internal static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + "\0");

    private static string? WritableFault(ProgramEntry entry, string path)
    {
        for (var place = path; place is not null; place = System.IO.Path.GetDirectoryName(place))
        {
            if (FileCalls.StatEntry(FileCalls.CurrentDirectory, Terminated(place), out var stat) < 0
                || ((stat.Permissions & WritableByAll) != 0 && !(stat.Kind == PathKind.Directory && (stat.Mode & StickyDirectory) != 0))
                || (stat.Owner != 0 && stat.Owner != Libc.EffectiveUser && !IsOutside(stat.Owner)))
            {
                return $"The program '{entry.Name}' could be exchanged: '{place}' belongs to, or may be written by, another user. Install it where only its owner and root may write.";
            }
        }

        return null;
    }

    /// <summary>Where every number is somebody's, the one of the unmapped is a user's like any other, whom nobody trusts: <c>nobody</c>.</summary>
    private static bool IsOutside(uint owner) => owner == UnmappedOwner && !AllOwnersAreMapped.Value;

    private static bool FindsAllOwnersMapped(string map)
    {
        try
        {
            // First number inside, first number outside, how many: all that there are, but for -1.
            var fields = File.ReadAllText(map).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            return fields is [_, _, "4294967295"];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No user namespaces at all, or no way to tell: then it is safer to trust nobody.
            return true;
        }
    }

    private static string? TargetOf(int descriptor)
    {
        Span<byte> target = stackalloc byte[4096];
        var link = Terminated(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}"));
        var length = FileCalls.ReadLink(FileCalls.CurrentDirectory, link, target);
        return length is > 0 and < 4096 ? Encoding.UTF8.GetString(target[..length]) : null;
    }

    private static bool IsScriptOrUnreadable(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            Span<byte> start = stackalloc byte[4];
            var length = RandomAccess.Read(handle, start, 0);
            return !start[..length].SequenceEqual("\u007fELF"u8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
