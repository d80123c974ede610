using McpSecure.Policy;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>The four lists: each caller sees what he may use, in a stable order, in objects of our own.</summary>
/// <remarks>
/// The SDK hands out its live <c>Tool</c> objects, and a handler may return one result to everybody: both are read, never changed. Who may
/// have nothing of a kind does not reach the author's list handler.
/// </remarks>
internal sealed class ListDoor(AccessPolicy policy, AdvertisedTools advertised)
{
    public ValueTask<ListToolsResult> ToolsAsync(
        RequestContext<ListToolsRequestParams> context,
        McpRequestHandler<ListToolsRequestParams, ListToolsResult> next,
        CancellationToken cancellationToken) =>
        ListAsync(context, next, PrimitiveKind.Tool, (all, visible) => SelectTools(context.Server.ServerOptions, all, visible), cancellationToken);

    public ValueTask<ListPromptsResult> PromptsAsync(
        RequestContext<ListPromptsRequestParams> context,
        McpRequestHandler<ListPromptsRequestParams, ListPromptsResult> next,
        CancellationToken cancellationToken) =>
        ListAsync(context, next, PrimitiveKind.Prompt, Select, cancellationToken);

    public ValueTask<ListResourcesResult> ResourcesAsync(
        RequestContext<ListResourcesRequestParams> context,
        McpRequestHandler<ListResourcesRequestParams, ListResourcesResult> next,
        CancellationToken cancellationToken) =>
        ListAsync(context, next, PrimitiveKind.Resource, Select, cancellationToken);

    public ValueTask<ListResourceTemplatesResult> TemplatesAsync(
        RequestContext<ListResourceTemplatesRequestParams> context,
        McpRequestHandler<ListResourceTemplatesRequestParams, ListResourceTemplatesResult> next,
        CancellationToken cancellationToken) =>
        ListAsync(context, next, PrimitiveKind.ResourceTemplate, Select, cancellationToken);

    private async ValueTask<TResult> ListAsync<TParams, TResult>(
        RequestContext<TParams> context,
        McpRequestHandler<TParams, TResult> next,
        PrimitiveKind kind,
        Func<TResult, Visible, TResult> select,
        CancellationToken cancellationToken)
        where TResult : PaginatedResult, ICacheableResult, new()
    {
        var state = MessageState.Of(context);
        state.IsEntered = true;
        if (!policy.MayHaveAny(kind, state.Caller))
        {
            RequestDoor.LeaveOuter(context);
            return new TResult();
        }

        var all = await next(context, cancellationToken).ConfigureAwait(false);
        var visible = select(all, new Visible(policy, state.Caller, context.Server.ServerOptions, kind));
        visible.NextCursor = all.NextCursor;
        visible.Meta = all.Meta;
        visible.ResultType = all.ResultType;
        visible.TimeToLive = all.TimeToLive;
        visible.CacheScope = all.CacheScope;
        RequestDoor.LeaveOuter(context);
        return Private.Mark(visible);
    }

    private ListToolsResult SelectTools(McpServerOptions server, ListToolsResult all, Visible visible) =>
        new() { Tools = advertised.Of(server, visible.Of(all.Tools, tool => tool.Name)) };

    private static ListPromptsResult Select(ListPromptsResult all, Visible visible) =>
        new() { Prompts = visible.Of(all.Prompts, prompt => prompt.Name) };

    private static ListResourcesResult Select(ListResourcesResult all, Visible visible) =>
        new() { Resources = visible.Of(all.Resources, resource => resource.Uri) };

    private static ListResourceTemplatesResult Select(ListResourceTemplatesResult all, Visible visible) =>
        new() { ResourceTemplates = visible.Of(all.ResourceTemplates, template => template.UriTemplate) };
}
