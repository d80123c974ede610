using System.Runtime.InteropServices;

namespace McpSecure.Files.Linux;

/// <summary>The kernel's answer to <c>statx</c>: laid out alike on every processor, which <c>stat</c> is not.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Statx
{
    public const uint BasicStats = 0x7ff;
    public const uint MountId = 0x1000;

    [FieldOffset(0)]
    public uint Mask;

    [FieldOffset(16)]
    public uint HardLinks;

    [FieldOffset(20)]
    public uint Owner;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    [FieldOffset(144)]
    private readonly ulong _mountId;

    public readonly PathKind Kind => (Mode & 0xf000) switch
    {
        0x8000 => PathKind.File,
        0x4000 => PathKind.Directory,
        0xa000 => PathKind.SymbolicLink,
        _ => PathKind.Special,
    };

    /// <summary>Gets what tells one mounted file system from another. Where the kernel is too old to number mounts (before 5.8), the device.</summary>
    public readonly ulong Mount => (Mask & MountId) != 0 ? _mountId : Device;

    public readonly ulong Device => ((ulong)DeviceMajor << 32) | DeviceMinor;

    public readonly uint Permissions => Mode & 0x1ffu;

    public readonly PathInfo ToInfo() => new(
        Kind,
        Kind == PathKind.File ? (long)Size : 0,
        DateTimeOffset.FromUnixTimeSeconds(ModifiedSeconds).AddTicks(ModifiedNanoseconds / 100),
        HardLinks);
}
