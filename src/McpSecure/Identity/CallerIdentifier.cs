using System.Security.Claims;

namespace McpSecure.Identity;

/// <summary>Who sends this message? The one place that picks a source.</summary>
internal sealed class CallerIdentifier(
    LocalTransport transport, LocalCallerSource local, ClaimsCallerSource claims, ICallerSource? custom = null)
{
    /// <summary>Identifies the sender.</summary>
    /// <param name="user">The principal the transport authenticated.</param>
    /// <param name="isDirect">Whether the message came over the session's own transport, not in an HTTP request.</param>
    /// <param name="cancellationToken">Ends the wait for a custom source.</param>
    /// <exception cref="InvalidOperationException">A custom source returned nothing.</exception>
    public async ValueTask<Caller> IdentifyAsync(ClaimsPrincipal? user, bool isDirect, CancellationToken cancellationToken)
    {
        // A process can serve HTTP beside stdio: what came in an HTTP request is never the local person.
        var isLocal = isDirect && transport.IsLocal;
        if (custom is null && !isLocal)
        {
            return claims.Identify(user);
        }

        var context = new CallerContext { User = user, IsLocal = isLocal };
        var source = custom ?? local;
        var caller = await source.IdentifyAsync(context, cancellationToken).ConfigureAwait(false);
        return caller ?? throw new InvalidOperationException($"{source.GetType()} returned no caller.");
    }
}
