namespace McpSecure.RoundTrips;

/// <summary>Remembers in this process, each state until it has expired. When it can remember no more, it lets nothing be used.</summary>
internal sealed class MemoryUsedStateStore(TimeProvider time) : IUsedStateStore
{
    /// <summary>How many it remembers at most: some 20 MB.</summary>
    public const int Capacity = 100_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _byExpiry = new();
    private long _latest;

    public ValueTask<bool> TryUseAsync(string id, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // What has been forgotten must not be used again, even if the clock is set back.
            var now = _latest = Math.Max(_latest, time.GetUtcNow().UtcTicks);
            while (_byExpiry.TryPeek(out var oldest, out var at) && at < now)
            {
                _byExpiry.Dequeue();
                _used.Remove(oldest);
            }

            if (expires.UtcTicks <= now || _used.Count >= Capacity || !_used.Add(id))
            {
                return new(false);
            }

            _byExpiry.Enqueue(id, expires.UtcTicks);
            return new(true);
        }
    }
}
