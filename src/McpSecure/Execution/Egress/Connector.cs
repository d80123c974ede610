using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace McpSecure.Execution.Egress;

/// <summary>Resolves a name once, checks every address of it, and connects to those and no others.</summary>
/// <remarks>That a name means another address a moment later (rebinding) makes no difference: it is not resolved a second time.</remarks>
internal sealed class Connector(EgressRules rules, OwnAddresses own, Func<IPEndPoint, CancellationToken, ValueTask<Stream>> dial)
{
    private const int MostTried = 8;

    /// <summary>Makes the handler that sends. Everything that could lead it elsewhere is off.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All, // or whoever decompresses has to know of bombs
        MaxResponseHeadersLength = 32, // KiB
        ConnectTimeout = rules.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // then names are resolved and checked again
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, cancellationToken),
    };

    public static async ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint asked, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(asked.Host, cancellationToken).ConfigureAwait(false);
        Check(asked, addresses);
        var tries = Math.Min(addresses.Length, MostTried);
        for (var index = 0; ; index++)
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (index < tries - 1)
            {
                attempt.CancelAfter(rules.ConnectTimeout / tries); // one that swallows everything must not use up the time of the others
            }

            try
            {
                return await dial(new IPEndPoint(addresses[index], asked.Port), attempt.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException && index < tries - 1 && !cancellationToken.IsCancellationRequested)
            {
                // The next one.
            }
        }
    }

    private async ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [Plain(literal)];
        }

        // Not every resolver can be stopped; nobody has to wait for it.
        var addresses = await rules.Resolve(host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        return addresses is { Length: > 0 } ? Array.ConvertAll(addresses, Plain) : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>One bad answer makes all of them bad: whoever mixes a private address in has control of the name.</summary>
    /// <exception cref="EgressRefusedException">One of them must not be connected to.</exception>
    private void Check(DnsEndPoint asked, IPAddress[] addresses)
    {
        if (!rules.AllowPort(asked.Port))
        {
            throw new EgressRefusedException(EgressRefusal.PortNotAllowed, "The port may not be used. Leave it out.");
        }

        var networks = rules.InternalOf(asked.Host.TrimEnd('.'));
        if (!Array.TrueForAll(addresses, address => networks is null ? IsPublic(address) : networks.Contain(address)))
        {
            throw new EgressRefusedException(
                EgressRefusal.AddressNotPublic, "The host is not on the public internet, or not where it has to be. Use the address of a public host that is allowed.");
        }
    }

    private bool IsPublic(IPAddress address)
    {
        try
        {
            return AddressKinds.Of(address) == AddressKind.Public && !own.Contains(address);
        }
        catch (NetworkInformationException)
        {
            return false; // what cannot be told is not public
        }
    }

    /// <summary>The address that is checked is the one that is connected to.</summary>
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
