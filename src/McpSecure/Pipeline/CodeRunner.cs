using System.Runtime.CompilerServices;
using McpSecure.Audit;
using McpSecure.Calls;
using McpSecure.Limits;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>
/// Runs the author's code: with its roots, within its time. Whoever waits gets an answer when the time is over; the place among the running
/// calls is given back when the work has ended, which may be later.
/// </summary>
/// <remarks>Next to the code, so that what waits before it, such as a person who is asked, takes none of its time, and what runs in the background has an end too.</remarks>
internal sealed class CodeRunner(RootScope roots, EffectiveLimits limits, CallClocks clocks, Sessions sessions, LateAnswers late, CallAudit audit)
{
    private readonly Action<object> _answer = late.Send;

    /// <summary>Runs it.</summary>
    /// <param name="context">The request, which the guards let pass.</param>
    /// <param name="call">The call that has begun with it. Released when the code has ended, or did not begin.</param>
    /// <param name="code">The code.</param>
    /// <param name="refuse">Answers with a refusal, or throws it.</param>
    /// <param name="cancellationToken">Cancelled by the caller.</param>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> RunAsync<TParams, TResult>(
        RequestContext<TParams> context,
        Call call,
        McpRequestHandler<TParams, TResult> code,
        Func<RequestContext<TParams>, Refusal, TResult> refuse,
        CancellationToken cancellationToken)
        where TParams : RequestParams
    {
        var hasBegun = false;
        try
        {
            var state = MessageState.Of(context);
            if (await audit.BeginAsync(state.Record, call, cancellationToken).ConfigureAwait(false) is { } unkept)
            {
                state.Refused(CallAudit.Name, unkept);
                return refuse(context, unkept);
            }

            var held = limits.Of(call);
            var token = held.IdleTimeoutSeconds < int.MaxValue ? context.Params?.ProgressToken : null;
            var timed = new ClockedCall(
                held.TimeoutSeconds, token is null ? int.MaxValue : held.IdleTimeoutSeconds, state.Record.Kind, state.Record.Target ?? Wire.Other, context, _answer);
            using var lease = clocks.Take();
            var clock = lease.Clock;
            state.Clock = clock.Start(timed, cancellationToken);
            using var reporting = token is { } known ? sessions.Of(context).Report(known, clock) : default;
            hasBegun = true; // from here on the work gives the place back
#pragma warning disable CA2012 // Used once: its result is taken below, or never when the time is over before.
            var work = WorkAsync(context, call, code, refuse, clock, clock.Token).ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
            if (work.IsCompleted ? clock.TryEnd() : await clock.WaitAsync(work).ConfigureAwait(false))
            {
                return work.GetResult();
            }

            cancellationToken.ThrowIfCancellationRequested();
            state.Withheld(TimeRefusals.Name, TimeRefusals.TimedOut);
            return refuse(context, TimeRefusals.TimedOut);
        }
        finally
        {
            if (!hasBegun)
            {
                call.Release();
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> WorkAsync<TParams, TResult>(
        RequestContext<TParams> context,
        Call call,
        McpRequestHandler<TParams, TResult> code,
        Func<RequestContext<TParams>, Refusal, TResult> refuse,
        CallClock clock,
        CancellationToken cancellationToken)
    {
        try
        {
            roots.Enter(call);
            return await code(context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (clock.IsOver)
        {
            return default!; // has been answered, and nobody waits
        }
        catch (Exception exception) when (HelperRefusal.Is(exception))
        {
            return refuse(context, HelperRefusal.Of(exception, context));
        }
        finally
        {
            call.Release();
            await LeaveAsync(context).ConfigureAwait(false);
        }
    }

    /// <summary>The code has ended, maybe long after the answer.</summary>
    private ValueTask LeaveAsync(MessageContext context)
    {
        var state = MessageState.Of(context);
        if (state.Trip?.ParkedAs is { } parked)
        {
            sessions.Of(context).Unpark(parked);
        }

        if (audit.IsOn && state.Record is { HasIntent: true, Kept: { IsSuspended: true } kept } waited)
        {
            // Nobody came back, and it has ended all the same.
            waited.GaveUp();
            kept.Reopen();
            return new(audit.EndAsync(waited, answer: null).AsTask());
        }

        // A task has answered for it already, or is about to.
        return audit.IsOn && state.IsAlternate ? new(audit.EndAsync(state.Record, answer: null).AsTask()) : default;
    }
}
