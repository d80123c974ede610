using System.Runtime.InteropServices;

namespace McpSecure.Alerts;

/// <summary>When a share of something is too large.</summary>
/// <param name="Share">What the share may be, whatever was usual.</param>
/// <param name="OfMinute">How many there have to be within about a minute.</param>
/// <param name="OfHour">How many there have to be within about an hour.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ShareBounds(float Share, float OfMinute, float OfHour);
