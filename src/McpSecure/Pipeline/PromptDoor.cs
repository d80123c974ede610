using McpSecure.Calls;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary><c>prompts/get</c>.</summary>
internal sealed class PromptDoor(RequestDoor door, ResultDoor results, CodeRunner runner)
{
    private static readonly Func<RequestContext<GetPromptRequestParams>, Refusal, GetPromptResult> Refuse =
        static (_, refusal) => throw RefusalAnswer.ForPrompt(name: null, refusal).ToException();

    /// <summary>Outermost.</summary>
    public async ValueTask<GetPromptResult> EnterAsync(
        RequestContext<GetPromptRequestParams> context,
        McpRequestHandler<GetPromptRequestParams, GetPromptResult> next,
        CancellationToken cancellationToken)
    {
        var target = new Target(PrimitiveKind.Prompt, context.Params?.Name, context.MatchedPrimitive, context.Params?.Arguments, MayAsk: true);
        if (await door.EnterAsync(context, target, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            MessageState.Of(context).Error = RefusalAnswer.ForPrompt(target.Name, refusal);
            return new GetPromptResult();
        }

        context.Params!.Arguments = RequestDoor.Share(context, context.Params.Arguments);
        try
        {
            var result = await next(context, cancellationToken).ConfigureAwait(false);
            RequestDoor.Leave(context);
            return results.LetOut(context, result);
        }
        catch (Exception exception) when (RequestDoor.Asks(context, exception))
        {
            throw;
        }
        finally
        {
            MessageState.Of(context).Call?.Drop();
        }
    }

    /// <summary>Next to the prompt.</summary>
    public async ValueTask<GetPromptResult> RunAsync(
        RequestContext<GetPromptRequestParams> context,
        McpRequestHandler<GetPromptRequestParams, GetPromptResult> prompt,
        CancellationToken cancellationToken)
    {
        var running = context.MatchedPrimitive as McpServerPrompt;
        var asked = MessageState.Of(context).RequestedName;
        var name = MessageState.Of(context).NameOf(running, running?.ProtocolPrompt.Name) ?? context.Params?.Name;
        var target = new Target(PrimitiveKind.Prompt, name, running, context.Params?.Arguments);
        var admission = await door.RecheckAsync(context, target, cancellationToken).ConfigureAwait(false);
        if (admission.Refusal is { } refusal)
        {
            throw RefusalAnswer.ForPrompt(asked, refusal).ToException();
        }

        return await runner.RunAsync(context, admission.Call!, prompt, Refuse, cancellationToken).ConfigureAwait(false);
    }
}
