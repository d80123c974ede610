using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace McpSecure.Execution.Egress;

/// <summary>The IPv4 address within an IPv6 address; an address without one is itself.</summary>
internal static class EmbeddedAddress
{
    private const ulong Nat64 = 0x0064_ff9b_0000_0000;
    private const uint Isatap = 0x0200_5efe;
    private const uint IsatapOfPublic = 0x0200_0000; // the bit that a public address inside sets, or should

    /// <summary>What another spelling of an IPv4 address leads to: mapped, or translated on the way (NAT64).</summary>
    public static IPAddress OfTranslation(IPAddress address) => Of(address, withTunnels: false);

    /// <summary>The same, and the far end of a tunnel (ISATAP).</summary>
    public static IPAddress Of(IPAddress address) => Of(address, withTunnels: true);

    private static IPAddress Of(IPAddress address, bool withTunnels)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.ScopeId != 0)
        {
            return address;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        var (high, low) = (BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        var embeds = (high == 0 && low >> 32 == 0xffff)
            || (high == Nat64 && low >> 32 == 0)
            || (withTunnels && ((uint)(low >> 32) | IsatapOfPublic) == Isatap);
        return embeds ? new IPAddress(bytes[12..]) : address;
    }
}
