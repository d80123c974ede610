using System.Runtime.InteropServices;

namespace McpSecure.Alerts;

/// <summary>After an alert a rule keeps still for a while about the same thing, and counts. Not synchronized.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CoolDown
{
    private int _until;
    private int _firstSuppressed;
    private int _suppressed;

    /// <summary>Whether to say it now.</summary>
    /// <param name="now">Seconds.</param>
    /// <param name="seconds">How long to keep still then.</param>
    /// <param name="suppressed">How often it was not said since the last time.</param>
    /// <param name="since">When the first of these was, or now.</param>
    public bool TryRaise(int now, int seconds, out int suppressed, out int since)
    {
        // Longer than it can be: the clock has been set back.
        if (now < _until && _until - now <= seconds)
        {
            _firstSuppressed = _suppressed == 0 ? now : _firstSuppressed;
            _suppressed = _suppressed == int.MaxValue ? _suppressed : _suppressed + 1;
            (suppressed, since) = (0, 0);
            return false;
        }

        (suppressed, since) = (_suppressed, _suppressed > 0 ? _firstSuppressed : now);
        _suppressed = 0;
        _until = now + seconds;
        return true;
    }
}
