namespace McpSecure;

/// <summary>What each caller of a role is held to.</summary>
public class CallerLimitsOptions : LimitsOptions
{
    /// <summary>Gets or sets how many calls of a caller may wait for a person's answer at once.</summary>
    /// <value>From 1 to 1,000,000. The default is <see langword="null"/>; for a caller, 16.</value>
    public int? SuspendedCalls { get; set; }

    /// <summary>Gets or sets after how many refusals within a minute a caller has to wait: whoever is refused so often is looking for a way around.</summary>
    /// <value>From 1 to 1,000,000. The default is <see langword="null"/>; for a caller, 120.</value>
    public int? RefusalsPerMinute { get; set; }

    /// <summary>Gets or sets how long a caller has to wait who has been refused too often. All that he sends meanwhile is refused.</summary>
    /// <value>Seconds, from 1 to 86,400. The default is <see langword="null"/>; for a caller, 60.</value>
    public int? CoolDownSeconds { get; set; }
}
