using System.Text.Json.Nodes;
using McpSecure.Audit;
using McpSecure.Calls;
using Microsoft.Extensions.Options;

namespace McpSecure.Pipeline;

/// <summary>Keeps what names no primitive, so that no guard sees it, and still is more than a question: handlers of the application, and who listens.</summary>
internal sealed class HandlerAudit(CallAudit audit, IOptions<McpSecurityOptions> options)
{
    /// <summary>Whether a handler of the application may serve it: the server does not start before the operator has listed those.</summary>
    public bool Concerns(string method) =>
        (!Methods.Requests.Contains(method) && !Methods.Notifications.Contains(method)) || options.Value.AllowedMethods.ContainsKey(method);

    /// <summary>Keeps that it is about to be served. The method is one of MCP, or listed: its name is no invention of the client.</summary>
    /// <returns>The refusal, or <see langword="null"/> if it may go on.</returns>
    public async ValueTask<Refusal?> BeginAsync(MessageState state, string method, JsonNode? parameters, CancellationToken cancellationToken)
    {
        var call = state.Call ?? new Call(PrimitiveKind.None, method, state.Caller, PrimitiveFacts.None);
        state.Record.About(call, method);
        if (!audit.IsOn)
        {
            return null;
        }

        state.Record.Kept.Asked = Asked.Params(parameters);
        if (await audit.BeginAsync(state.Record, call, cancellationToken).ConfigureAwait(false) is not { } unkept)
        {
            return null;
        }

        state.Refused(CallAudit.Name, unkept);
        return unkept;
    }
}
