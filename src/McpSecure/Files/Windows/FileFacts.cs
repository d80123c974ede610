using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>What Windows knows about an open file, as <c>GetFileInformationByHandle</c> fills it in.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FileFacts
{
    private const uint DirectoryAttribute = 0x10;
    private const uint DeviceAttribute = 0x40;
    private const uint ReparsePointAttribute = 0x400;

    private static readonly long LastFileTime = DateTime.MaxValue.ToFileTimeUtc();

    public uint Attributes;
    public uint CreatedLow;
    public uint CreatedHigh;
    public uint AccessedLow;
    public uint AccessedHigh;
    public uint WrittenLow;
    public uint WrittenHigh;
    public uint Volume;
    public uint SizeHigh;
    public uint SizeLow;
    public uint HardLinks;
    public uint IndexHigh;
    public uint IndexLow;

    public readonly PathKind Kind => KindOf(Attributes);

    public readonly long Size => ((long)SizeHigh << 32) | SizeLow;

    public static Outcome Of(SafeFileHandle handle, out FileFacts facts) => Nt.GetFacts(handle, out facts) ? Outcome.Done : PathRefusal.Other;

    /// <summary>Junctions, mounted volumes and files that are kept elsewhere are reparse points as well as links are, and count as such.</summary>
    public static PathKind KindOf(uint attributes) =>
        (attributes & ReparsePointAttribute) != 0 ? PathKind.SymbolicLink
        : (attributes & DirectoryAttribute) != 0 ? PathKind.Directory
        : (attributes & DeviceAttribute) != 0 ? PathKind.Special
        : PathKind.File;

    public readonly PathInfo ToInfo() => new(
        Kind,
        Kind == PathKind.File ? Size : 0,
        new DateTimeOffset(DateTime.FromFileTimeUtc(Math.Clamp(((long)WrittenHigh << 32) | WrittenLow, 0, LastFileTime))),
        HardLinks);
}
