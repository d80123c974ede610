using System.Text.Json;
using McpSecure.Audit;
using McpSecure.Calls;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>
/// Where a request for a primitive meets the pipeline: once outermost, before any filter of the application, and once more next to the
/// author's code, in case a filter in between has changed what will run.
/// </summary>
internal sealed class RequestDoor(SecurityPipeline pipeline, ApprovalExchange approvals, RoundTripDoor roundTrips, CallAudit audit, PolicyNames names)
{
    /// <summary>The outermost check.</summary>
    /// <returns>The refusal, or <see langword="null"/> if the request may go on.</returns>
    public async ValueTask<Refusal?> EnterAsync(MessageContext context, Target target, CancellationToken cancellationToken)
    {
        var state = MessageState.Of(context);
        if (state.Trip is { Parked: not null })
        {
            // The code that waited was not found, and would begin anew, by an approval that it has used.
            state.Refused(RoundTripDoor.Name, RoundTripDoor.Invalid);
            return RoundTripDoor.Invalid;
        }

        state.IsEntered = true;
        state.Pass(null);
        var admission = await CheckAsync(context, state, target, cancellationToken).ConfigureAwait(false);
        state.Pass(admission.Call);
        return admission.Refusal;
    }

    /// <summary>
    /// The check next to the author's code. Costs a few comparisons if nothing has changed since. Code that runs a second time, also while the first
    /// still runs, or after the answer has been sent, takes its place among the running calls anew.
    /// </summary>
    /// <returns>The call, which has begun: whoever runs the code releases it. Or the refusal.</returns>
    /// <exception cref="InvalidOperationException">The outermost check did not run: somebody removed it.</exception>
    public async ValueTask<Admission> RecheckAsync(MessageContext context, Target target, CancellationToken cancellationToken)
    {
        var state = MessageState.Of(context);
        var call = state.Call ?? throw new InvalidOperationException("McpSecure did not check this request: its outermost filter was removed from the options.");
        state.IsReached = true;
        if (call.TryBegin())
        {
            if (state.IsStill(target))
            {
                return Admission.Of(call);
            }

            call.Release();
        }

        var admission = await CheckAsync(context, state, target, cancellationToken).ConfigureAwait(false);
        if (admission.Call is { } anew)
        {
            anew.TryBegin(); // before anybody else sees it
            state.Pass(anew);
        }

        return admission;
    }

    /// <summary>Runs what has no door next to the code, and gives its place back when it has ended.</summary>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    /// <exception cref="ModelContextProtocol.McpProtocolException">It could not be put on record.</exception>
    public async ValueTask<TResult> RunOuterAsync<TParams, TResult>(
        RequestContext<TParams> context, McpRequestHandler<TParams, TResult> next, CancellationToken cancellationToken)
    {
        var state = MessageState.Of(context);
        if (state.Call is not { } call || !call.TryBegin())
        {
            throw new InvalidOperationException("A message filter passed the same request on twice at once.");
        }

        try
        {
            if (await audit.BeginAsync(state.Record, call, cancellationToken).ConfigureAwait(false) is { } unkept)
            {
                state.Refused(CallAudit.Name, unkept);
                throw RefusalAnswer.ForMessage(state.Request!.Method, unkept).ToException();
            }

            var result = await next(context, cancellationToken).ConfigureAwait(false);
            LeaveOuter(context);
            return result;
        }
        finally
        {
            call.Release();
        }
    }

    /// <summary>The check of a call whose code is there already, and waits.</summary>
    /// <returns>The refusal, or <see langword="null"/> if it may go on.</returns>
    public async ValueTask<Refusal?> CheckAgainAsync(MessageState state, MessageState parked, Call call, CancellationToken cancellationToken)
    {
        state.Record.About(call, parked.Record.Target);
        Refusal? refusal = Refusal.GuardFailed;
        try
        {
            refusal = await pipeline.CheckAsync(call, state.Record, cancellationToken).ConfigureAwait(false);
            if (refusal is not null)
            {
                state.Count(refusal);
            }
            else if (call.NeedsApproval && parked.Trip?.Approved is null)
            {
                refusal = Refusal.ApprovalRequired(call);
                state.Refused(ApprovalExchange.Name, refusal);
            }

            return refusal ??= await UseAsync(state, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (refusal is not null)
            {
                call.Release();
            }
        }
    }

    /// <summary>Takes note of code that ends by asking for something. Always <see langword="false"/>: the exception goes on.</summary>
    public static bool Asks(MessageContext context, Exception exception)
    {
        if (exception is InputRequiredException)
        {
            var state = MessageState.Of(context);
            (state.Trip ??= new RoundTrip()).HasThrown = true;
        }

        return false;
    }

    /// <summary>The arguments object that everything from here on shares.</summary>
    public static GuardedArguments? Share(MessageContext context, IDictionary<string, JsonElement>? arguments)
    {
        var state = MessageState.Of(context);
        return state.Arguments = arguments is null ? null : new GuardedArguments(arguments);
    }

    /// <summary>The way out of a request that has no slot next to the author's code.</summary>
    public static void LeaveOuter(MessageContext context) => Leave(context, mustHaveReached: false);

    /// <summary>The way out. What comes back without having reached the author's code was answered by something in between.</summary>
    public static void Leave(MessageContext context, bool isToolError = false, bool mustHaveReached = true)
    {
        var state = MessageState.Of(context);
        state.Leave();
        state.Record.Ended(
            mustHaveReached && !state.IsReached ? CallOutcome.Bypassed : isToolError ? CallOutcome.ToolError : CallOutcome.Completed);
    }

    private async ValueTask<Admission> CheckAsync(
        MessageContext context, MessageState state, Target target, CancellationToken cancellationToken)
    {
        if (RequestName.Malformed(target, out var name) is { } malformed)
        {
            state.Refused("structure", malformed);
            return Admission.Refused(malformed);
        }

        var call = CallOf(context, state, target, name);
        state.Record.About(call, RegisteredName(target.Primitive) ?? (call.IsServed ? names.Of(call) : null));
        var admission = default(Admission);
        try
        {
            if (await pipeline.CheckAsync(call, state.Record, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                state.Count(refusal);
                return Admission.Refused(refusal);
            }

            admission = call.NeedsApproval || state.Trip is not null
                ? await GoOnAsync(context, state, call, target, cancellationToken).ConfigureAwait(false)
                : Admission.Of(call);
            return admission;
        }
        finally
        {
            if (!ReferenceEquals(admission.Call, call))
            {
                call.Release();
            }
        }
    }

    /// <summary>The rest, for a call that needs a person or goes on with an answer.</summary>
    private async ValueTask<Admission> GoOnAsync(MessageContext context, MessageState state, Call call, Target target, CancellationToken cancellationToken)
    {
        if (await UseAsync(state, cancellationToken).ConfigureAwait(false) is { } used)
        {
            return Admission.Refused(used);
        }

        if (!call.NeedsApproval)
        {
            return Admission.Of(call);
        }

        Exchange exchange;
        try
        {
            exchange = await approvals.RunAsync(context, state, call, target, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            state.Refused(ApprovalExchange.Name, Refusal.GuardFailed, exception);
            return Admission.Refused(Refusal.GuardFailed);
        }

        if (exchange.Asks is { } asks)
        {
            throw new InputRequiredException(new Dictionary<string, InputRequest>(StringComparer.Ordinal) { [RoundTripDoor.ApprovalKey] = asks });
        }

        if (!exchange.IsApproved)
        {
            var refusal = exchange.Refusal ?? Refusal.GuardFailed;
            state.Refused(ApprovalExchange.Name, refusal);
            return Admission.Refused(refusal);
        }

        // While a person thought, limits may have been reached and rights taken away. He is not asked again: it is the same call.
        return exchange.HasWaited ? await CheckAsync(context, state, target, cancellationToken).ConfigureAwait(false) : Admission.Of(call);
    }

    /// <summary>Uses what the client brought back, if it did.</summary>
    private async ValueTask<Refusal?> UseAsync(MessageState state, CancellationToken cancellationToken)
    {
        if (state.Trip is not { } trip)
        {
            return null;
        }

        try
        {
            if (await roundTrips.UseAsync(trip, cancellationToken).ConfigureAwait(false) is not { } refusal)
            {
                return null;
            }

            state.Refused(RoundTripDoor.Name, refusal);
            return refusal;
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            state.Refused(RoundTripDoor.Name, Refusal.GuardFailed, exception);
            return Refusal.GuardFailed;
        }
    }

    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

    private static Call CallOf(MessageContext context, MessageState state, Target target, string name)
    {
        var facts = PrimitiveFacts.Of(target.Primitive);
        var isServed = target.Primitive is not null || ServerPrimitives.HasHandler(context.Server.ServerOptions, target.Kind);
        return ResourceUri.Names(target.Kind)
            ? new ResourceCall(target.Kind, name, target.Name!, state.Caller, facts) { IsServed = isServed }
            : new Call(target.Kind, name, state.Caller, facts) { Arguments = target.Arguments, IsServed = isServed };
    }

    private static string? RegisteredName(IMcpServerPrimitive? primitive) => primitive switch
    {
        McpServerTool tool => tool.ProtocolTool.Name,
        McpServerPrompt prompt => prompt.ProtocolPrompt.Name,
        McpServerResource resource => resource.ProtocolResourceTemplate.UriTemplate,
        _ => null,
    };
}
