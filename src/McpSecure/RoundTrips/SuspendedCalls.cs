namespace McpSecure.RoundTrips;

/// <summary>How many calls wait for somebody's answer, of each caller and in all. One that waits too long is forgotten, and its answer not accepted.</summary>
internal sealed class SuspendedCalls(TimeProvider time)
{
    /// <summary>How many may wait in all: some 20 MB.</summary>
    public const int Capacity = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, string> _callers = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Guid, long> _byExpiry = new();

    /// <summary>Takes note of a call that waits from now on.</summary>
    /// <param name="id">What it is known by.</param>
    /// <param name="caller">Whose it is.</param>
    /// <param name="most">How many of his may wait.</param>
    /// <param name="expires">When it will not be waited for any more.</param>
    /// <returns><see langword="false"/> if as many wait already.</returns>
    public bool TryAdd(Guid id, string caller, int most, DateTimeOffset expires)
    {
        lock (_lock)
        {
            Forget(time.GetUtcNow().UtcTicks);
            var count = _counts.GetValueOrDefault(caller);
            if (count >= most || _callers.Count >= Capacity)
            {
                return false;
            }

            _callers.Add(id, caller);
            _counts[caller] = count + 1;
            _byExpiry.Enqueue(id, expires.UtcTicks);
            return true;
        }
    }

    /// <summary>It waits no more.</summary>
    public void Remove(Guid id)
    {
        lock (_lock)
        {
            if (!_callers.Remove(id, out var caller))
            {
                return;
            }

            if (--_counts[caller] == 0)
            {
                _counts.Remove(caller);
            }

            // The queue is swept by time; should it grow beyond what waits, by far, it is made anew.
            if (_byExpiry.Count > 64 && _byExpiry.Count > 4 * _callers.Count)
            {
                Compact();
            }
        }
    }

    private void Forget(long now)
    {
        while (_byExpiry.TryPeek(out var oldest, out var at) && at < now)
        {
            _byExpiry.Dequeue();
            if (_callers.Remove(oldest, out var caller) && --_counts[caller] == 0)
            {
                _counts.Remove(caller);
            }
        }
    }

    private void Compact()
    {
        var waiting = _byExpiry.UnorderedItems.Where(item => _callers.ContainsKey(item.Element)).ToArray();
        _byExpiry.Clear();
        _byExpiry.EnqueueRange(waiting);
    }
}
