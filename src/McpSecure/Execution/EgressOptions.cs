using System.Net;

namespace McpSecure.Execution;

/// <summary>What an <see cref="EgressGuard"/> lets through. As it is made, it lets nothing through: no host is listed.</summary>
/// <remarks>Read once, as the guard is made: later changes have no effect. Not safe for use by several threads while it is changed.</remarks>
public sealed class EgressOptions
{
    /// <summary>Gets the hosts that may be reached, each only at public addresses.</summary>
    /// <value>
    /// Empty by default: nothing may be reached. <see langword="true"/> allows, <see langword="false"/> refuses, and the most exact entry counts.
    /// A key is a name such as <c>api.example.com</c>, all names below one such as <c>*.example.com</c> (not <c>example.com</c> itself), or
    /// <c>*</c> for every public host. Case, a dot at the end and the spelling of an international name make no difference.
    /// </value>
    public IDictionary<string, bool> Hosts { get; } = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the hosts of private networks or of this machine that may be reached, each with the networks that it has to be in.</summary>
    /// <value>
    /// Empty by default. A key is an exact name; the value is one network or address, or several with commas: <c>10.1.2.0/24</c>. If the name
    /// resolves to anything outside of them, it is refused. Networks wider than /8 are an error. Link-local addresses and those of
    /// metadata services cannot be opened. <see langword="false"/> in <see cref="Hosts"/> closes it again.
    /// </value>
    public IDictionary<string, string> InternalHosts { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets a value indicating whether <c>http</c>, which anybody on the way can read and change, is allowed beside <c>https</c>.</summary>
    /// <value>The default is <see langword="false"/>. <see langword="true"/> adds port 80. A redirect from <c>https</c> to <c>http</c> is never followed.</value>
    public bool AllowHttp { get; set; }

    /// <summary>Gets the ports that may be connected to beside 443, and 80 with <see cref="AllowHttp"/>; <see langword="false"/> takes one of them away.</summary>
    /// <value>Empty by default. From 1 to 65,535.</value>
    public IDictionary<int, bool> Ports { get; } = new Dictionary<int, bool>();

    /// <summary>Gets or sets how many redirects are followed. Each is checked as the first address was.</summary>
    /// <value>From 0 to 20. The default is 5. At 0 none is followed: the answer that redirects is the answer.</value>
    public int MaxRedirects { get; set; } = 5;

    /// <summary>Gets or sets how large the body of an answer may be, in bytes, as it is after decompression.</summary>
    /// <value>0 or more. The default is 10 MiB. Headers have a fixed limit of 32 KiB.</value>
    public long MaxResponseBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Gets or sets how long a request may take from its start to the last byte of its body, redirects included, in seconds.</summary>
    /// <value>From 1 to 3,600. The default is 30. The shorter of this and <see cref="HttpClient.Timeout"/> counts.</value>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Gets or sets how long it may take to resolve a name and to connect, in seconds.</summary>
    /// <value>From 1 to 300. The default is 5.</value>
    public int ConnectTimeoutSeconds { get; set; } = 5;

    /// <summary>Gets what resolves names.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolver { get; private set; } = Dns.GetHostAddressesAsync;

    /// <summary>Resolves names in another way than the system does. What it answers is checked like any answer.</summary>
    /// <param name="resolver">Returns the addresses of a host. It is asked once for each connection, may be asked by several threads, and its answers are not kept.</param>
    /// <exception cref="ArgumentNullException"><paramref name="resolver"/> is <see langword="null"/>.</exception>
    public void ResolveWith(Func<string, CancellationToken, Task<IPAddress[]>> resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        Resolver = resolver;
    }
}
