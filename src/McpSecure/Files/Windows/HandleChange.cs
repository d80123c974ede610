using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>Changes to what is open. By the handle, so that it is what was looked at, whatever has its name by now.</summary>
internal static unsafe class HandleChange
{
    // The name goes at once, also where somebody else has the file open and lets it go.
    private const uint PosixSemantics = 2;
    private const uint DeleteIt = 1;
    private const uint ForceImageCheck = 4;
    private const uint ReplaceIfThere = 1;

    private const int PermissionsSize = 1024;
    private const int MaximumPermissions = 64 * 1024;

    public static Outcome Truncate(SafeFileHandle handle)
    {
        long length = 0;
        return NtStatus.Outcome(Nt.Set(handle, Nt.EndOfFileInformation, Bytes(ref length)));
    }

    /// <summary>Deletes a file or an empty directory.</summary>
    public static Outcome Delete(SafeFileHandle handle)
    {
        var flags = DeleteIt | PosixSemantics | ForceImageCheck;
        var status = Nt.Set(handle, Nt.DispositionInformationEx, Bytes(ref flags));
        if (NtStatus.IsUnknownRequest(status))
        {
            byte deletes = 1;
            status = Nt.Set(handle, Nt.DispositionInformation, Bytes(ref deletes));
        }

        return NtStatus.Outcome(status);
    }

    /// <summary>Gives it a name in an open directory. What has that name is replaced or in the way; a link of that name is not followed.</summary>
    public static Outcome Rename(SafeFileHandle handle, SafeFileHandle directory, ReadOnlySpan<char> name, bool overwrite)
    {
        var replaces = overwrite ? ReplaceIfThere : 0;
        var status = Rename(handle, directory, name, replaces | PosixSemantics, Nt.RenameInformationEx);
        return NtStatus.Outcome(NtStatus.IsUnknownRequest(status) ? Rename(handle, directory, name, replaces, Nt.RenameInformation) : status);
    }

    /// <summary>Lets the same people do the same things with another file.</summary>
    public static Outcome CopyPermissions(SafeFileHandle from, SafeFileHandle to)
    {
        Span<byte> buffer = stackalloc byte[PermissionsSize];
        var status = Nt.GetPermissions(from, buffer, out var needed);
        if (status == NtStatus.BufferTooSmall && needed is > PermissionsSize and <= MaximumPermissions)
        {
            buffer = new byte[needed];
            status = Nt.GetPermissions(from, buffer, out _);
        }

        return NtStatus.Outcome(status == NtStatus.Success ? Nt.SetPermissions(to, buffer) : status);
    }

    private static uint Rename(SafeFileHandle handle, SafeFileHandle directory, ReadOnlySpan<char> name, uint flags, int kind)
    {
        var added = false;
        var buffer = ArrayPool<byte>.Shared.Rent(sizeof(NewName) + (name.Length * sizeof(char)));
        try
        {
            directory.DangerousAddRef(ref added);
            fixed (byte* pointer = buffer)
            {
                var header = (NewName*)pointer;
                *header = new NewName { Flags = flags, RootDirectory = directory.DangerousGetHandle(), Length = (uint)(name.Length * sizeof(char)) };
                name.CopyTo(new Span<char>(&header->Name, name.Length));
                return Nt.Set(handle, kind, buffer.AsSpan(0, sizeof(NewName) + (name.Length * sizeof(char))));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (added)
            {
                directory.DangerousRelease();
            }
        }
    }

    private static ReadOnlySpan<byte> Bytes<T>(ref T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new Span<T>(ref value));

    /// <summary>What renames. The first field is a byte in the older form, of which the flag is the lowest bit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NewName
    {
        public uint Flags;
        public nint RootDirectory;
        public uint Length;
        public char Name;
    }
}
