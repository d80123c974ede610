using System.Runtime.InteropServices;

namespace McpSecure.Limits;

/// <summary>How often somebody was refused within a minute, and until when he has to wait for it. Not synchronized: whoever holds it holds a lock.</summary>
/// <remarks>The minute begins with the first refusal after the last one. What is refused while he waits does not count: the wait would never end.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct Breaker
{
    private long _minuteEnds;
    private long _openUntil;
    private int _refusals;

    /// <summary>The more would be forgotten with it, the larger; 0 if it holds nothing.</summary>
    public readonly int Burden(long now) => _openUntil > now ? int.MaxValue : _minuteEnds > now ? _refusals : 0;

    /// <summary>How long he still has to wait; 0 or less if he has not.</summary>
    public readonly long WaitAt(long now) => _openUntil - now;

    /// <summary>Counts a refusal.</summary>
    /// <param name="most">After how many he has to wait.</param>
    /// <param name="now">The time.</param>
    /// <param name="minute">The length of a minute, in the unit of the time.</param>
    /// <param name="coolDown">How long he has to wait.</param>
    /// <returns>Whether he has to wait from now on.</returns>
    public bool Count(int most, long now, long minute, long coolDown)
    {
        if (_openUntil > now)
        {
            return false;
        }

        if (_refusals == 0 || _minuteEnds <= now)
        {
            _minuteEnds = now + minute;
            _refusals = 0;
        }

        if (++_refusals < most)
        {
            return false;
        }

        _refusals = 0;
        _openUntil = now + coolDown;
        return coolDown > 0;
    }
}
