using System.Runtime.InteropServices;

namespace McpSecure.Limits;

/// <summary>How much somebody has left of a <see cref="Limit"/>. Not synchronized: whoever holds it holds a lock.</summary>
/// <remarks>
/// A token bucket of one minute's calls that is kept as one number: the time at which it will be full again (the generic cell rate algorithm).
/// Each call puts that off by one interval, and may begin if it is then not further away than an empty bucket takes to fill.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal struct Bucket
{
    private long _fullAt;
    private int _active;

    /// <summary>Gets a value indicating whether calls of it run.</summary>
    public readonly bool IsActive => _active > 0;

    /// <summary>The more of it is in use, the larger: first by what runs, then by how long it takes to fill again.</summary>
    public readonly (int Running, long Time) Burden(long now) => (_active, Math.Max(0, _fullAt - now));

    /// <summary>Lets a call begin, or says why not.</summary>
    /// <param name="limit">The limit, as it is for this call.</param>
    /// <param name="now">The time.</param>
    /// <param name="minute">The length of a minute, in the unit of the time.</param>
    public Answer Enter(Limit limit, long now, long minute)
    {
        if (_active >= limit.ConcurrentCalls)
        {
            return Answer.Busy;
        }

        // Rounded up: over time, never more than may.
        var interval = (minute + limit.CallsPerMinute - 1) / limit.CallsPerMinute;
        var fullAt = Math.Max(now, _fullAt) + interval;
        var wait = fullAt - now - (interval * limit.CallsPerMinute);
        if (wait > 0)
        {
            return Answer.Wait(wait);
        }

        _fullAt = fullAt;
        _active++;
        return Answer.Admitted;
    }

    public void Leave() => _active--;
}
