using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>Has this caller called too often, or is too much of his running? Before everything else, so that probing is limited as well.</summary>
internal sealed class CallerLimitsGuard(EffectiveLimits limits, CallerTable table, TimeProvider time) : IGuard
{
    /// <summary>The name in records, also of what is refused without a call.</summary>
    public const string GuardName = "caller_limits";

    public string Name => GuardName;

    public ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken)
    {
        var answer = table.Enter(CallerKey.Of(call.Caller, stackalloc char[CallerKey.MaximumLength]), Limit.Of(limits.Of(call.Caller)), out var place);
        if (!answer.IsAdmitted)
        {
            return new(Verdict.Refuse(LimitRefusals.OfCaller(answer, time)));
        }

        call.Hold(table, place);
        return new(Verdict.Continue);
    }
}
