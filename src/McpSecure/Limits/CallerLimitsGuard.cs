using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>Has this caller called too often, or is too much of his running? Before everything else, so that probing is limited as well.</summary>
internal sealed class CallerLimitsGuard(EffectiveLimits limits, CallerTable table, TimeProvider time) : IGuard
{
    public string Name => "caller_limits";

    public ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken)
    {
        var answer = table.Enter(call.Caller.Key, Limit.Of(limits.Of(call.Caller)), out var place);
        if (!answer.IsAdmitted)
        {
            return new(Verdict.Refuse(LimitRefusals.OfCaller(answer, time)));
        }

        call.Hold(table, place);
        return new(Verdict.Continue);
    }
}
