using System.Collections.Frozen;
using System.Net;

namespace McpSecure.Execution.Egress;

/// <summary>The options of a guard as they were when it was made.</summary>
internal sealed class EgressRules
{
    private const int HttpsPort = 443;
    private const int HttpPort = 80;

    private readonly HostRules _hosts;
    private readonly FrozenDictionary<string, InternalNetworks> _internal;
    private readonly FrozenSet<int> _ports;

    /// <exception cref="ArgumentException">The options do not mean anything.</exception>
    public EgressRules(EgressOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (EgressOptionsCheck.Problems(options).FirstOrDefault() is { Problem: { } problem } first)
        {
            throw new ArgumentException($"{first.Setting} {problem}", nameof(options));
        }

        _hosts = new HostRules(options.Hosts);
        _internal = options.InternalHosts.ToFrozenDictionary(host => HostName.Of(host.Key)!, host => InternalNetworks.Of(host.Value)!, StringComparer.OrdinalIgnoreCase);
        _ports = Ports(options).ToFrozenSet();
        AllowHttp = options.AllowHttp;
        MaxRedirects = options.MaxRedirects;
        MaxResponseBytes = options.MaxResponseBytes;
        Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
        ConnectTimeout = TimeSpan.FromSeconds(options.ConnectTimeoutSeconds);
        Resolve = options.Resolver;
    }

    public bool AllowHttp { get; }

    public int MaxRedirects { get; }

    public long MaxResponseBytes { get; }

    public TimeSpan Timeout { get; }

    public TimeSpan ConnectTimeout { get; }

    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; }

    public bool AllowHost(string host) => InternalOf(host) is not null || _hosts.Allow(host);

    public static int PortOf(string scheme) => string.Equals(scheme, Uri.UriSchemeHttp, StringComparison.Ordinal) ? HttpPort : HttpsPort;

    public bool AllowPort(int port) => _ports.Contains(port);

    /// <summary>The networks that a host has to be in; <see langword="null"/> if it has to be public.</summary>
    public InternalNetworks? InternalOf(string host) => _internal.TryGetValue(host, out var networks) && _hosts.Exactly(host) != false ? networks : null;

    private static IEnumerable<int> Ports(EgressOptions options)
    {
        int[] usual = options.AllowHttp ? [HttpsPort, HttpPort] : [HttpsPort];
        return usual.Concat(options.Ports.Keys).Where(port => options.Ports.TryGetValue(port, out var isAllowed) ? isAllowed : true);
    }
}
