namespace McpSecure;

/// <summary>How often something may be called, and how many calls of it may run at once.</summary>
/// <remarks>
/// Each caller is held to <c>McpSecurity:Limits</c> or, if that is less, to the widest limits among his roles. A tool is held to its own limits, whoever
/// calls it. What is left out limits nothing beyond the others.
/// </remarks>
public sealed class LimitsOptions
{
    /// <summary>The largest number that means anything.</summary>
    internal const int Most = 1_000_000;

    /// <summary>Gets or sets how many calls may begin within a minute.</summary>
    /// <value>
    /// From 1 to 1,000,000. The default is <see langword="null"/>; for a caller, 600. So many may come at once; they grow back evenly, one in
    /// a sixtieth of a second at 3,600.
    /// </value>
    public int? CallsPerMinute { get; set; }

    /// <summary>Gets or sets how many calls may run at once. A call runs until its work has ended, whether or not anybody still waits for the answer.</summary>
    /// <value>From 1 to 1,000,000. The default is <see langword="null"/>; for a caller, 32.</value>
    public int? ConcurrentCalls { get; set; }
}
