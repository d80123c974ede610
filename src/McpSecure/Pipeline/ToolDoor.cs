using McpSecure.Arguments;
using McpSecure.Calls;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary><c>tools/call</c>.</summary>
internal sealed class ToolDoor(RequestDoor door, UnknownFieldRemover unknown, CodeRunner runner)
{
    private static readonly Func<RequestContext<CallToolRequestParams>, Refusal, CallToolResult> Refuse = static (_, refusal) => RefusalAnswer.ToolResult(refusal);

    /// <summary>Outermost.</summary>
    /// <returns>The answer of a refused call, or <see langword="null"/>.</returns>
    public async ValueTask<CallToolResult?> EnterAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        var arguments = unknown.From(context.MatchedPrimitive, context.Params?.Name, context.Params?.Arguments);
        var target = new Target(PrimitiveKind.Tool, context.Params?.Name, context.MatchedPrimitive, arguments, MayAsk: true);
        if (await door.EnterAsync(context, target, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            MessageState.Of(context).Error = RefusalAnswer.ForTool(target.Name, refusal);
            return RefusalAnswer.ToolResult(refusal);
        }

        context.Params!.Arguments = RequestDoor.Share(context, arguments);
        return null;
    }

    /// <summary>The way out. <paramref name="result"/> is <see langword="null"/> where a filter answered with something else, such as a task.</summary>
    public static void Leave(MessageContext context, CallToolResult? result)
    {
        MessageState.Of(context).IsAlternate = result is null;
        RequestDoor.Leave(context, result?.IsError == true, mustHaveReached: result is not null);
    }

    /// <summary>Next to the tool.</summary>
    public async ValueTask<CallToolResult> RunAsync(
        RequestContext<CallToolRequestParams> context,
        McpRequestHandler<CallToolRequestParams, CallToolResult> tool,
        CancellationToken cancellationToken)
    {
        // The SDK runs the matched tool whatever the params say by now; only a custom handler goes by the name in them.
        var running = context.MatchedPrimitive as McpServerTool;
        var asked = MessageState.Of(context).RequestedName;
        var name = MessageState.Of(context).NameOf(running, running?.ProtocolTool.Name) ?? context.Params?.Name;
        var target = new Target(PrimitiveKind.Tool, name, running, context.Params?.Arguments);
        var admission = await door.RecheckAsync(context, target, cancellationToken).ConfigureAwait(false);
        if (admission.Refusal is { } refusal)
        {
            return RefusalAnswer.ForTool(asked, refusal) is { } error ? throw error.ToException() : RefusalAnswer.ToolResult(refusal);
        }

        MessageState.Of(context).Running = running;
        return await runner.RunAsync(context, admission.Call!, tool, Refuse, cancellationToken).ConfigureAwait(false);
    }
}
