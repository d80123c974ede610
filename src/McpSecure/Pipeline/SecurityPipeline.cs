using McpSecure.Arguments;
using McpSecure.Arguments.Rules;
using McpSecure.Audit;
using McpSecure.Authorization;
using McpSecure.Calls;
using McpSecure.Limits;
using McpSecure.Paths;

namespace McpSecure.Pipeline;

/// <summary>The whole security model on one screen: what is asked, in which order, and what happens on a "no".</summary>
internal sealed class SecurityPipeline(IReadOnlyList<IGuard> guards)
{
    public SecurityPipeline(
        CallerLimitsGuard callerLimits, AuthorizationGuard authorization, ToolLimitsGuard toolLimits, ArgumentSizeGuard argumentSize, ArgumentsGuard arguments,
        ArgumentRulesGuard argumentRules, PathsGuard paths)
        : this(
        [
            callerLimits,  // has this caller called too often?
            authorization, // may this caller use it?
            toolLimits,    // has it been called too often?
            argumentSize,  // are its arguments small enough to be looked at?
            arguments,     // are these arguments that it declares, readable in one way only?
            argumentRules, // are these values that the operator allows this caller?
            paths,         // do the paths among them stay inside?
        ])
    {
    }

    /// <summary>Gets the guards. Their order is the contract: who before what, cheap before expensive, a machine before a person.</summary>
    public IReadOnlyList<IGuard> Guards { get; } = guards;

    /// <summary>Asks every guard about a call. Last comes the person, who is never asked about a call that would fail anyway: <see cref="ApprovalExchange"/>.</summary>
    /// <returns>The refusal, or <see langword="null"/> if the call may run, by a person's approval where it <see cref="Call.NeedsApproval"/>.</returns>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async ValueTask<Refusal?> CheckAsync(Call call, AuditRecord record, CancellationToken cancellationToken)
    {
        for (var index = 0; index < Guards.Count; index++)
        {
            var guard = Guards[index];
            Verdict verdict;
            try
            {
                verdict = await guard.CheckAsync(call, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                record.Refused(guard.Name, Refusal.GuardFailed, exception);
                return Refusal.GuardFailed;
            }

            if (verdict.Kind != VerdictKind.Continue)
            {
                record.Judged(guard.Name, verdict.Kind);
            }

            if (verdict.Kind == VerdictKind.Refuse)
            {
                var refusal = verdict.Refusal ?? Refusal.GuardFailed;
                record.Refused(guard.Name, refusal);
                return refusal;
            }

            if (verdict.Kind == VerdictKind.Ask)
            {
                call.AskPerson(verdict.Refusal);
            }
        }

        return null;
    }
}
