using System.Collections.Frozen;
using System.Net;
using System.Net.Http.Headers;

namespace McpSecure.Execution.Egress;

/// <summary>The request that follows an answer which redirects.</summary>
internal static class Redirect
{
    /// <summary>What goes along to another origin. An API key may stand in any header, so that it is not enough to leave out those that are known.</summary>
    private static readonly FrozenSet<string> Harmless = new[]
    {
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Cache-Control", "Pragma", "User-Agent",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A new request: the caller's remains what it is. <see langword="null"/> if the answer does not redirect.</summary>
    /// <exception cref="EgressRefusedException">It redirects to where, or how, it may not.</exception>
    public static HttpRequestMessage? Next(HttpRequestMessage request, HttpResponseMessage response)
    {
        var from = request.RequestUri!;
        if (!IsRedirect(response.StatusCode) || Target(from, response.Headers) is not { } to)
        {
            return null;
        }

        if (string.Equals(from.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) && string.Equals(to.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal))
        {
            throw new EgressRefusedException(EgressRefusal.RedirectNotAllowed, "The answer redirects from https to http. Use the address that it comes from, or another.");
        }

        var method = BecomesGet(request.Method, response.StatusCode) ? HttpMethod.Get : request.Method;
        if (request.Content is not null && method == request.Method)
        {
            throw new EgressRefusedException(EgressRefusal.RedirectNotAllowed, "The answer wants the body of the request sent to another address. Send it there at once.");
        }

        var next = new HttpRequestMessage(method, to) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        Copy(request, next, isSameOrigin: Uri.Compare(from, to, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0);
        return next;
    }

    private static bool IsRedirect(HttpStatusCode status) => status is
        HttpStatusCode.MultipleChoices or HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool BecomesGet(HttpMethod method, HttpStatusCode status) => status switch
    {
        HttpStatusCode.SeeOther => method != HttpMethod.Get && method != HttpMethod.Head,
        HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => false,
        _ => method == HttpMethod.Post,
    };

    /// <summary>From the text of the header: as a <see cref="Uri"/>, <c>/path</c> is a file on some systems.</summary>
    private static Uri? Target(Uri from, HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues("Location", out var values) || values.Count != 1 || !Uri.TryCreate(from, values.ToString(), out var to))
        {
            return null;
        }

        return to.Fragment.Length > 0 || from.Fragment.Length == 0 ? to : new UriBuilder(to) { Fragment = from.Fragment }.Uri;
    }

    private static void Copy(HttpRequestMessage request, HttpRequestMessage next, bool isSameOrigin)
    {
        foreach (var (key, value) in request.Options)
        {
            ((IDictionary<string, object?>)next.Options)[key] = value;
        }

        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (isSameOrigin ? !string.Equals(name, "Transfer-Encoding", StringComparison.OrdinalIgnoreCase) : Harmless.Contains(name))
            {
                next.Headers.TryAddWithoutValidation(name, values);
            }
        }
    }
}
