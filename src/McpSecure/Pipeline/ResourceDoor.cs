using McpSecure.Calls;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary><c>resources/read</c>, <c>subscribe</c> and <c>unsubscribe</c>.</summary>
internal sealed class ResourceDoor(RequestDoor door, ResultDoor results, Sessions sessions, CodeRunner runner)
{
    private static readonly Func<RequestContext<ReadResourceRequestParams>, Refusal, ReadResourceResult> Refuse =
        static (context, refusal) => throw RefusalAnswer.ForResource(uri: null, refusal, context.Server.NegotiatedProtocolVersion).ToException();

    /// <summary>Reading, outermost.</summary>
    public async ValueTask<ReadResourceResult> EnterAsync(
        RequestContext<ReadResourceRequestParams> context,
        McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> next,
        CancellationToken cancellationToken)
    {
        var target = new Target(PrimitiveKind.Resource, context.Params?.Uri, context.MatchedPrimitive, MayAsk: true);
        var check = door.EnterAsync(context, target, cancellationToken);
        if (await ErrorOfAsync(context, target.Name, check).ConfigureAwait(false) is { } error)
        {
            MessageState.Of(context).Error = error;
            return new ReadResourceResult();
        }

        try
        {
            var result = await next(context, cancellationToken).ConfigureAwait(false);
            RequestDoor.Leave(context);
            return Private.Mark(results.LetOut(context, result));
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

    /// <summary>Reading, next to the resource.</summary>
    public async ValueTask<ReadResourceResult> RunAsync(
        RequestContext<ReadResourceRequestParams> context,
        McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> resource,
        CancellationToken cancellationToken)
    {
        var asked = MessageState.Of(context).RequestedName;
        var target = new Target(PrimitiveKind.Resource, context.Params?.Uri, context.MatchedPrimitive as McpServerResource);
        var admission = await door.RecheckAsync(context, target, cancellationToken).ConfigureAwait(false);
        if (admission.Refusal is { } refusal)
        {
            throw RefusalAnswer.ForResource(asked, refusal, context.Server.NegotiatedProtocolVersion).ToException();
        }

        return await runner.RunAsync(context, admission.Call!, resource, Refuse, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Subscribing: whoever may not read a resource may not hear that it changes.</summary>
    public async ValueTask<EmptyResult> SubscribeAsync(
        RequestContext<SubscribeRequestParams> context,
        McpRequestHandler<SubscribeRequestParams, EmptyResult> next,
        CancellationToken cancellationToken)
    {
        if (!await MaySubscribeAsync(context, context.Params?.Uri, cancellationToken).ConfigureAwait(false))
        {
            return new EmptyResult();
        }

        sessions.Of(context).AddSubscriber(MessageState.Of(context).Caller);
        return await door.RunOuterAsync(context, next, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<EmptyResult> UnsubscribeAsync(
        RequestContext<UnsubscribeRequestParams> context,
        McpRequestHandler<UnsubscribeRequestParams, EmptyResult> next,
        CancellationToken cancellationToken)
    {
        if (!await MaySubscribeAsync(context, context.Params?.Uri, cancellationToken).ConfigureAwait(false))
        {
            return new EmptyResult();
        }

        return await door.RunOuterAsync(context, next, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks a subscription to one URI. The SDK does not say which resource it is, so it is looked up here.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public ValueTask<RefusalError?> CheckSubscriptionAsync(MessageContext context, string? uri, CancellationToken cancellationToken)
    {
        var primitive = uri is null ? null : ServerPrimitives.Find(context.Server.ServerOptions, PrimitiveKind.Subscription, uri);
        var target = new Target(PrimitiveKind.Subscription, uri, primitive);
        return ErrorOfAsync(context, uri, door.EnterAsync(context, target, cancellationToken));
    }

    private async ValueTask<bool> MaySubscribeAsync(MessageContext context, string? uri, CancellationToken cancellationToken)
    {
        var error = await CheckSubscriptionAsync(context, uri, cancellationToken).ConfigureAwait(false);
        MessageState.Of(context).Error = error;
        return error is null;
    }

    private static async ValueTask<RefusalError?> ErrorOfAsync(MessageContext context, string? uri, ValueTask<Refusal?> check) =>
        await check.ConfigureAwait(false) is { } refusal
            ? RefusalAnswer.ForResource(uri, refusal, context.Server.NegotiatedProtocolVersion)
            : null;
}
