using McpSecure.Calls;

namespace McpSecure.Alerts;

/// <summary>One message as the rules see it.</summary>
internal readonly ref struct Seen(in CallFacts facts, ulong tag, ToolProfile? tool)
{
    /// <summary>Whole seconds since then fit into 31 bits until 2068.</summary>
    private const long Epoch = 630_822_816_000_000_000; // 2000-01-01

    public readonly ref readonly CallFacts Facts = ref facts;

    public ulong Tag { get; } = tag;

    public ToolProfile? Tool { get; } = tool;

    public long Ticks { get; } = facts.Time.UtcTicks;

    public int Seconds { get; } = SecondsOf(facts.Time.UtcTicks);

    public int Hour => (int)(Ticks / TimeSpan.TicksPerHour);

    public int Day => (int)(Ticks / TimeSpan.TicksPerDay);

    /// <summary>Gets a value indicating whether a guard said no to what the caller asked for.</summary>
    public bool IsRefused => Facts.Ending == CallOutcome.Refused && Facts.Code is { } code && Refusals.AreOfCaller(code);

    /// <summary>Gets a value indicating whether the caller was refused, or got what he asked for.</summary>
    /// <value><see langword="null"/> if it is neither: nothing of the author's ran to its end, and he did nothing wrong.</value>
    public bool? IsBad => IsRefused ? true : Facts.Ending is CallOutcome.Completed or CallOutcome.ToolError or CallOutcome.Failed ? false : null;

    /// <summary>Gets a value indicating whether it is this side that could not do what was asked for.</summary>
    public bool IsFailed => Facts.Ending switch
    {
        CallOutcome.Failed or CallOutcome.ToolError or CallOutcome.Withheld => true,
        CallOutcome.Refused => Facts.Code is { } code && Refusals.AreOfServer(code),
        _ => false,
    };

    /// <summary>Gets a value indicating whether a tool, a prompt or a resource was asked for that does not exist for the caller.</summary>
    public bool IsUnknown => Facts is { Kind: not PrimitiveKind.None, Code: RefusalCode.NotFound };

    /// <summary>How many seconds have passed since then; none if the clock was set back.</summary>
    public float SecondsSince(long ticks) => Math.Max(Ticks - ticks, 0) * (1f / TimeSpan.TicksPerSecond);

    public static int SecondsOf(long ticks) => (int)Math.Clamp((ticks - Epoch) / TimeSpan.TicksPerSecond, 0, int.MaxValue);

    public static DateTimeOffset TimeOf(int seconds) => new(Epoch + (seconds * TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
