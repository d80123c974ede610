using McpSecure.Calls;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary><c>completion/complete</c>: allowed to whoever may use what its <c>ref</c> names.</summary>
internal sealed class CompletionDoor(RequestDoor door)
{
    public async ValueTask<CompleteResult> EnterAsync(
        RequestContext<CompleteRequestParams> context,
        McpRequestHandler<CompleteRequestParams, CompleteResult> next,
        CancellationToken cancellationToken)
    {
        var target = TargetOf(context.Server.ServerOptions, context.Params?.Ref);
        if (await door.EnterAsync(context, target, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            MessageState.Of(context).Error = target.Kind == PrimitiveKind.Prompt
                ? RefusalAnswer.ForPrompt(target.Name, refusal)
                : RefusalAnswer.ForResource(target.Name, refusal, context.Server.NegotiatedProtocolVersion);
            return new CompleteResult();
        }

        var result = await next(context, cancellationToken).ConfigureAwait(false);
        RequestDoor.LeaveOuter(context);
        return result;
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
