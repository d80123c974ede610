using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>The calls into Windows that open and change files by their handles. Each returns a status of <see cref="NtStatus"/>.</summary>
internal static unsafe partial class Nt
{
    public const int RenameInformation = 10;
    public const int DispositionInformation = 13;
    public const int EndOfFileInformation = 20;
    public const int DispositionInformationEx = 64;
    public const int RenameInformationEx = 65;

    private const uint AccessControlList = 4;
    private const int DirectoryInformation = 1;
    private const uint Disk = 1;

    private const uint CaseInsensitive = 0x40;
    private const uint DontReparse = 0x1000;
    private const uint Synchronize = 0x100000;
    private const uint SynchronousNonAlert = 0x20;
    private const uint OpenReparsePoint = 0x200000;
    private const uint FollowLinks = 0;
    private const uint NormalFile = 0x80;

    /// <summary>Opens one name in an open directory. A reparse point is opened itself and never followed; its attributes tell it.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">The name; if it is empty, the directory itself is opened once more.</param>
    /// <param name="opening">How.</param>
    /// <param name="handle">What was opened.</param>
    public static uint Open(SafeFileHandle directory, ReadOnlySpan<char> name, Opening opening, out SafeFileHandle? handle)
    {
        var added = false;
        try
        {
            directory.DangerousAddRef(ref added);
            return Create(directory.DangerousGetHandle(), name, CaseInsensitive | DontReparse, opening, OpenReparsePoint, out handle);
        }
        finally
        {
            if (added)
            {
                directory.DangerousRelease();
            }
        }
    }

    /// <summary>Opens a directory by a path of the kernel that is trusted: links in it are followed.</summary>
    public static uint OpenTrusted(string path, out SafeFileHandle? handle) => Create(0, path, CaseInsensitive, Opening.Listing, FollowLinks, out handle);

    public static uint Set(SafeFileHandle handle, int kind, ReadOnlySpan<byte> information)
    {
        IoStatus io;
        fixed (byte* pointer = information)
        {
            return NtSetInformationFile(handle, &io, pointer, (uint)information.Length, kind);
        }
    }

    /// <summary>Reads the next entries of a directory.</summary>
    public static uint ReadEntries(SafeFileHandle directory, Span<byte> buffer, out int read)
    {
        IoStatus io;
        fixed (byte* pointer = buffer)
        {
            var status = NtQueryDirectoryFile(directory, 0, 0, 0, &io, pointer, (uint)buffer.Length, DirectoryInformation, 0, null, 0);
            read = status == NtStatus.Success ? (int)io.Information : 0;
            return status;
        }
    }

    /// <summary>Reads who may do what with a file.</summary>
    public static uint GetPermissions(SafeFileHandle handle, Span<byte> buffer, out int needed)
    {
        uint length;
        fixed (byte* pointer = buffer)
        {
            var status = NtQuerySecurityObject(handle, AccessControlList, pointer, (uint)buffer.Length, &length);
            needed = (int)length;
            return status;
        }
    }

    public static uint SetPermissions(SafeFileHandle handle, ReadOnlySpan<byte> permissions)
    {
        fixed (byte* pointer = permissions)
        {
            return NtSetSecurityObject(handle, AccessControlList, pointer);
        }
    }

    public static bool GetFacts(SafeFileHandle handle, out FileFacts facts)
    {
        fixed (FileFacts* pointer = &facts)
        {
            return GetFileInformationByHandle(handle, pointer) != 0;
        }
    }

    /// <summary>Whether it is on a disk: no pipe, no console, no device.</summary>
    public static bool IsOnDisk(SafeFileHandle handle) => GetFileType(handle) == Disk;

    private static uint Create(
        nint directory, ReadOnlySpan<char> name, uint attributes, Opening opening, uint links, out SafeFileHandle? handle)
    {
        handle = null;
        nint value = 0;
        IoStatus io;
        uint status;
        fixed (char* text = name)
        {
            var size = checked((ushort)(name.Length * sizeof(char)));
            var unicode = new UnicodeString { Length = size, MaximumLength = size, Buffer = text };
            var place = new ObjectAttributes { Length = (uint)sizeof(ObjectAttributes), RootDirectory = directory, Name = &unicode, Attributes = attributes };
            status = NtCreateFile(
                &value, opening.Rights | Synchronize, &place, &io, null, NormalFile, opening.Share, opening.Disposition,
                opening.Options | links | SynchronousNonAlert, null, 0);
        }

        if (status == NtStatus.Success)
        {
            handle = new SafeFileHandle(value, ownsHandle: true);
        }

        return status;
    }

    [LibraryImport("ntdll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint NtCreateFile(
        nint* handle, uint rights, ObjectAttributes* place, IoStatus* io, long* size, uint attributes, uint share, uint disposition, uint options,
        void* extended, uint extendedLength);

    [LibraryImport("ntdll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint NtSetInformationFile(SafeFileHandle handle, IoStatus* io, void* information, uint length, int kind);

    [LibraryImport("ntdll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint NtQueryDirectoryFile(
        SafeFileHandle handle, nint @event, nint routine, nint context, IoStatus* io, void* buffer, uint length, int kind, byte single,
        UnicodeString* pattern, byte restart);

    [LibraryImport("ntdll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint NtQuerySecurityObject(SafeFileHandle handle, uint parts, void* descriptor, uint length, uint* needed);

    [LibraryImport("ntdll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint NtSetSecurityObject(SafeFileHandle handle, uint parts, void* descriptor);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetFileInformationByHandle(SafeFileHandle handle, FileFacts* facts);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetFileType(SafeFileHandle handle);

    [StructLayout(LayoutKind.Sequential)]
    private struct UnicodeString
    {
        public ushort Length;
        public ushort MaximumLength;
        public char* Buffer;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ObjectAttributes
    {
        public uint Length;
        public nint RootDirectory;
        public UnicodeString* Name;
        public uint Attributes;
        public nint SecurityDescriptor;
        public nint SecurityQualityOfService;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IoStatus
    {
        public nint Status;
        public nuint Information;
    }
}
