namespace McpSecure;

/// <summary>What each caller of a role is held to.</summary>
public class CallerLimitsOptions : LimitsOptions
{
    /// <summary>Gets or sets how many calls of a caller may wait for a person's answer at once.</summary>
    /// <value>From 1 to 1,000,000. The default is <see langword="null"/>; for a caller, 16.</value>
    public int? SuspendedCalls { get; set; }

    /// <summary>Gets or sets after how many refusals within a minute a caller has to wait: whoever is refused so often is looking for a way around.</summary>
    /// <value>From 1 to 1,000,000. The default is <see langword="null"/>; for a caller, 120. The minute begins with the first of them.</value>
    /// <remarks>
    /// <para>
    /// Counted is what the caller did wrong: names that are unknown to him or hidden, methods, arguments, paths and commands that are refused, requests
    /// without a usable shape. Not counted is what the limits themselves refuse or end, what waits for a person, and what is broken on this side.
    /// </para>
    /// <para>
    /// All callers without authentication are one here too: anyone of them can make all of them wait. Those who are authenticated never wait for
    /// others. Where callers without authentication matter, limit them by address in front of the server.
    /// </para>
    /// </remarks>
    public int? RefusalsPerMinute { get; set; }

    /// <summary>Gets or sets how long a caller has to wait who has been refused too often. All that he sends meanwhile is refused.</summary>
    /// <value>Seconds, from 1 to 86,400. The default is <see langword="null"/>; for a caller, 60. Of several layers the longest counts, of several roles the shortest.</value>
    /// <remarks>Refused are his requests, of all methods; notifications are taken. What is refused meanwhile does not make the time longer.</remarks>
    public int? CoolDownSeconds { get; set; }
}
