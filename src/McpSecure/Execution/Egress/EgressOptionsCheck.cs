namespace McpSecure.Execution.Egress;

/// <summary>Finds the settings of a guard that would not do what they say.</summary>
internal static class EgressOptionsCheck
{
    public const int MaximumRedirects = 20;
    public const int MaximumTimeout = 3600;
    public const int MaximumConnectTimeout = 300;

    private const string NotNetworks = "; use the network that the host is in, such as 10.1.2.0/24, or several with commas. None may be wider than /8.";
    private const string NeverOpened = ", which holds addresses that are never opened, such as those of metadata services; use a narrower network without them.";

    /// <summary>Each setting with what is wrong with it, the value included, and the fix.</summary>
    public static IEnumerable<(string Setting, string Problem)> Problems(EgressOptions options) =>
    [
        .. from host in options.Hosts.Keys
           where !HostRules.IsKey(host)
           select ($"Hosts:{host}", "is no host; use a name without scheme, port and path such as api.example.com, *.example.com for those below, or * for every public host."),
        .. from host in options.InternalHosts.Keys
           where HostName.Of(host) is not { } name || name.Contains('*', StringComparison.Ordinal)
           select ($"InternalHosts:{host}", "is no host; use one exact name, such as billing.internal."),
        .. from host in options.InternalHosts
           let networks = InternalNetworks.Of(host.Value ?? string.Empty)
           where networks is not { MayBeOpened: true }
           select ($"InternalHosts:{host.Key}", $"is '{host.Value}'{(networks is null ? NotNetworks : NeverOpened)}"),
        .. Twins(options),
        .. from port in options.Ports.Keys
           where port is < 1 or > ushort.MaxValue
           select ($"Ports:{port}", "is no port; use 1 to 65535."),
        .. Bound(nameof(options.MaxRedirects), options.MaxRedirects, 0, MaximumRedirects),
        .. Bound(nameof(options.TimeoutSeconds), options.TimeoutSeconds, 1, MaximumTimeout),
        .. Bound(nameof(options.ConnectTimeoutSeconds), options.ConnectTimeoutSeconds, 1, MaximumConnectTimeout),
        .. options.MaxResponseBytes >= 0
            ? Array.Empty<(string, string)>()
            : [(nameof(options.MaxResponseBytes), $"is {options.MaxResponseBytes}; use 0 or more.")],
    ];

    /// <summary>Two spellings of one internal host: which networks count would be left to chance.</summary>
    private static IEnumerable<(string Setting, string Problem)> Twins(EgressOptions options) =>
        from twins in options.InternalHosts.Keys.GroupBy(HostName.Of, StringComparer.OrdinalIgnoreCase)
        where twins.Key is not null && twins.Count() > 1
        select ($"InternalHosts:{twins.First()}", $"and {string.Join(", ", twins.Skip(1))} are the same host; write it once.");

    private static (string, string)[] Bound(string setting, int value, int minimum, int maximum) =>
        value >= minimum && value <= maximum ? [] : [(setting, $"is {value}; use {minimum} to {maximum}.")];
}
