namespace McpSecure;

/// <summary>Identifies the sender of each message.</summary>
/// <remarks>
/// Register one as a singleton to replace the built-in sources (claims for the network, the process owner for stdio); any other lifetime
/// stops the start. Called for every message, concurrently: be thread-safe and quick. An exception refuses the message and is
/// logged: put no token or password into its text.
/// </remarks>
public interface ICallerSource
{
    /// <summary>Identifies the sender of one message.</summary>
    /// <param name="context">What the transport knows.</param>
    /// <param name="cancellationToken">Cancelled when the client gives up the request or the server stops.</param>
    /// <returns>The caller; <see cref="Caller.Anonymous"/> if nobody vouches for one. Never <see langword="null"/>.</returns>
    ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken);
}
