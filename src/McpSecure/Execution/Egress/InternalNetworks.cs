using System.Net;

namespace McpSecure.Execution.Egress;

/// <summary>The networks that an internal host has to be in.</summary>
internal sealed class InternalNetworks
{
    private const int WidestPrefix = 8;

    private readonly IPNetwork[] _networks;

    private InternalNetworks(IPNetwork[] networks) => _networks = networks;

    /// <summary>Gets a value indicating whether none of them holds an address that is never opened.</summary>
    public bool MayBeOpened => Array.TrueForAll(_networks, AddressKinds.AllMayBeOpened);

    /// <summary>The networks of a list with commas; <see langword="null"/> if one of them is none, is written so that it may mean another, or is too wide to mean something.</summary>
    public static InternalNetworks? Of(string text)
    {
        IPNetwork?[] networks = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Parse)];
        return Array.TrueForAll(networks, network => network is { PrefixLength: >= WidestPrefix }) ? new([.. networks.OfType<IPNetwork>()]) : null;
    }

    /// <summary>Whether an address may be connected to. What is never opened is not opened by a network around it.</summary>
    public bool Contain(IPAddress address) =>
        AddressKinds.Of(address) > AddressKind.Never && Array.Exists(_networks, network => network.Contains(address));

    /// <summary>Only the usual text: 010.1.2.3 is 8.1.2.3 to some, 10.1 is 10.0.0.1, and 10.1.2.3/8 is wider than it looks.</summary>
    private static IPNetwork? Parse(string text) =>
        text.Contains('/', StringComparison.Ordinal)
            ? IPNetwork.TryParse(text, out var network) && IsUsual(text, $"{network}", network.BaseAddress) ? network : null
            : IPAddress.TryParse(text, out var address) && IsUsual(text, $"{address}", address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;

    private static bool IsUsual(string text, string usual, IPAddress address) =>
        string.Equals(text, usual, StringComparison.OrdinalIgnoreCase) && !address.IsIPv4MappedToIPv6 && !text.Contains('%', StringComparison.Ordinal);
}
