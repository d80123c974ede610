using McpSecure.Audit;
using McpSecure.Calls;
using McpSecure.Limits;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary><c>completion/complete</c>: allowed to whoever may use what its <c>ref</c> names.</summary>
internal sealed class CompletionDoor(RequestDoor door, ArgumentSizeGuard sizes, CallAudit audit)
{
    public async ValueTask<CompleteResult> EnterAsync(
        RequestContext<CompleteRequestParams> context,
        McpRequestHandler<CompleteRequestParams, CompleteResult> next,
        CancellationToken cancellationToken)
    {
        var target = TargetOf(context.Server.ServerOptions, context.Params?.Ref);
        if ((await door.EnterAsync(context, target, cancellationToken).ConfigureAwait(false) ?? TooLarge(context)) is { } refusal)
        {
            MessageState.Of(context).Error = target.Kind == PrimitiveKind.Prompt
                ? RefusalAnswer.ForPrompt(target.Name, refusal)
                : RefusalAnswer.ForResource(target.Name, refusal, context.Server.NegotiatedProtocolVersion);
            return new CompleteResult();
        }

        if (audit.IsOn)
        {
            MessageState.Of(context).Record.Kept.Asked = Asked.Completion(context.Params?.Argument?.Name, context.Params?.Argument?.Value, context.Params?.Context?.Arguments);
        }

        return await door.RunOuterAsync(context, next, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is to be completed is no argument of a call: the guard cannot see it there.</summary>
    private Refusal? TooLarge(RequestContext<CompleteRequestParams> context)
    {
        var state = MessageState.Of(context);
        var refusal = sizes.OfCompletion(state.Call!, context.Params?.Argument?.Name, context.Params?.Argument?.Value, context.Params?.Context?.Arguments);
        if (refusal is not null)
        {
            state.Refused(sizes.Name, refusal);
        }

        return refusal;
    }

    private static Target TargetOf(McpServerOptions server, Reference? reference) => reference switch
    {
        PromptReference { Name: { } name } =>
            new(PrimitiveKind.Prompt, name, ServerPrimitives.Find(server, PrimitiveKind.Prompt, name)),
        ResourceTemplateReference { Uri: { } uri } when uri.Contains('{', StringComparison.Ordinal) =>
            new(PrimitiveKind.ResourceTemplate, uri, ServerPrimitives.Find(server, PrimitiveKind.ResourceTemplate, uri)),
        ResourceTemplateReference { Uri: { } uri } =>
            new(PrimitiveKind.Resource, uri, ServerPrimitives.Find(server, PrimitiveKind.Resource, uri)),
        _ => new(PrimitiveKind.Prompt, null, null),
    };
}
