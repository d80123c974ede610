#pragma warning disable MCP9005 // Deprecated, but still a door: a handler for logging/setLevel gets what the client sends.
#pragma warning disable MCPEXP002 // The outermost slot of tools/call, custom requests and the alternate handler exist only behind this marker. Used in this file alone.
using System.Runtime.CompilerServices;
using McpSecure.Calls;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>The one place where McpSecure hangs in the SDK: which door stands in which filter list, and where in it.</summary>
/// <remarks>
/// <code>
/// incoming message [0]   identity, shape, record                       IncomingDoor
/// alternate [0]          guards; outermost of tools/call               ToolDoor
/// alternate [last]       does the result fit its schema?              ResultDoor
/// ordinary [last]        is it still what the guards saw?              ToolDoor, PromptDoor, ResourceDoor
/// prompts, resources, completion [0]   guards                          PromptDoor, ResourceDoor, CompletionDoor
/// lists [0]              only what the caller may use                  ListDoor
/// outgoing message [0]   updates, our own log lines, early rejections  OutgoingDoor
/// </code>
/// The SDK calls the first filter of a list outermost. A singleton: in stateless HTTP the options are made for every request.
/// </remarks>
internal sealed class SdkHook
{
    private readonly SlotSelection _slots;
    private readonly McpMessageFilter _incoming;
    private readonly McpMessageFilter _outgoing;
    private readonly McpRequestInvocationFilter<CallToolRequestParams, ResultOrAlternate<CallToolResult>> _callTool;
    private readonly McpRequestInvocationFilter<CallToolRequestParams, ResultOrAlternate<CallToolResult>> _checkResult;
    private readonly McpRequestFilter<CallToolRequestParams, CallToolResult> _runTool;
    private readonly McpRequestFilter<GetPromptRequestParams, GetPromptResult> _getPrompt;
    private readonly McpRequestFilter<GetPromptRequestParams, GetPromptResult> _runPrompt;
    private readonly McpRequestFilter<ReadResourceRequestParams, ReadResourceResult> _readResource;
    private readonly McpRequestFilter<ReadResourceRequestParams, ReadResourceResult> _runResource;
    private readonly McpRequestFilter<SubscribeRequestParams, EmptyResult> _subscribe;
    private readonly McpRequestFilter<UnsubscribeRequestParams, EmptyResult> _unsubscribe;
    private readonly McpRequestFilter<CompleteRequestParams, CompleteResult> _complete;
    private readonly McpRequestFilter<ListToolsRequestParams, ListToolsResult> _listTools;
    private readonly McpRequestFilter<ListPromptsRequestParams, ListPromptsResult> _listPrompts;
    private readonly McpRequestFilter<ListResourcesRequestParams, ListResourcesResult> _listResources;
    private readonly McpRequestFilter<ListResourceTemplatesRequestParams, ListResourceTemplatesResult> _listTemplates;

    public SdkHook(
        IncomingDoor incoming, OutgoingDoor outgoing, ToolDoor tools, ResultDoor results, PromptDoor prompts, ResourceDoor resources,
        CompletionDoor completions, ListDoor lists, SlotSelection slots)
    {
        _slots = slots;
        _incoming = next => (context, cancellationToken) => incoming.TakeAsync(context, next, cancellationToken);
        _outgoing = next => (context, cancellationToken) => outgoing.LetOutAsync(context, next, cancellationToken);
        _callTool = (context, next, cancellationToken) => CallToolAsync(tools, context, next, cancellationToken);
        _checkResult = (context, next, cancellationToken) => CheckResultAsync(results, context, next, cancellationToken);
        _runTool = next => (context, cancellationToken) => tools.RunAsync(context, next, cancellationToken);
        _getPrompt = next => (context, cancellationToken) => prompts.EnterAsync(context, next, cancellationToken);
        _runPrompt = next => (context, cancellationToken) => prompts.RunAsync(context, next, cancellationToken);
        _readResource = next => (context, cancellationToken) => resources.EnterAsync(context, next, cancellationToken);
        _runResource = next => (context, cancellationToken) => resources.RunAsync(context, next, cancellationToken);
        _subscribe = next => (context, cancellationToken) => resources.SubscribeAsync(context, next, cancellationToken);
        _unsubscribe = next => (context, cancellationToken) => resources.UnsubscribeAsync(context, next, cancellationToken);
        _complete = next => (context, cancellationToken) => completions.EnterAsync(context, next, cancellationToken);
        _listTools = next => (context, cancellationToken) => lists.ToolsAsync(context, next, cancellationToken);
        _listPrompts = next => (context, cancellationToken) => lists.PromptsAsync(context, next, cancellationToken);
        _listResources = next => (context, cancellationToken) => lists.ResourcesAsync(context, next, cancellationToken);
        _listTemplates = next => (context, cancellationToken) => lists.TemplatesAsync(context, next, cancellationToken);
    }

    /// <summary>Puts every door in its place, or back in it.</summary>
    public void Seal(McpServerOptions options) => Visit(options, puts: true);

    /// <summary>Whether every door stands in its place.</summary>
    public bool IsSealed(McpServerOptions options) => Visit(options, puts: false);

    // No short circuit: every list is visited.
    private bool Visit(McpServerOptions options, bool puts)
    {
        var requests = options.Filters.Request;
        var messages = options.Filters.Message;
        return First(messages.IncomingFilters, _incoming, Slots.Incoming, puts)
            & First(messages.OutgoingFilters, _outgoing, Slots.Outgoing, puts)
            & First(requests.CallToolWithAlternateFilters, _callTool, Slots.Outermost, puts)
            & First(requests.GetPromptFilters, _getPrompt, Slots.Outermost, puts)
            & First(requests.ReadResourceFilters, _readResource, Slots.Outermost, puts)
            & First(requests.SubscribeToResourcesFilters, _subscribe, Slots.Outermost, puts)
            & First(requests.UnsubscribeFromResourcesFilters, _unsubscribe, Slots.Outermost, puts)
            & First(requests.CompleteFilters, _complete, Slots.Outermost, puts)
            & First(requests.ListToolsFilters, _listTools, Slots.Lists, puts)
            & First(requests.ListPromptsFilters, _listPrompts, Slots.Lists, puts)
            & First(requests.ListResourcesFilters, _listResources, Slots.Lists, puts)
            & First(requests.ListResourceTemplatesFilters, _listTemplates, Slots.Lists, puts)
            & Last(requests.CallToolWithAlternateFilters, _checkResult, Slots.Results, puts)
            & Last(requests.CallToolFilters, _runTool, Slots.Innermost, puts)
            & Last(requests.GetPromptFilters, _runPrompt, Slots.Innermost, puts)
            & Last(requests.ReadResourceFilters, _runResource, Slots.Innermost, puts);
    }

    /// <summary>What would run user code past every door: one error for each.</summary>
    public static IEnumerable<string> SideDoors(McpServerOptions options, IDictionary<string, Access> allowedMethods)
    {
        if (options.Handlers.CallToolWithAlternateHandler is not null)
        {
            yield return "CallToolWithAlternateHandler replaces the filters of tools/call and cannot be guarded. Use WithCallToolHandler.";
        }

        var custom = options.RequestHandlers?.Select(handler => handler.Method) ?? [];
        var notifications = options.Handlers.NotificationHandlers?.Select(handler => handler.Key) ?? [];
        string[] logging = options.Handlers.SetLoggingLevelHandler is null ? [] : [Methods.SetLoggingLevel];
        foreach (var method in custom.Concat(notifications).Concat(logging).Distinct(StringComparer.Ordinal))
        {
            if (IsReserved(method))
            {
                yield return $"A custom handler serves '{method}', a method of MCP itself, past all guards. Use the builder's own With… method for it.";
            }
            else if (!allowedMethods.ContainsKey(method))
            {
                yield return $"A custom handler serves '{method}', of which no guard knows the meaning. If its handler checks what it gets, " +
                    $"allow it: \"{McpSecurityOptions.SectionName}\": {{ \"AllowedMethods\": {{ \"{method}\": \"Allow\" }} }}.";
            }
        }
    }

    private static bool IsReserved(string method) =>
        Methods.Requests.Contains(method) && !string.Equals(method, Methods.SetLoggingLevel, StringComparison.Ordinal);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ResultOrAlternate<CallToolResult>> CallToolAsync(
        ToolDoor tools,
        RequestContext<CallToolRequestParams> context,
        McpRequestHandler<CallToolRequestParams, ResultOrAlternate<CallToolResult>> next,
        CancellationToken cancellationToken)
    {
        if (await tools.EnterAsync(context, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        try
        {
            var result = await next(context, cancellationToken).ConfigureAwait(false);
            ToolDoor.Leave(context, result.Result);
            return result;
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ResultOrAlternate<CallToolResult>> CheckResultAsync(
        ResultDoor results,
        RequestContext<CallToolRequestParams> context,
        McpRequestHandler<CallToolRequestParams, ResultOrAlternate<CallToolResult>> next,
        CancellationToken cancellationToken)
    {
        var result = await next(context, cancellationToken).ConfigureAwait(false);
        return result.Result is { } made ? results.LetOut(context, made) : result;
    }

    private bool First<T>(IList<T> filters, T door, Slots slot, bool puts)
        where T : Delegate
    {
        if (puts && Takes(filters, door, slot))
        {
            filters.Insert(0, door);
        }

        return !_slots.Has(slot) || (filters.Count > 0 && ReferenceEquals(filters[0], door));
    }

    private bool Last<T>(IList<T> filters, T door, Slots slot, bool puts)
        where T : Delegate
    {
        if (puts && Takes(filters, door, slot))
        {
            filters.Add(door);
        }

        return !_slots.Has(slot) || (filters.Count > 0 && ReferenceEquals(filters[^1], door));
    }

    private bool Takes<T>(IList<T> filters, T door, Slots slot)
        where T : Delegate
    {
        while (filters.Remove(door))
        {
            // Sealed before: the door goes back to its place.
        }

        return _slots.Has(slot);
    }
}
