using System.Diagnostics;
using System.Text.Json.Nodes;
using McpSecure.Audit;
using McpSecure.Calls;
using McpSecure.Policy;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Every message the server sends, before any filter of the application sees it. Such a filter has the last word.</summary>
internal sealed class OutgoingDoor(
    AccessPolicy policy, AuditTrail trail, CallAudit audit, Sessions sessions, AnswerCheck answers, RoundTripDoor roundTrips, TaskDoor tasks, OutgoingRedaction redaction)
{
    /// <summary>Lets a message out, or drops it.</summary>
    public Task LetOutAsync(MessageContext context, McpMessageHandler next, CancellationToken cancellationToken)
    {
        if (context.JsonRpcMessage is JsonRpcError error)
        {
            // While the session ends, the SDK also tries to answer what was cancelled and is on record as that.
            if (!sessions.Of(context).TryTakeError(error.Id) && !cancellationToken.IsCancellationRequested)
            {
                RecordRejected();
            }

            redaction.Tame(error); // first: what is cut afterwards may be a part of a secret
            ErrorText.Tame(error);
        }

        if (context.JsonRpcMessage is JsonRpcResponse answer && MessageState.Find(answer) is { } state)
        {
            if (state.IsAnswered)
            {
                return Task.CompletedTask;
            }

            if ((state.Error ?? tasks.LetOut(context, answer, state) ?? Sealed(context, answer, state)) is { } refusal)
            {
                context.JsonRpcMessage = new JsonRpcError { Id = answer.Id, Error = refusal.ToDetail(), Context = answer.Context };
            }

            if (audit.IsOn && state.Request is { } request)
            {
                return KeepAsync(context, request, state, next, cancellationToken);
            }
        }

        return context.JsonRpcMessage switch
        {
            JsonRpcRequest question => AskAsync(context, question, next, cancellationToken),
            JsonRpcNotification notification => MayLeave(context, notification) ? TellAsync(context, notification, next, cancellationToken) : Task.CompletedTask,
            _ => next(context, cancellationToken),
        };
    }

    /// <summary>Lets an answer out when it is on record how the call ended, or that it waits.</summary>
    private async Task KeepAsync(MessageContext context, JsonRpcRequest request, MessageState state, McpMessageHandler next, CancellationToken cancellationToken)
    {
        // Where a task answers for the call, its code may still run, and closes the record itself.
        if (!state.IsAlternate || state.Call is not { IsOver: false })
        {
            state.Record.Ended(state.Ending(request));
            if (await audit.EndAsync(state.Record, (context.JsonRpcMessage as JsonRpcResponse)?.Result).ConfigureAwait(false) is { } unkept)
            {
                state.Withheld(CallAudit.Name, unkept);
                var error = RefusalAnswer.ForMessage(request.Method, unkept).ToDetail();
                context.JsonRpcMessage = new JsonRpcError { Id = request.Id, Error = error, Context = context.JsonRpcMessage.Context };
            }
        }

        await next(context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Seals an answer that asks for something. Nothing that a client is to bring back leaves as it is.</summary>
    private RefusalError? Sealed(MessageContext context, JsonRpcResponse answer, MessageState state)
    {
        if (!state.MayAsk
            || answer.Result is not JsonObject result
            || !string.Equals(Text(result["resultType"]), "input_required", StringComparison.Ordinal)
            || roundTrips.Seal(context, result, state) is not { } refusal)
        {
            return null;
        }

        state.Refused(RoundTripDoor.Name, refusal);
        return RefusalAnswer.ForMessage(state.Request!.Method, refusal);
    }

    private Task TellAsync(MessageContext context, JsonRpcNotification notification, McpMessageHandler next, CancellationToken cancellationToken)
    {
        context.JsonRpcMessage = redaction.Of(notification);
        return next(context, cancellationToken);
    }

    private async Task AskAsync(MessageContext context, JsonRpcRequest question, McpMessageHandler next, CancellationToken cancellationToken)
    {
        answers.Expect(context, question);
        try
        {
            await next(context, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            answers.Close(context, question.Id);
            throw;
        }
    }

    private bool MayLeave(MessageContext context, JsonRpcNotification notification) => notification.Method switch
    {
        Methods.ResourceUpdated => MayHear(context, notification.Params as JsonObject),
        Methods.LogMessage => !IsOurs(notification.Params as JsonObject),
        Methods.Progress => IsProgress(context, notification.Params as JsonObject),
        Methods.Cancelled => IsNoted(context, notification.Params as JsonObject),
        _ when Methods.IsOfTask(notification.Method) =>
            tasks.MayHear(context, notification.Params as JsonObject, SubscriptionOf(notification.Params as JsonObject)),
        _ => true,
    };

    /// <summary>The server takes a question back: nobody waits for its answer.</summary>
    private bool IsNoted(MessageContext context, JsonObject? parameters)
    {
        if (IdOf(parameters?["requestId"]) is { } id)
        {
            answers.Close(context, id);
        }

        return true;
    }

    /// <summary>The code is not idle.</summary>
    private bool IsProgress(MessageContext context, JsonObject? parameters)
    {
        if (parameters?["progressToken"] is JsonValue token)
        {
            var session = sessions.Of(context);
            if (token.TryGetValue<string>(out var text))
            {
                session.Progressed(new ProgressToken(text));
            }
            else if (token.TryGetValue<long>(out var number))
            {
                session.Progressed(new ProgressToken(number));
            }
        }

        return true;
    }

    /// <summary>Access is asked again for each update: a subscription may outlive the right to it, and code may send any URI.</summary>
    private bool MayHear(MessageContext context, JsonObject? parameters)
    {
        if (Text(parameters?["uri"]) is not { } uri || !ResourceUri.TryDecode(uri, out var decoded))
        {
            return false;
        }

        var facts = PrimitiveFacts.Of(ServerPrimitives.Find(context.Server.ServerOptions, PrimitiveKind.Subscription, uri));
        var receivers = sessions.Of(context).ReceiversOf(SubscriptionOf(parameters)).ToArray();
        return receivers.Length > 0 && Array.TrueForAll(
            receivers, receiver => policy.Decide(PrimitiveKind.Subscription, decoded, receiver, facts).Access == Access.Allow);
    }

    private static RequestId? SubscriptionOf(JsonObject? parameters) => IdOf((parameters?["_meta"] as JsonObject)?[MetaKeys.SubscriptionId]);

    private static RequestId? IdOf(JsonNode? node) => node switch
    {
        JsonValue id when id.TryGetValue<string>(out var text) => new RequestId(text),
        JsonValue id when id.TryGetValue<long>(out var number) => new RequestId(number),
        _ => null,
    };

    /// <summary>Our own log lines name settings and callers; the SDK's client logger would send them to whoever listens.</summary>
    private static bool IsOurs(JsonObject? parameters) =>
        Text(parameters?["logger"])?.StartsWith(nameof(McpSecure), StringComparison.Ordinal) == true;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private void RecordRejected()
    {
        var current = Activity.Current;
        var record = trail.Begin(Wire.Other);
        record.Ended(CallOutcome.Rejected);
        record.Write();
        _ = audit.CloseAsync(record, isOver: true).AsTask(); // who cannot keep it says so himself
        Activity.Current = current;
    }
}
