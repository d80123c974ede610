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

    /// <summary>Whether a caller may try something that costs work before it can be a call. Takes nothing: a call that comes of it is counted as one.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Refusal? OfAttempt(Caller caller)
    {
        var answer = table.MayTry(CallerKey.Of(caller, stackalloc char[CallerKey.MaximumLength]), OfAttempts(caller));
        return answer.IsAdmitted ? null : LimitRefusals.OfCaller(answer, time);
    }

    /// <summary>Counts what a caller tried, and what came to nothing, as a call.</summary>
    public void Charge(Caller caller)
    {
        if (table.Enter(CallerKey.Of(caller, stackalloc char[CallerKey.MaximumLength]), OfAttempts(caller), out var place).IsAdmitted)
        {
            table.Release(place);
        }
    }

    /// <summary>An attempt ends at once, and takes no place among what runs: nobody is spared the charge because all of his places are taken.</summary>
    private Limit OfAttempts(Caller caller) => Limit.Of(limits.Of(caller)) with { ConcurrentCalls = int.MaxValue };
}
