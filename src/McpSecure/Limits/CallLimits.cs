using System.Runtime.InteropServices;

namespace McpSecure.Limits;

/// <summary>What one call is held to, setting by setting. <see langword="default"/> lets nothing pass.</summary>
/// <remarks>A number that nothing sets is <see cref="int.MaxValue"/>; a cool-down that nothing sets is 0.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CallLimits
{
    /// <summary>Gets the limits of which nothing is set.</summary>
    public static CallLimits None { get; } = Of([]);

    public int CallsPerMinute { get; private init; }

    public int ConcurrentCalls { get; private init; }

    public int ArgumentBytes { get; private init; }

    public int ArgumentDepth { get; private init; }

    public int ArgumentTextLength { get; private init; }

    public int ArgumentItems { get; private init; }

    public int ResultBytes { get; private init; }

    public int TimeoutSeconds { get; private init; }

    public int IdleTimeoutSeconds { get; private init; }

    public int SuspendedCalls { get; private init; }

    public int RefusalsPerMinute { get; private init; }

    public int CoolDownSeconds { get; private init; }

    /// <summary>What is set on one layer; of several, the first that sets a value counts.</summary>
    public static CallLimits Of(IReadOnlyCollection<LimitsOptions> layers)
    {
        int Value(Func<LimitsOptions, int?> read) => layers.Select(read).FirstOrDefault(value => value is not null) ?? int.MaxValue;
        int? OfCaller(Func<CallerLimitsOptions, int?> read) => layers.OfType<CallerLimitsOptions>().Select(read).FirstOrDefault(value => value is not null);

        return new()
        {
            CallsPerMinute = Value(limits => limits.CallsPerMinute),
            ConcurrentCalls = Value(limits => limits.ConcurrentCalls),
            ArgumentBytes = Value(limits => limits.ArgumentBytes),
            ArgumentDepth = Value(limits => limits.ArgumentDepth),
            ArgumentTextLength = Value(limits => limits.ArgumentTextLength),
            ArgumentItems = Value(limits => limits.ArgumentItems),
            ResultBytes = Value(limits => limits.ResultBytes),
            TimeoutSeconds = Value(limits => limits.TimeoutSeconds),
            IdleTimeoutSeconds = Value(limits => limits.IdleTimeoutSeconds),
            SuspendedCalls = OfCaller(limits => limits.SuspendedCalls) ?? int.MaxValue,
            RefusalsPerMinute = OfCaller(limits => limits.RefusalsPerMinute) ?? int.MaxValue,
            CoolDownSeconds = OfCaller(limits => limits.CoolDownSeconds) ?? 0,
        };
    }

    /// <summary>What is left of this where another holds as well: the tighter of the two. A cool-down is the tighter, the longer it is.</summary>
    public CallLimits Within(in CallLimits other) => new()
    {
        CallsPerMinute = Math.Min(CallsPerMinute, other.CallsPerMinute),
        ConcurrentCalls = Math.Min(ConcurrentCalls, other.ConcurrentCalls),
        ArgumentBytes = Math.Min(ArgumentBytes, other.ArgumentBytes),
        ArgumentDepth = Math.Min(ArgumentDepth, other.ArgumentDepth),
        ArgumentTextLength = Math.Min(ArgumentTextLength, other.ArgumentTextLength),
        ArgumentItems = Math.Min(ArgumentItems, other.ArgumentItems),
        ResultBytes = Math.Min(ResultBytes, other.ResultBytes),
        TimeoutSeconds = Math.Min(TimeoutSeconds, other.TimeoutSeconds),
        IdleTimeoutSeconds = Math.Min(IdleTimeoutSeconds, other.IdleTimeoutSeconds),
        SuspendedCalls = Math.Min(SuspendedCalls, other.SuspendedCalls),
        RefusalsPerMinute = Math.Min(RefusalsPerMinute, other.RefusalsPerMinute),
        CoolDownSeconds = Math.Max(CoolDownSeconds, other.CoolDownSeconds),
    };

    /// <summary>What somebody has who has both: the wider of the two.</summary>
    public CallLimits Or(in CallLimits other) => new()
    {
        CallsPerMinute = Math.Max(CallsPerMinute, other.CallsPerMinute),
        ConcurrentCalls = Math.Max(ConcurrentCalls, other.ConcurrentCalls),
        ArgumentBytes = Math.Max(ArgumentBytes, other.ArgumentBytes),
        ArgumentDepth = Math.Max(ArgumentDepth, other.ArgumentDepth),
        ArgumentTextLength = Math.Max(ArgumentTextLength, other.ArgumentTextLength),
        ArgumentItems = Math.Max(ArgumentItems, other.ArgumentItems),
        ResultBytes = Math.Max(ResultBytes, other.ResultBytes),
        TimeoutSeconds = Math.Max(TimeoutSeconds, other.TimeoutSeconds),
        IdleTimeoutSeconds = Math.Max(IdleTimeoutSeconds, other.IdleTimeoutSeconds),
        SuspendedCalls = Math.Max(SuspendedCalls, other.SuspendedCalls),
        RefusalsPerMinute = Math.Max(RefusalsPerMinute, other.RefusalsPerMinute),
        CoolDownSeconds = Math.Min(CoolDownSeconds, other.CoolDownSeconds),
    };
}
