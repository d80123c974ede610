using System.Runtime.InteropServices;

namespace McpSecure.Files.Linux;

/// <summary>The calls into the C library. Each returns a value that is not negative, or an error number, negated.</summary>
/// <remarks>Names are bytes with a NUL at their end. Where the C library is older than the call, the call goes to the kernel by number.</remarks>
internal static unsafe partial class Libc
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NoTerminal = 0x100;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;

    public const ulong ResolveNoMounts = 0x01;
    public const ulong ResolveNoMagicLinks = 0x02;
    public const ulong ResolveNoLinks = 0x04;
    public const ulong ResolveBeneath = 0x08;

    public const int CurrentDirectory = -100;

    private const int EmptyPath = 0x1000;
    private const int DoNotFollow = 0x100;
    private const int RemoveDirectory = 0x200;
    private const int NoReplace = 1;

    public static int OpenAt(int directory, ReadOnlySpan<byte> name, int flags, uint mode = 0)
    {
        fixed (byte* pointer = name)
        {
            return Result(openat(directory, pointer, flags | CloseOnExec, mode));
        }
    }

    public static int OpenAt2(int directory, ReadOnlySpan<byte> path, int flags, uint mode, ulong resolve)
    {
        var how = new OpenHow { Flags = (uint)(flags | CloseOnExec), Mode = (flags & Create) != 0 ? mode : 0, Resolve = resolve };
        fixed (byte* pointer = path)
        {
            return Result((int)syscall(Abi.OpenAt2, directory, (nint)pointer, (nint)(&how), sizeof(OpenHow), 0));
        }
    }

    /// <summary>What an open descriptor stands for.</summary>
    public static int Stat(int descriptor, out Statx stat) => Stat(descriptor, "\0"u8, EmptyPath, out stat);

    /// <summary>What a name in a directory stands for: a link is a link.</summary>
    public static int StatEntry(int directory, ReadOnlySpan<byte> name, out Statx stat) => Stat(directory, name, DoNotFollow, out stat);

    public static int ReadLink(int directory, ReadOnlySpan<byte> name, Span<byte> target)
    {
        fixed (byte* pointer = name, buffer = target)
        {
            return Result((int)readlinkat(directory, pointer, buffer, (nuint)target.Length));
        }
    }

    public static int MakeDirectory(int directory, ReadOnlySpan<byte> name)
    {
        fixed (byte* pointer = name)
        {
            return Result(mkdirat(directory, pointer, 0x1ff));
        }
    }

    /// <summary>Takes a name away: of a file, a link, a pipe.</summary>
    public static int Unlink(int directory, ReadOnlySpan<byte> name) => UnlinkAt(directory, name, 0);

    /// <summary>Takes an empty directory away.</summary>
    public static int UnlinkDirectory(int directory, ReadOnlySpan<byte> name) => UnlinkAt(directory, name, RemoveDirectory);

    public static int Rename(int fromDirectory, ReadOnlySpan<byte> from, int toDirectory, ReadOnlySpan<byte> to, bool overwrite)
    {
        fixed (byte* source = from, target = to)
        {
            return overwrite
                ? Result(renameat(fromDirectory, source, toDirectory, target))
                : Result((int)syscall(Abi.RenameAt2, fromDirectory, (nint)source, toDirectory, (nint)target, NoReplace));
        }
    }

    /// <summary>Reads the next entries of a directory.</summary>
    /// <returns>How many bytes of the buffer they fill; 0 at the end.</returns>
    public static int ReadEntries(int directory, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return Result((int)syscall(Abi.GetDents64, directory, (nint)pointer, buffer.Length, 0, 0));
        }
    }

    public static int Truncate(int descriptor) => Result(ftruncate(descriptor, 0));

    public static int SetPermissions(int descriptor, uint mode) => Result(fchmod(descriptor, mode));

    public static void Close(int descriptor) => _ = close(descriptor);

    private static int Stat(int directory, ReadOnlySpan<byte> name, int flags, out Statx stat)
    {
        stat = default;
        fixed (byte* pointer = name)
        {
            fixed (Statx* buffer = &stat)
            {
                return Result((int)syscall(
                    Abi.Statx, directory, (nint)pointer, flags, (nint)(Linux.Statx.BasicStats | Linux.Statx.MountId), (nint)buffer));
            }
        }
    }

    private static int UnlinkAt(int directory, ReadOnlySpan<byte> name, int flags)
    {
        fixed (byte* pointer = name)
        {
            return Result(unlinkat(directory, pointer, flags));
        }
    }

    private static int Result(int value) => value >= 0 ? value : -Marshal.GetLastPInvokeError();

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int openat(int directory, byte* path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint readlinkat(int directory, byte* path, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mkdirat(int directory, byte* path, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlinkat(int directory, byte* path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int renameat(int fromDirectory, byte* from, int toDirectory, byte* to);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ftruncate(int descriptor, long length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fchmod(int descriptor, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
