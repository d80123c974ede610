using System.Globalization;

namespace McpSecure.Journal;

/// <summary>What a journal says of itself.</summary>
internal static class OwnKinds
{
    /// <summary>The first line of each file.</summary>
    public const string Segment = "segment";

    /// <summary>A process has begun to write.</summary>
    public const string Open = "open";

    /// <summary>An incomplete last line was cut off.</summary>
    public const string Recovery = "recovery";

    /// <summary>A signature over everything before.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>The process has ended writing in good order.</summary>
    public const string Close = "close";

    public static string SegmentMembers(string chain, int segment) => string.Create(
        CultureInfo.InvariantCulture, $"\"version\":{LineFormat.Version},\"chain\":\"{chain}\",\"segment\":{segment}");
}
