using System.Net;

namespace McpSecure.Execution.Egress;

/// <summary>One spelling for each host: in ASCII as it is resolved, without a dot at the end, an IPv6 address without brackets.</summary>
internal static class HostName
{
    public static string Of(Uri uri) => WithoutDot(uri.IdnHost);

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

    private static string WithoutDot(string host) => host.EndsWith('.') ? host[..^1] : host;
}
