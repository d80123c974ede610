namespace McpSecure.Schemas.Patterns;

/// <summary>What it has cost to compile one pattern, in steps of some nanoseconds.</summary>
internal sealed class PatternWork
{
    /// <summary>How much one table may take to make: one or two milliseconds.</summary>
    public const int MostOfTable = 250_000;

    /// <summary>How many ranges the classes of a pattern may have together, and how often they may be compared.</summary>
    public const int MostOfClasses = 100_000;

    /// <summary>Gets the steps.</summary>
    public long Steps { get; private set; }

    public void Add(long steps) => Steps += steps;
}
