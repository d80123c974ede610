using System.Collections.Concurrent;

namespace McpSecure.Limits;

/// <summary>Clocks to be used again. Safe for concurrent use.</summary>
internal sealed class CallClocks(TimeProvider time, AbandonedCalls abandoned)
{
    /// <summary>As many as run at once on a busy server; more are made anew.</summary>
    private const int MostKept = 256;

    private readonly ConcurrentQueue<CallClock> _kept = new();
    private int _count;

    /// <summary>A clock that has not been started, until the result is disposed.</summary>
    public Lease Take()
    {
        if (_kept.TryDequeue(out var clock))
        {
            Interlocked.Decrement(ref _count);
            return new Lease(this, clock);
        }

        return new Lease(this, new CallClock(time, abandoned));
    }

    private void Return(CallClock clock)
    {
        if (!clock.TryReset())
        {
            return;
        }

        if (Interlocked.Increment(ref _count) > MostKept)
        {
            Interlocked.Decrement(ref _count);
            clock.Dispose();
            return;
        }

        _kept.Enqueue(clock);
    }

    /// <summary>A clock that nobody else has.</summary>
    public readonly struct Lease(CallClocks owner, CallClock clock) : IDisposable
    {
        public CallClock Clock => clock;

        public void Dispose() => owner.Return(clock);
    }
}
