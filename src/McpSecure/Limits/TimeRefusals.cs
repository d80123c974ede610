using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>What a caller is told whose call took too long.</summary>
internal static class TimeRefusals
{
    /// <summary>The name in records.</summary>
    public const string Name = "time_limits";

    /// <summary>The same may work later, when less is going on; but nobody undoes what was done.</summary>
    public static Refusal TimedOut { get; } = new(
        RefusalCode.TimedOut,
        "The call took longer than it may and was told to stop. What it has done by then is done. Try again later, or ask for less.",
        Retry.Later);
}
