using System.Runtime.InteropServices;

namespace McpSecure.Alerts;

/// <summary>How many there were lately, how many of them were good or bad, and how many bad, for a short and a long "lately". Not synchronized.</summary>
/// <remarks>
/// Each number is one that fades: after a minute, or an hour, a third is left of it. Steady traffic makes it the number of a minute, or of an hour. What the
/// long one has and the short one has not is what went before: what is happening now hardly touches it.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal struct DualRate
{
    /// <summary>How much better than usual has to be: below, the bound is <see cref="ShareBounds.Share"/>.</summary>
    private const float Factor = 2;

    /// <summary>Calls that are taken to have gone before, so that the first few do not decide what is usual.</summary>
    private const float PriorCalls = 10;
    private const float PriorShare = 0.02f;

    /// <summary>What has begun so lately is not what was usual, however much there is of it.</summary>
    private const float MinutesOfOnset = 3;
    private const float MinuteSeconds = 60;
    private const float HourSeconds = 3600;
    private const float Nothing = 1e-6f;

    private float _minuteJudged;
    private float _minuteBad;
    private float _hourJudged;
    private float _hourBad;

    /// <summary>Gets about how many there were within the last minute.</summary>
    public float OfMinute { get; private set; }

    /// <summary>Gets about how many there were within the last hour.</summary>
    public float OfHour { get; private set; }

    public readonly float BadOfMinute => _minuteBad;

    /// <summary>Gets the share of bad ones within the last minute.</summary>
    public readonly float ShareOfMinute => _minuteJudged > 0 ? _minuteBad / _minuteJudged : 0;

    public readonly float ShareOfHour => _hourJudged > 0 ? _hourBad / _hourJudged : 0;

    /// <summary>Gets what was usual before the last minute.</summary>
    public readonly float UsualShare => UsualBefore(minutes: 1);

    /// <summary>Lets time pass, and counts one.</summary>
    /// <param name="seconds">How much time.</param>
    /// <param name="isBad">Whether it is bad; <see langword="null"/> if it is neither bad nor good: else who wants to look good would do a lot of what costs him nothing.</param>
    public void Add(float seconds, bool? isBad)
    {
        if (seconds > 0)
        {
            var minute = MathF.Exp(-seconds / MinuteSeconds);
            var hour = LeftAfter(seconds / HourSeconds);
            OfMinute *= minute;
            OfHour *= hour;
            _minuteJudged = Faded(_minuteJudged * minute);
            _hourJudged = Faded(_hourJudged * hour);
            _minuteBad = Faded(_minuteBad * minute);
            _hourBad = Faded(_hourBad * hour);
        }

        OfMinute++;
        OfHour++;
        if (isBad is { } judged)
        {
            _minuteJudged++;
            _hourJudged++;
            _minuteBad += judged ? 1 : 0;
            _hourBad += judged ? 1 : 0;
        }
    }

    /// <summary>Whether too many of the last minute, or of the last hour, were bad.</summary>
    /// <param name="bounds">What is too many.</param>
    /// <param name="usual">What was usual before the last minute.</param>
    /// <param name="earlier">What was usual before the last hour.</param>
    public readonly bool Exceeds(ShareBounds bounds, float usual, float earlier) =>
        IsOver(_minuteBad, _minuteJudged, bounds.OfMinute, Math.Max(bounds.Share, Factor * Math.Max(usual, earlier)))
        || IsOver(_hourBad, _hourJudged, bounds.OfHour, Math.Max(bounds.Share, Factor * earlier))
        || IsOver(_minuteBad, _minuteJudged, bounds.ManyOfMinute, Math.Max(bounds.ShareOfMany, Factor * Math.Max(UsualBefore(MinutesOfOnset), earlier)))
        || IsOver(_hourBad, _hourJudged, bounds.ManyOfHour, Math.Max(bounds.ShareOfMany, Factor * earlier));

    /// <summary>The least that a share can well be (Wilson's lower bound, 99 %): few observations say little.</summary>
    public static float LowerBound(float bad, float all)
    {
        const float Z = 2.326f;
        var share = Math.Min(bad / all, 1);
        var spread = Z * MathF.Sqrt(((share * (1 - share)) + (Z * Z / (4 * all))) / all);
        return (share + (Z * Z / (2 * all)) - spread) / (1 + (Z * Z / all));
    }

    private static bool IsOver(float bad, float judged, float least, float share) => bad >= least && LowerBound(bad, judged) > share;

    /// <summary>What was usual before the last minute, or before what began some minutes ago and is still mostly of the last.</summary>
    private readonly float UsualBefore(float minutes) =>
        (Math.Max(_hourBad - (minutes * _minuteBad), 0) + (PriorCalls * PriorShare)) / (Math.Max(_hourJudged - (minutes * _minuteJudged), 0) + PriorCalls);

    /// <summary>What is left after some time: e to the power of minus that. What is short is reckoned by a series, to one in a million, several times as fast.</summary>
    private static float LeftAfter(float time)
    {
        const float Short = 0.02f;
        return time < Short ? 1 - (time * (1 - (time / 2))) : MathF.Exp(-time);
    }

    /// <summary>Numbers that can hardly be told from nothing are slow to reckon with.</summary>
    private static float Faded(float value) => value < Nothing ? 0 : value;
}
