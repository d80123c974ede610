#pragma warning disable MCPEXP002 // The outermost slot of tools/call exists only behind this marker.
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Benchmarks.Support;

/// <summary>Filters that do nothing, in the places where McpSecure has its own. A unit test compares the two lists.</summary>
internal static class EmptyFilters
{
    private static readonly McpMessageFilter Message = next => async (context, cancellationToken) =>
        await next(context, cancellationToken).ConfigureAwait(false);

    private static readonly McpRequestInvocationFilter<CallToolRequestParams, ResultOrAlternate<CallToolResult>> CallTool =
        async (context, next, cancellationToken) => await next(context, cancellationToken).ConfigureAwait(false);

    public static void AddTo(McpServerOptions options)
    {
        var messages = options.Filters.Message;
        messages.IncomingFilters.Insert(0, Message);
        messages.OutgoingFilters.Insert(0, Message);
        var requests = options.Filters.Request;
        requests.CallToolWithAlternateFilters.Insert(0, CallTool);
        requests.CallToolWithAlternateFilters.Add(CallTool);
        AddFirst(requests.GetPromptFilters);
        AddFirst(requests.ReadResourceFilters);
        AddFirst(requests.SubscribeToResourcesFilters);
        AddFirst(requests.UnsubscribeFromResourcesFilters);
        AddFirst(requests.CompleteFilters);
        AddFirst(requests.ListToolsFilters);
        AddFirst(requests.ListPromptsFilters);
        AddFirst(requests.ListResourcesFilters);
        AddFirst(requests.ListResourceTemplatesFilters);
        AddLast(requests.CallToolFilters);
        AddLast(requests.GetPromptFilters);
        AddLast(requests.ReadResourceFilters);
    }

    private static void AddFirst<TParams, TResult>(IList<McpRequestFilter<TParams, TResult>> filters) =>
        filters.Insert(0, Request<TParams, TResult>.Filter);

    private static void AddLast<TParams, TResult>(IList<McpRequestFilter<TParams, TResult>> filters) =>
        filters.Add(Request<TParams, TResult>.Filter);

    private static class Request<TParams, TResult>
    {
        public static readonly McpRequestFilter<TParams, TResult> Filter = next => async (context, cancellationToken) =>
            await next(context, cancellationToken).ConfigureAwait(false);
    }
}
