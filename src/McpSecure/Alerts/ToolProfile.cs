namespace McpSecure.Alerts;

/// <summary>What is known of one tool. Whoever uses it holds its lock.</summary>
internal sealed class ToolProfile(string name, int number)
{
    public Lock Lock { get; } = new();

    public string Name { get; } = name;

    /// <summary>Gets the number by which callers remember it.</summary>
    public int Number { get; } = number;

    public DualRate Failures;
    public Episode FailureEpisode;
    public CoolDown Cooling;
    public long LastTicks;

    /// <summary>Since when it has failed too often, in ticks; 0 if it does not.</summary>
    public long FailingSince;

    /// <summary>What was usual before it began to fail.</summary>
    public float UsualShare;

    /// <summary>The caller of the failures, and whether there are others.</summary>
    public ulong FailingCaller;
    public bool IsFailingForOthers;

    public ArgumentProfile Arguments { get; } = new();
}
