namespace McpSecure.Transport;

/// <summary>Reads no faster than the server works. The SDK begins everything at once that has been read, and keeps what has not been sent.</summary>
internal sealed class Pace(TimeProvider time, Func<long>? unbegun = null)
{
    /// <summary>The messages that may wait for the other side to read: as many results, of any size, are in memory.</summary>
    private const int MostSending = 32;

    /// <summary>The messages, and whatever else the process does, that may wait for a thread.</summary>
    private const int MostUnbegun = 1024;

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(64);

    /// <summary>Then one more is read, whoever fills the thread pool: it may be the cancellation, or the answer, that all the others wait for.</summary>
    private static readonly TimeSpan LongestForThreads = TimeSpan.FromSeconds(1);

    private readonly Func<long> _unbegun = unbegun ?? (static () => ThreadPool.PendingWorkItemCount);

    private int _sending;

    public void BeginSending() => Interlocked.Increment(ref _sending);

    public void EndSending() => Interlocked.Decrement(ref _sending);

    /// <summary>Waits until the server has caught up.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => IsBehind ? new(WaitLongerAsync(cancellationToken)) : default;

    private bool IsBehind => IsUnread || _unbegun() > MostUnbegun;

    private bool IsUnread => Volatile.Read(ref _sending) > MostSending;

    private async Task WaitLongerAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var delay = Least; IsBehind && (IsUnread || time.GetElapsedTime(start) < LongestForThreads); delay = delay < Most ? delay * 2 : Most)
        {
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
