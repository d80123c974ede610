namespace McpSecure.Transport;

/// <summary>Reads no faster than the server works. The SDK begins everything at once that has been read, and keeps what has not been sent.</summary>
internal sealed class Pace(TimeProvider time)
{
    /// <summary>The messages that may wait for the other side to read: as many results, of any size, are in memory.</summary>
    private const int MostSending = 32;

    /// <summary>The messages, and whatever else the process does, that may wait for a thread.</summary>
    private const int MostUnbegun = 1024;

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(64);

    private int _sending;

    public void BeginSending() => Interlocked.Increment(ref _sending);

    public void EndSending() => Interlocked.Decrement(ref _sending);

    /// <summary>Waits until the server has caught up.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => IsBehind ? new(WaitLongerAsync(cancellationToken)) : default;

    private bool IsBehind => Volatile.Read(ref _sending) > MostSending || ThreadPool.PendingWorkItemCount > MostUnbegun;

    private async Task WaitLongerAsync(CancellationToken cancellationToken)
    {
        for (var delay = Least; IsBehind; delay = delay < Most ? delay * 2 : Most)
        {
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
