using System.Runtime.InteropServices;

namespace McpSecure.Alerts;

/// <summary>When a share of something is too large.</summary>
/// <param name="Share">What the share may be, whatever was usual.</param>
/// <param name="OfMinute">How many there have to be within about a minute.</param>
/// <param name="OfHour">How many there have to be within about an hour.</param>
/// <param name="ManyOfMinute">From how many within about a minute on a fifth of the share is too large: who does as much good beside hides nothing by it.</param>
/// <param name="ManyOfHour">From how many within about an hour on.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ShareBounds(
    float Share, float OfMinute, float OfHour, float ManyOfMinute = float.PositiveInfinity, float ManyOfHour = float.PositiveInfinity)
{
    private const float WhereMany = 0.2f;

    /// <summary>Gets what the share may be where there are many.</summary>
    public float ShareOfMany => Share * WhereMany;
}
