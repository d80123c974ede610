namespace McpSecure;

/// <summary>Remembers which sealed states were used: each is good for one request.</summary>
/// <remarks>
/// Register one of your own, as a singleton, where several processes share the keys of their <see cref="IStateProtector"/>; without one each process
/// remembers its own, so that a state could be used once in each. Implementations are thread-safe.
/// </remarks>
public interface IUsedStateStore
{
    /// <summary>Notes that a state is used now.</summary>
    /// <param name="id">The state: 32 hexadecimal digits.</param>
    /// <param name="expires">Until when it has to be remembered. Later nobody accepts it anyway.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>
    /// <see langword="true"/> for the first who asks, and for nobody after him, whatever asks at the same time. <see langword="false"/>, or an exception,
    /// refuses the request.
    /// </returns>
    ValueTask<bool> TryUseAsync(string id, DateTimeOffset expires, CancellationToken cancellationToken);
}
