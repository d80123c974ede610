using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace McpSecure.Execution.Egress;

/// <summary>Which addresses are public: the IANA special-purpose address registries, and what carries an IPv4 address inside.</summary>
/// <remarks>Of IPv6, public is what lies in 2000::/3, the only part that IANA gives out. Nothing is allocated here.</remarks>
internal static class AddressKinds
{
    // Sorted by nothing but the eye: seventeen comparisons are a few nanoseconds.
    private static readonly (uint Network, uint Mask, AddressKind Kind)[] Version4 =
    [
        V4(169, 254, 0, 0, 16), // link-local, and the metadata services of nearly all clouds
        V4(168, 63, 129, 16, 32), // Azure's wire server: a public address that every virtual machine there reaches its host at
        V4(100, 100, 100, 200, 32), // Alibaba's metadata service
        V4(0, 0, 0, 0, 8), // this host: Linux connects to itself
        V4(192, 0, 0, 0, 24), // protocol assignments; Oracle's metadata service
        V4(192, 0, 2, 0, 24), // documentation
        V4(192, 88, 99, 0, 24), // 6to4 relays, withdrawn
        V4(198, 18, 0, 0, 15), // benchmarking
        V4(198, 51, 100, 0, 24), // documentation
        V4(203, 0, 113, 0, 24), // documentation
        V4(224, 0, 0, 0, 4), // multicast
        V4(240, 0, 0, 0, 4), // reserved, and broadcast
        V4(10, 0, 0, 0, 8, AddressKind.Internal),
        V4(100, 64, 0, 0, 10, AddressKind.Internal), // shared by the customers of a carrier
        V4(127, 0, 0, 0, 8, AddressKind.Internal),
        V4(172, 16, 0, 0, 12, AddressKind.Internal),
        V4(192, 168, 0, 0, 16, AddressKind.Internal),
    ];

    // Metadata services, and what gives out credentials or names beside them, at unique local addresses: Amazon, Google, Oracle, Scaleway.
    private static readonly UInt128[] Metadata =
    [
        new(0xfd00_0ec2_0000_0000, 0x0023),
        new(0xfd00_0ec2_0000_0000, 0x0254),
        new(0xfd00_0042_0000_0000, 0x0042),
        new(0xfd20_00ce_0000_0000, 0x0254),
        new(0xfd00_00c1_0000_0000, 0xa9fe_a9fe),
    ];

    // Where what is never opened begins within 2000::/3, as IsGlobal has it.
    private static readonly UInt128[] WithinGlobal =
    [
        new(0x2001_0000_0000_0000, 0),
        new(0x2001_0db8_0000_0000, 0),
        new(0x2002_0000_0000_0000, 0),
        new(0x3fff_0000_0000_0000, 0),
    ];

    /// <summary>Whether no address of a network is one that is never opened. Blocks lie within each other or apart: the ends, and where blocks begin, tell.</summary>
    public static bool AllMayBeOpened(IPNetwork network) =>
        Of(network.BaseAddress) > AddressKind.Never
        && Of(LastOf(network)) > AddressKind.Never
        && !Array.Exists(Version4, block => block.Kind == AddressKind.Never && network.Contains(ToAddress(block.Network)))
        && !Array.Exists(Metadata, address => network.Contains(ToAddress(address)))
        && !Array.Exists(WithinGlobal, address => network.Contains(ToAddress(address)));

    public static AddressKind Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out var length))
        {
            return AddressKind.Never;
        }

        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork when length == 4 => OfVersion4(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
            AddressFamily.InterNetworkV6 when address.ScopeId == 0 => OfVersion6(BinaryPrimitives.ReadUInt128BigEndian(bytes)),
            _ => AddressKind.Never, // a scope names an interface of this machine
        };
    }

    private static AddressKind OfVersion4(uint address)
    {
        foreach (var (network, mask, kind) in Version4)
        {
            if ((address & mask) == network)
            {
                return kind;
            }
        }

        return AddressKind.Public;
    }

    private static AddressKind OfVersion6(UInt128 address)
    {
        var (high, low) = ((ulong)(address >> 64), (ulong)address);
        if (high == 0 && low >> 32 == 0xffff)
        {
            return OfVersion4((uint)low); // ::ffff:a.b.c.d is the IPv4 address itself
        }

        if (high == 0x0064_ff9b_0000_0000 && low >> 32 == 0)
        {
            // NAT64 makes an IPv4 connection of it. Whether a private one is that of an operator's network nobody can tell.
            return OfVersion4((uint)low) == AddressKind.Public ? AddressKind.Public : AddressKind.Never;
        }

        if (address == UInt128.One || high >> 57 == 0xfc >> 1)
        {
            return Array.IndexOf(Metadata, address) < 0 ? AddressKind.Internal : AddressKind.Never;
        }

        return IsGlobal(high, low) ? AddressKind.Public : AddressKind.Never;
    }

    private static bool IsGlobal(ulong high, ulong low) =>
        high >> 61 == 0b001 // 2000::/3
        && high >> 41 != 0x2001_0000 >> 9 // 2001::/23: protocol assignments, such as Teredo, ORCHID and benchmarking
        && high >> 32 != 0x2001_0db8 // documentation
        && high >> 48 != 0x2002 // 6to4, withdrawn: the IPv4 address inside would be connected to
        && high >> 44 != 0x3fff_0 // documentation
        && !(((uint)(low >> 32) | 0x0200_0000) == 0x0200_5efe && OfVersion4((uint)low) != AddressKind.Public); // ISATAP

    private static IPAddress LastOf(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }

    private static IPAddress ToAddress(uint address)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        return new IPAddress(bytes);
    }

    private static IPAddress ToAddress(UInt128 address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        return new IPAddress(bytes);
    }

    private static (uint Network, uint Mask, AddressKind Kind) V4(byte a, byte b, byte c, byte d, int prefix, AddressKind kind = AddressKind.Never) =>
        ((uint)((a << 24) | (b << 16) | (c << 8) | d), uint.MaxValue << (32 - prefix), kind);
}
