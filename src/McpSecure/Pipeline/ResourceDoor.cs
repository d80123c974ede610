using McpSecure.Calls;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary><c>resources/read</c>, <c>subscribe</c> and <c>unsubscribe</c>.</summary>
internal sealed class ResourceDoor(RequestDoor door, Sessions sessions)
{
    /// <summary>Reading, outermost.</summary>
    public async ValueTask<ReadResourceResult> EnterAsync(
        RequestContext<ReadResourceRequestParams> context,
        McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> next,
        CancellationToken cancellationToken)
    {
        var target = new Target(PrimitiveKind.Resource, context.Params?.Uri, context.MatchedPrimitive);
        await CheckAsync(context, target, door.EnterAsync(context, target, cancellationToken)).ConfigureAwait(false);
        var result = await next(context, cancellationToken).ConfigureAwait(false);
        RequestDoor.Leave(context, isToolError: false);
        return Private.Mark(result);
    }

    /// <summary>Reading, next to the resource.</summary>
    public async ValueTask<ReadResourceResult> RunAsync(
        RequestContext<ReadResourceRequestParams> context,
        McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> resource,
        CancellationToken cancellationToken)
    {
        var target = new Target(PrimitiveKind.Resource, context.Params?.Uri, context.MatchedPrimitive as McpServerResource);
        await CheckAsync(context, target, door.RecheckAsync(context, target, cancellationToken)).ConfigureAwait(false);
        return await resource(context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Subscribing: whoever may not read a resource may not hear that it changes.</summary>
    public async ValueTask<EmptyResult> SubscribeAsync(
        RequestContext<SubscribeRequestParams> context,
        McpRequestHandler<SubscribeRequestParams, EmptyResult> next,
        CancellationToken cancellationToken)
    {
        await CheckAsync(context, context.Params?.Uri, cancellationToken).ConfigureAwait(false);
        sessions.Of(context).AddSubscriber(MessageState.Of(context).Caller);
        var result = await next(context, cancellationToken).ConfigureAwait(false);
        RequestDoor.Leave(context);
        return result;
    }

    public async ValueTask<EmptyResult> UnsubscribeAsync(
        RequestContext<UnsubscribeRequestParams> context,
        McpRequestHandler<UnsubscribeRequestParams, EmptyResult> next,
        CancellationToken cancellationToken)
    {
        await CheckAsync(context, context.Params?.Uri, cancellationToken).ConfigureAwait(false);
        var result = await next(context, cancellationToken).ConfigureAwait(false);
        RequestDoor.Leave(context);
        return result;
    }

    /// <summary>Checks a subscription to one URI. The SDK does not say which resource it is, so it is looked up here.</summary>
    public ValueTask CheckAsync(MessageContext context, string? uri, CancellationToken cancellationToken)
    {
        var primitive = uri is null ? null : ServerPrimitives.Find(context.Server.ServerOptions, PrimitiveKind.Subscription, uri);
        var target = new Target(PrimitiveKind.Subscription, uri, primitive);
        return CheckAsync(context, target, door.EnterAsync(context, target, cancellationToken));
    }

    private static async ValueTask CheckAsync(MessageContext context, Target target, ValueTask<Refusal?> check)
    {
        if (await check.ConfigureAwait(false) is { } refusal)
        {
            throw RefusalAnswer.ForResource(target.Name ?? string.Empty, refusal, context.Server.NegotiatedProtocolVersion);
        }
    }
}
