using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpSecure.Audit;
using McpSecure.Calls;
using McpSecure.Limits;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>
/// Answers in place of code that holds its thread and does not come back. What it brings when it does is dropped: the request has its answer.
/// </summary>
internal sealed class LateAnswers(Sessions sessions, CallAudit audit)
{
    private const string FirstRevisionWithResultType = "2026-07-28";

    private static readonly JsonTypeInfo<CallToolResult> ResultType =
        (JsonTypeInfo<CallToolResult>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(CallToolResult));

    /// <summary>Sends the answer to a request, unless it has one: a task was answered when it began.</summary>
    public void Send(object request)
    {
        var context = (MessageContext)request;
        var state = MessageState.Of(context);
        if (context.JsonRpcMessage is JsonRpcRequest { Id: var id } && state.TryAnswerLate())
        {
            state.Withheld(TimeRefusals.Name, TimeRefusals.TimedOut);
            _ = Task.Run(() => SendAsync(context, state, id));
        }
    }

    private async Task SendAsync(MessageContext context, MessageState state, RequestId id)
    {
        try
        {
            var refusal = await audit.EndAsync(state.Record, answer: null).ConfigureAwait(false) ?? TimeRefusals.TimedOut;
            await context.Server.SendMessageAsync(AnswerTo(context, state, id, refusal), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The client has hung up, or a filter of the application threw: the SDK has logged it, and nobody waits here.
        }
    }

    private JsonRpcMessage AnswerTo(MessageContext context, MessageState state, RequestId id, Refusal refusal)
    {
        if (state.Record.Kind != PrimitiveKind.Tool)
        {
            sessions.Of(context).ExpectError(id);
            return new JsonRpcError { Id = id, Error = new RefusalError(McpErrorCode.InvalidParams, refusal.Message, refusal).ToDetail() };
        }

        var result = RefusalAnswer.ToolResult(refusal);
        if (string.CompareOrdinal(context.Server.NegotiatedProtocolVersion, FirstRevisionWithResultType) >= 0)
        {
            result.ResultType = "complete";
        }

        return new JsonRpcResponse { Id = id, Result = JsonSerializer.SerializeToNode(result, ResultType) };
    }
}
