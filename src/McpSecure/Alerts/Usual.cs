using System.Runtime.InteropServices;

namespace McpSecure.Alerts;

/// <summary>The most that was usual on the days before today.</summary>
/// <remarks>
/// It grows at most to its double from one day to the next, so that nobody can make anything usual in an hour; and goes down so slowly, and only on days on which
/// there are calls, that a holiday and the weekly work of a batch job leave it as it is. Whoever takes weeks to get there is not noticed.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal struct Usual
{
    private const float Fading = 0.97f;
    private const float Growth = 2;

    private float _today;

    /// <summary>Gets the most of the days before.</summary>
    public float Most { get; private set; }

    public void Observe(float value) => _today = Math.Max(_today, value);

    /// <summary>Another day has begun.</summary>
    /// <param name="least">What is never too many: less need not be learned slowly.</param>
    public void NewDay(float least)
    {
        Most = Math.Max(Most * Fading, Math.Min(_today, Math.Max(least, Most * Growth)));
        _today = 0;
    }

    public readonly float Limit(float least, float factor) => Math.Max(least, Most * factor);
}
