using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>What a caller is told who has to wait.</summary>
internal static class LimitRefusals
{
    /// <summary>Where many run there is no telling when one of them ends: the least that makes sense.</summary>
    private const int SecondsWhenBusy = 1;

    public static Refusal OfCaller(Answer answer, TimeProvider time) => Of(
        answer, time, answer.IsCoolDown ? "Too many of your requests have been refused." : "You have made as many calls as you may for now.", "As many of your calls are running as may run at once.");

    public static Refusal OfTool(Answer answer, TimeProvider time) => Of(
        answer, time, "The tool has been called as often as it may be for now.", "As many calls of the tool are running as may run at once.");

    private static Refusal Of(Answer answer, TimeProvider time, string often, string busy)
    {
        if (answer.Time == 0)
        {
            return new Refusal(RefusalCode.TooManyConcurrent, $"{busy} Try again when one of them has ended.", Retry.Later, SecondsWhenBusy);
        }

        var seconds = (int)Math.Min(answer.IsCoolDown ? LimitsOptions.MostSeconds : 60, 1 + ((answer.Time - 1) / time.TimestampFrequency));
        return new Refusal(RefusalCode.RateLimited, $"{often} Try again in {seconds} {(seconds == 1 ? "second" : "seconds")}.", Retry.Later, seconds);
    }
}
