using System.Net;

namespace McpSecure.Execution.Egress;

/// <summary>One spelling for each host: in ASCII as it is resolved, without a dot at the end, an IPv6 address without brackets, and as IPv4 if it is one.</summary>
internal static class HostName
{
    public static string Of(Uri uri) => uri.HostNameType == UriHostNameType.IPv6 ? OfLiteral(uri.IdnHost) : WithoutDot(uri.IdnHost);

    /// <summary>The same of a host as the handler passes it on: an IPv6 address in brackets.</summary>
    public static string OfConnection(string host) => host.Contains(':', StringComparison.Ordinal) ? OfLiteral(host) : WithoutDot(host);

    /// <summary>The same of a host as somebody wrote it; <see langword="null"/> if it is more than a host, or none.</summary>
    public static string? Of(string written)
    {
        if (IPAddress.TryParse(written, out var address) && written.Contains(':', StringComparison.Ordinal))
        {
            written = $"[{address}]";
        }

        return Uri.TryCreate($"https://{written}/", UriKind.Absolute, out var uri)
            && Uri.CheckHostName(uri.IdnHost) != UriHostNameType.Unknown
            && uri.IdnHost.Length > 0
            && string.Equals(uri.AbsoluteUri, $"https://{uri.Host}/", StringComparison.Ordinal)
            && !written.AsSpan().ContainsAny("/\\?#@")
            ? Of(uri)
            : null;
    }

    /// <summary>An IPv4 address within an IPv6 address is that host, so that a rule about it cannot be passed by.</summary>
    private static string OfLiteral(string host) => IPAddress.TryParse(host, out var address) ? EmbeddedAddress.OfTranslation(address).ToString() : host;

    private static string WithoutDot(string host) => host.EndsWith('.') ? host[..^1] : host;
}
