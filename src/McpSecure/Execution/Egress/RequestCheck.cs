using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace McpSecure.Execution.Egress;

/// <summary>What can be said against a request before any name is resolved.</summary>
internal static class RequestCheck
{
    private static readonly SearchValues<char> LineBreaks = SearchValues.Create('\r', '\n', '\0');

    /// <exception cref="EgressRefusedException">It must not be sent.</exception>
    public static void Check(HttpRequestMessage request, EgressRules rules, bool isRedirect)
    {
        var subject = isRedirect ? "A redirect" : "The address";
        if (request.RequestUri is not { IsAbsoluteUri: true } uri)
        {
            throw new EgressRefusedException(EgressRefusal.AddressMalformed, $"{subject} is not complete. Use one that begins with https:// and a host.");
        }

        CheckAddress(uri, rules, subject);
        CheckHeaders(request, uri);
        CheckVersion(request);
    }

    private static void CheckAddress(Uri uri, EgressRules rules, string subject)
    {
        if (!string.Equals(uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)
            && !(rules.AllowHttp && string.Equals(uri.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal)))
        {
            throw new EgressRefusedException(EgressRefusal.SchemeNotAllowed, $"{subject} has a scheme that is not allowed. Use https{(rules.AllowHttp ? " or http" : string.Empty)}.");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new EgressRefusedException(EgressRefusal.AddressMalformed, $"{subject} holds a user name or a password. Leave out what stands before the @.");
        }

        if (!rules.AllowHost(HostName.Of(uri)))
        {
            throw new EgressRefusedException(EgressRefusal.HostNotAllowed, $"{subject} names a host that may not be reached. Use one of the hosts that are allowed.");
        }

        if (!rules.AllowPort(uri.Port))
        {
            throw new EgressRefusedException(EgressRefusal.PortNotAllowed, $"{subject} names a port that may not be used. Leave it out.");
        }
    }

    private static void CheckHeaders(HttpRequestMessage request, Uri uri)
    {
        var headers = request.Headers;
        if (HasLineBreak(headers) || (request.Content is { } content && HasLineBreak(content.Headers)))
        {
            throw NotAllowed("A header of the request has a line break. Remove it.");
        }

        // The names, not the parsed values: what cannot be parsed is sent all the same.
        var unparsed = headers.NonValidated;
        if (request.Method == HttpMethod.Connect || unparsed.Contains("Upgrade") || unparsed.Contains("Expect"))
        {
            throw NotAllowed("The request asks for another protocol, for a tunnel or to be expected (CONNECT, Upgrade, Expect). Send it without.");
        }

        if (unparsed.TryGetValues("Host", out var hosts) && !IsHostOf(uri, hosts.ToString()))
        {
            throw NotAllowed("The Host header of the request is not the host of its address. Leave it out.");
        }
    }

    private static bool IsHostOf(Uri uri, string host) =>
        string.Equals(host, uri.Authority, StringComparison.OrdinalIgnoreCase) || string.Equals(host, uri.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>HTTP/3 does not go through the callback that checks the address, so it must not come about, by <c>Alt-Svc</c> either.</summary>
    private static void CheckVersion(HttpRequestMessage request)
    {
        if (request.Version.Major >= 3 && request.VersionPolicy != HttpVersionPolicy.RequestVersionOrLower)
        {
            throw NotAllowed("The request wants HTTP/3, whose connections cannot be checked. Use HTTP/2 or HTTP/1.1.");
        }

        if (request.Version.Major >= 3 || request.VersionPolicy == HttpVersionPolicy.RequestVersionOrHigher)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        }
    }

    private static bool HasLineBreak(HttpHeaders headers)
    {
        foreach (var header in headers.NonValidated)
        {
            foreach (var value in header.Value)
            {
                if (value.AsSpan().ContainsAny(LineBreaks))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static EgressRefusedException NotAllowed(string message) => new(EgressRefusal.RequestNotAllowed, message);
}
