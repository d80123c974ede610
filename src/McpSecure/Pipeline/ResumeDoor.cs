using McpSecure.Audit;
using McpSecure.Calls;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>A request that goes on with what an earlier one left: nothing of it is taken on trust.</summary>
internal sealed class ResumeDoor(RoundTripDoor roundTrips, RequestDoor door, MethodLimits limits, Sessions sessions, CallAudit audit)
{
    /// <summary>Takes such a request.</summary>
    /// <exception cref="ModelContextProtocol.McpProtocolException">The request is refused.</exception>
    public async Task TakeAsync(MessageContext context, JsonRpcRequest request, MessageState state, McpMessageHandler next, CancellationToken cancellationToken)
    {
        var refusal = limits.OfResume(state);
        if (refusal is null && roundTrips.Open(context, request, state) is { } invalid)
        {
            refusal = Invalid(state, invalid);
        }
        else if (refusal is null && state.Trip!.Resumed!.IsParked)
        {
            refusal = await UnparkAsync(context, state, cancellationToken).ConfigureAwait(false);
        }

        if (refusal is not null)
        {
            throw RefusalAnswer.ForMessage(request.Method, refusal.IsHidden ? RoundTripDoor.Invalid : refusal).ToException();
        }

        await next(context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Lets code go on that waits: the SDK wakes it without asking any filter, so that the guards look here, at the call that it was and the caller that
    /// he is by now.
    /// </summary>
    private async ValueTask<Refusal?> UnparkAsync(MessageContext context, MessageState state, CancellationToken cancellationToken)
    {
        var session = sessions.Of(context);
        var id = state.Trip!.Resumed!.Inner;
        if (session.FindParked(id) is not { Call: { } waiting } parked)
        {
            return Invalid(state, RoundTripDoor.Invalid);
        }

        var call = waiting.For(state.Caller);
        var refusal = await door.CheckAgainAsync(state, parked, call, cancellationToken).ConfigureAwait(false);
        if (refusal is null && await audit.BeginAsync(state.Record, call, cancellationToken).ConfigureAwait(false) is { } unkept)
        {
            call.Release();
            state.Refused(CallAudit.Name, unkept);
            refusal = unkept;
        }

        if (refusal is null && !session.Unpark(id!))
        {
            call.Release();
            state.Refused(RoundTripDoor.Name, RoundTripDoor.Invalid);
            refusal = RoundTripDoor.Invalid;
        }

        if (refusal is null)
        {
            // From here on it is this request that the code works for: its place among the running calls, its record.
            waiting.GoOn(call);
            parked.Clock.GoOn();
            parked.Record = state.Record;
            state.Trip.Parked = parked;
        }

        return refusal;
    }

    /// <summary>What is made up, or nothing waits for, meets no guard that would count it.</summary>
    private Refusal Invalid(MessageState state, Refusal refusal)
    {
        limits.ChargeResume(state);
        state.Refused(RoundTripDoor.Name, refusal);
        return refusal;
    }
}
