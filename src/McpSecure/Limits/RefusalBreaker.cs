using System.Diagnostics.Metrics;
using McpSecure.Calls;
using Microsoft.Extensions.Logging;

namespace McpSecure.Limits;

/// <summary>Whoever is refused again and again is looking for a way around: he is made to wait, for all that he asks.</summary>
internal sealed partial class RefusalBreaker
{
    private readonly CallerTable _table;
    private readonly EffectiveLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Counter<long> _coolDowns;

    public RefusalBreaker(CallerTable table, EffectiveLimits limits, TimeProvider time, ILoggerFactory loggers, IMeterFactory meters)
    {
        _table = table;
        _limits = limits;
        _time = time;
        _logger = loggers.CreateLogger(McpSecurityTelemetry.LogCategory);
        _coolDowns = meters.Create(McpSecurityTelemetry.MeterName, typeof(RefusalBreaker).Assembly.GetName().Version?.ToString(3))
            .CreateCounter<long>("mcpsecure.cool_downs", "{cool_down}", "Callers who have to wait because they were refused too often.");
    }

    /// <summary>Whether a caller may ask for what no guard of calls looks at.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Refusal? Of(Caller caller)
    {
        var answer = _table.Ask(CallerKey.Of(caller, stackalloc char[CallerKey.MaximumLength]));
        return answer.IsAdmitted ? null : LimitRefusals.OfCaller(answer, _time);
    }

    /// <summary>Takes note of a refusal.</summary>
    public void Count(Caller caller, RefusalCode code)
    {
        if (!Counts(code))
        {
            return;
        }

        var limits = _limits.Of(caller);
        if (limits.RefusalsPerMinute < int.MaxValue && _table.Refused(CallerKey.Of(caller, stackalloc char[CallerKey.MaximumLength]), limits.RefusalsPerMinute, limits.CoolDownSeconds))
        {
            _coolDowns.Add(1);
            LogOpened(caller.Subject ?? "anonymous", string.Join(',', caller.Roles), limits.RefusalsPerMinute, limits.CoolDownSeconds);
        }
    }

    /// <summary>
    /// Whether a refusal says something about the caller. What the limits refuse would prolong itself; what waits for a person he may well
    /// ask for; and what is broken here is not his doing.
    /// </summary>
    private static bool Counts(RefusalCode code) => code switch
    {
        RefusalCode.RateLimited or RefusalCode.TooManyConcurrent or RefusalCode.TooManySuspended or RefusalCode.TimedOut => false,
        RefusalCode.ApprovalRequired or RefusalCode.ApprovalDeclined => false,
        RefusalCode.GuardFailed or RefusalCode.NotValidated or RefusalCode.InvalidResult or RefusalCode.AuditFailed => false,
        _ => true,
    };

    [LoggerMessage(
        25, LogLevel.Warning, "{Caller} [{Roles}] was refused {Refusals} times within a minute; all requests are refused for {Seconds} seconds",
        EventName = "mcpsecure.cool_down")]
    private partial void LogOpened(string caller, string roles, int refusals, int seconds);
}
