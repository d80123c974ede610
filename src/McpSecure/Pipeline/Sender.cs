using McpSecure.Identity;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Who sends a message: asked when it comes in, and again when it has waited.</summary>
internal sealed class Sender(CallerIdentifier identifier)
{
    /// <summary>Identifies the sender of a message.</summary>
    /// <exception cref="InvalidOperationException">A custom source returned nothing.</exception>
    public ValueTask<Caller> OfAsync(MessageContext context, CancellationToken cancellationToken) =>
        identifier.IdentifyAsync(context.User, isDirect: context.JsonRpcMessage.Context?.RelatedTransport is null, cancellationToken);

    /// <summary>Identifies him anew: while his message waited, rights may have been taken from him.</summary>
    /// <exception cref="InvalidOperationException">It is another by now.</exception>
    public async ValueTask<Caller> AgainAsync(MessageContext context, Caller former, CancellationToken cancellationToken)
    {
        var caller = await OfAsync(context, cancellationToken).ConfigureAwait(false);
        return string.Equals(caller.Key, former.Key, StringComparison.Ordinal)
            ? caller
            : throw new InvalidOperationException("The message was sent by another than it is from by now: the source of callers contradicts itself.");
    }
}
