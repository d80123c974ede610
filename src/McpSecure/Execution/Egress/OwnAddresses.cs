using System.Collections.Frozen;
using System.Net;
using System.Net.NetworkInformation;

namespace McpSecure.Execution.Egress;

/// <summary>The addresses of this machine, which may be public: what listens on all of them listens there too.</summary>
/// <remarks>Where an address is translated on the way, as in most clouds, the machine does not know its public one.</remarks>
internal sealed class OwnAddresses(TimeProvider time, Func<IEnumerable<IPAddress>> list)
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(60);

    private Known? _known;

    /// <exception cref="NetworkInformationException">They cannot be listed: then nobody knows.</exception>
    public bool Contains(IPAddress address)
    {
        var known = Volatile.Read(ref _known);
        if (known is null || time.GetElapsedTime(known.Since) > MaximumAge)
        {
            Volatile.Write(ref _known, known = new Known(time.GetTimestamp(), list().ToFrozenSet()));
        }

        return known.Addresses.Contains(address);
    }

    /// <summary>What the system says they are.</summary>
    public static IEnumerable<IPAddress> OfSystem() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address);

    private sealed record Known(long Since, FrozenSet<IPAddress> Addresses);
}
