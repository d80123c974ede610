using System.Text.Json.Nodes;
using McpSecure.Audit;
using McpSecure.Calls;
using McpSecure.Limits;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Every message a client sends, before anything of the application sees it: identified, checked for its shape, and recorded.</summary>
internal sealed class IncomingDoor(
    Sender sender, MessageCheck check, MethodLimits limits, ResourceDoor resources, RefusalBreaker breaker, AuditTrail trail, CallAudit audit,
    Sessions sessions, AnswerCheck answers, ResumeDoor resumes, TaskDoor tasks, HandlerAudit handlers)
{
    private static readonly Refusal TooManyListeners = new(
        RefusalCode.TooManyConcurrent, "You are listening as often as you may at once. End one of the others first.", Retry.Later);

    /// <summary>Takes one message.</summary>
    /// <exception cref="ModelContextProtocol.McpProtocolException">The request is refused.</exception>
    public async Task TakeAsync(MessageContext context, McpMessageHandler next, CancellationToken cancellationToken)
    {
        var record = trail.Begin(MethodOf(context.JsonRpcMessage), SdkSpan.Current);
        var state = MessageState.Attach(context, record, breaker);
        try
        {
            await IdentifyAsync(context, state, cancellationToken).ConfigureAwait(false);
            await PassOnAsync(context, state, next, cancellationToken).ConfigureAwait(false);
            record.Ended(state.Ending(context.JsonRpcMessage));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            record.Ended(CallOutcome.Cancelled);
            throw;
        }
        catch (Exception) when (!state.TryReturn())
        {
            // Thrown on, it would be a second answer.
        }
        catch (Exception exception)
        {
            if (await FailedAsync(context, state, exception).ConfigureAwait(false) is { } refusal)
            {
                throw refusal;
            }

            throw;
        }
        finally
        {
            // Code that has begun gives its place back when it has ended, which may be after the answer.
            state.Call?.Drop();
            await audit.CloseAsync(record, isOver: !state.IsAlternate).ConfigureAwait(false);
            record.Write();
        }
    }

    private Task PassOnAsync(MessageContext context, MessageState state, McpMessageHandler next, CancellationToken cancellationToken) =>
        context.JsonRpcMessage switch
        {
            JsonRpcRequest request => TakeAsync(context, request, state, next, cancellationToken),
            JsonRpcNotification notification => TakeAsync(context, notification, state, next, cancellationToken),
            JsonRpcResponse answer => TakeAsync(context, answer, state, next, cancellationToken),
            JsonRpcError error => TakeAsync(context, error, next, cancellationToken),
            _ => next(context, cancellationToken),
        };

    /// <summary>Puts on record what came out of a message instead of an answer.</summary>
    /// <returns>The refusal to answer with in its place, or <see langword="null"/>.</returns>
    private async ValueTask<McpProtocolException?> FailedAsync(MessageContext context, MessageState state, Exception exception)
    {
        var refusal = Failed(context, state, exception);
        if (await audit.EndAsync(state.Record, answer: null).ConfigureAwait(false) is not { } unkept || context.JsonRpcMessage is not JsonRpcRequest { Method: var method })
        {
            return refusal;
        }

        state.Withheld(CallAudit.Name, unkept);
        return RefusalAnswer.ForMessage(method, unkept).ToException();
    }

    private McpProtocolException? Failed(MessageContext context, MessageState state, Exception exception)
    {
        if (context.JsonRpcMessage is not JsonRpcRequest request)
        {
            state.Record.Failed(exception);
            return null;
        }

        sessions.Of(context).ExpectError(request.Id);
        if (MessageCheck.OfFailure(request, state.IsEntered, exception) is { } refusal)
        {
            state.Refused(MessageCheck.Name, refusal);
            return RefusalAnswer.ForMessage(request.Method, refusal).ToException();
        }

        state.Record.Failed(exception);
        return null;
    }

    private async ValueTask IdentifyAsync(MessageContext context, MessageState state, CancellationToken cancellationToken)
    {
        try
        {
            state.Caller = await sender.OfAsync(context, cancellationToken).ConfigureAwait(false);
            state.Record.Caller = state.Caller;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            state.Refused("identity", Refusal.GuardFailed, exception);
            throw RefusalAnswer.ForMessage(string.Empty, Refusal.GuardFailed).ToException();
        }
    }

    // Not async: the caller awaits what the message is passed to, without a state machine in between.
    private Task TakeAsync(
        MessageContext context, JsonRpcRequest request, MessageState state, McpMessageHandler next, CancellationToken cancellationToken)
    {
        // A call is asked about by the guards, whose answer the model reads.
        if (!Methods.IsCall(request.Method) && breaker.Of(state.Caller) is { } wait)
        {
            state.Refused(CallerLimitsGuard.GuardName, wait);
            throw RefusalAnswer.ForMessage(request.Method, wait).ToException();
        }

        if (check.Of(request, state.Caller) is { } refusal)
        {
            state.Refused(MessageCheck.Name, refusal);
            throw RefusalAnswer.ForMessage(request.Method, refusal).ToException();
        }

        tasks.Saw(context, state.Caller);
        if (string.Equals(request.Method, Methods.Initialize, StringComparison.Ordinal))
        {
            ClientInfo.Tame(request);
        }

        if (Methods.Resumable.Contains(request.Method) && RoundTripDoor.IsResumed(request))
        {
            return resumes.TakeAsync(context, request, state, next, cancellationToken);
        }

        return Methods.IsCounted(request.Method)
            ? TakeCountedAsync(context, request, state, next, cancellationToken)
            : next(context, cancellationToken);
    }

    private async Task TakeCountedAsync(
        MessageContext context, JsonRpcRequest request, MessageState state, McpMessageHandler next, CancellationToken cancellationToken)
    {
        if (await limits.EnterAsync(request, state, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            throw RefusalAnswer.ForMessage(request.Method, refusal).ToException();
        }

        if (tasks.Check(context, request, state) is { } refused)
        {
            throw refused.ToException();
        }

        if (handlers.Concerns(request.Method) && await handlers.BeginAsync(state, request.Method, request.Params, cancellationToken).ConfigureAwait(false) is { } unkept)
        {
            throw RefusalAnswer.ForMessage(request.Method, unkept).ToException();
        }

        await (string.Equals(request.Method, Methods.Listen, StringComparison.Ordinal)
            ? ListenAsync(context, request, state, next, cancellationToken)
            : next(context, cancellationToken)).ConfigureAwait(false);
    }

    private async Task ListenAsync(
        MessageContext context, JsonRpcRequest request, MessageState state, McpMessageHandler next, CancellationToken cancellationToken)
    {
        foreach (var uri in UrisOf(request.Params))
        {
            if (await resources.CheckSubscriptionAsync(context, uri, cancellationToken).ConfigureAwait(false) is { } error)
            {
                throw error.ToException();
            }
        }

        // To listen is no work, and may go on for days.
        state.Call?.Release();
        using var listening = sessions.Of(context).Listen(request.Id, state.Caller);
        if (listening is null)
        {
            state.Refused(MessageCheck.Name, TooManyListeners);
            throw RefusalAnswer.ForMessage(request.Method, TooManyListeners).ToException();
        }

        if (await handlers.BeginAsync(state, request.Method, request.Params, cancellationToken).ConfigureAwait(false) is { } unkept)
        {
            throw RefusalAnswer.ForMessage(request.Method, unkept).ToException();
        }

        await next(context, cancellationToken).ConfigureAwait(false);
    }

    private async Task TakeAsync(
        MessageContext context, JsonRpcNotification notification, MessageState state, McpMessageHandler next, CancellationToken cancellationToken)
    {
        if (check.Of(notification, state.Caller) is { } refusal)
        {
            // Nobody waits for an answer: it ends here.
            state.Refused(MessageCheck.Name, refusal);
        }
        else if (await limits.EnterAsync(notification, state, cancellationToken).ConfigureAwait(false) is null
            && (!handlers.Concerns(notification.Method) || await handlers.BeginAsync(state, notification.Method, notification.Params, cancellationToken).ConfigureAwait(false) is null))
        {
            await next(context, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The client's answer to a question of the server. One that does not fit is an error for the code that asked, which still waits.</summary>
    private Task TakeAsync(
        MessageContext context, JsonRpcResponse answer, MessageState state, McpMessageHandler next, CancellationToken cancellationToken)
    {
        if (answers.Of(context, answer) is { } refusal)
        {
            state.Refused(AnswerCheck.Name, refusal);
            context.JsonRpcMessage = new JsonRpcError
            {
                Id = answer.Id,
                Error = new() { Code = (int)McpErrorCode.InvalidParams, Message = refusal.Message },
                Context = answer.Context,
            };
        }

        return next(context, cancellationToken);
    }

    private Task TakeAsync(MessageContext context, JsonRpcError error, McpMessageHandler next, CancellationToken cancellationToken)
    {
        answers.Close(context, error.Id);
        return next(context, cancellationToken);
    }

    private static IEnumerable<string?> UrisOf(JsonNode? parameters) =>
        (parameters?["notifications"] as JsonObject)?["resourceSubscriptions"] is JsonArray uris
            ? uris.Select(uri => uri is JsonValue value && value.TryGetValue<string>(out var text) ? text : null)
            : [];

    private static string MethodOf(JsonRpcMessage message) => message switch
    {
        JsonRpcRequest request => Methods.Tag(request.Method),
        JsonRpcNotification notification => Methods.Tag(notification.Method),
        _ => "response",
    };
}
