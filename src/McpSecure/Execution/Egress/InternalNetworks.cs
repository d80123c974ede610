using System.Net;

namespace McpSecure.Execution.Egress;

/// <summary>The networks that an internal host has to be in.</summary>
internal sealed class InternalNetworks
{
    private const int WidestPrefix = 8;

    private readonly IPNetwork[] _networks;

    private InternalNetworks(IPNetwork[] networks) => _networks = networks;

    /// <summary>The networks of a list with commas; <see langword="null"/> if one of them is none, or too wide to mean something.</summary>
    public static InternalNetworks? Of(string text)
    {
        IPNetwork?[] networks = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Parse)];
        return Array.TrueForAll(networks, network => network is { PrefixLength: >= WidestPrefix }) ? new([.. networks.OfType<IPNetwork>()]) : null;
    }

    /// <summary>Whether an address may be connected to. What is never opened is not opened by a network around it.</summary>
    public bool Contain(IPAddress address) =>
        AddressKinds.Of(address) > AddressKind.Never && Array.Exists(_networks, network => network.Contains(address));

    private static IPNetwork? Parse(string text) =>
        text.Contains('/', StringComparison.Ordinal)
            ? IPNetwork.TryParse(text, out var network) ? network : null
            : IPAddress.TryParse(text, out var address) && text.AsSpan().ContainsAny('.', ':') ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
}
