namespace McpSecure.Testing.Hosting;

/// <summary>Ends every wait, so that a test fails instead of hanging.</summary>
internal static class Patience
{
    /// <summary>Waits for what must not take longer.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public static async Task<T> WithinAsync<T>(
        this TimeSpan limit, string what, Func<CancellationToken, Task<T>> doAsync, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        try
        {
            // Waited for as well as cancelled: what hangs may not look at its token.
            return await doAsync(patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested && patience.IsCancellationRequested)
        {
            throw new TimeoutException($"{what} took longer than {limit.TotalSeconds} seconds.", exception);
        }
    }
}
