namespace McpSecure.Audit;

/// <summary>How many records of messages that ran nothing the log gets within a minute: a client can send a hundred thousand a second. What is not logged is measured all the same.</summary>
internal sealed class LogBudget(TimeProvider time)
{
    /// <summary>Five hundred a second, for a minute.</summary>
    private const int Most = 30_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _began;
    private long _left;
    private bool _hasBegun;

    /// <summary>Asks for one line.</summary>
    /// <param name="unlogged">How many had none in the minute that has just ended.</param>
    /// <returns>Whether there is one left.</returns>
    public bool TryTake(out long unlogged)
    {
        lock (_lock)
        {
            unlogged = 0;
            if (!_hasBegun || time.GetElapsedTime(_began) >= Minute)
            {
                unlogged = _hasBegun ? Math.Max(0, -_left) : 0;
                (_hasBegun, _began, _left) = (true, time.GetTimestamp(), Most);
            }

            return --_left >= 0;
        }
    }
}
