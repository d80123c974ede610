#pragma warning disable MCP9005 // logging/setLevel is deprecated, and still a way in
#pragma warning disable MCPEXP002 // custom request handlers, alternate filters and the alternate handler are ways in
using System.Text.Json.Nodes;
using McpSecure.Tests.Support;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Doors;

/// <summary>Every member of the SDK that could lead a client to the application's code. A member that is missing fails <see cref="DoorsTests"/>.</summary>
internal static class DoorTables
{
    private const string OpenTool = """{"name":"open"}""";
    private const string OpenUri = """{"uri":"mem://open/a"}""";
    private const string OpenRef = """{"ref":{"type":"ref/prompt","name":"open"},"argument":{"name":"a","value":""} }""";
    private const string Listed = "x/listed";

    public static IReadOnlyDictionary<string, Door> Handlers { get; } = new Dictionary<string, Door>
    {
        [nameof(McpServerHandlers.ListToolsHandler)] = Guarded("tools/list", "{}", (o, ran) => o.Handlers.ListToolsHandler = Note<ListToolsRequestParams, ListToolsResult>(ran)),
        [nameof(McpServerHandlers.CallToolHandler)] = Guarded("tools/call", OpenTool, (o, ran) => o.Handlers.CallToolHandler = Note<CallToolRequestParams, CallToolResult>(ran)),
        [nameof(McpServerHandlers.ListPromptsHandler)] = Guarded("prompts/list", "{}", (o, ran) => o.Handlers.ListPromptsHandler = Note<ListPromptsRequestParams, ListPromptsResult>(ran)),
        [nameof(McpServerHandlers.GetPromptHandler)] = Guarded("prompts/get", OpenTool, (o, ran) => o.Handlers.GetPromptHandler = Note<GetPromptRequestParams, GetPromptResult>(ran)),
        [nameof(McpServerHandlers.ListResourcesHandler)] = Guarded("resources/list", "{}", (o, ran) => o.Handlers.ListResourcesHandler = Note<ListResourcesRequestParams, ListResourcesResult>(ran)),
        [nameof(McpServerHandlers.ListResourceTemplatesHandler)] = Guarded("resources/templates/list", "{}", (o, ran) => o.Handlers.ListResourceTemplatesHandler = Note<ListResourceTemplatesRequestParams, ListResourceTemplatesResult>(ran)),
        [nameof(McpServerHandlers.ReadResourceHandler)] = Guarded("resources/read", OpenUri, (o, ran) => o.Handlers.ReadResourceHandler = Note<ReadResourceRequestParams, ReadResourceResult>(ran)),
        [nameof(McpServerHandlers.SubscribeToResourcesHandler)] = Guarded("resources/subscribe", OpenUri, (o, ran) => o.Handlers.SubscribeToResourcesHandler = Note<SubscribeRequestParams, EmptyResult>(ran)),
        [nameof(McpServerHandlers.UnsubscribeFromResourcesHandler)] = Guarded("resources/unsubscribe", OpenUri, (o, ran) => o.Handlers.UnsubscribeFromResourcesHandler = Note<UnsubscribeRequestParams, EmptyResult>(ran)),
        [nameof(McpServerHandlers.SubscriptionsListenHandler)] = Guarded("subscriptions/listen", """{"notifications":{}}""", (o, ran) => o.Handlers.SubscriptionsListenHandler = Note<SubscriptionsListenRequestParams, EmptyResult>(ran)),
        [nameof(McpServerHandlers.CompleteHandler)] = Guarded("completion/complete", OpenRef, (o, ran) => o.Handlers.CompleteHandler = Note<CompleteRequestParams, CompleteResult>(ran)),
        [nameof(McpServerHandlers.SetLoggingLevelHandler)] = SetLevel,
        [nameof(McpServerHandlers.CallToolWithAlternateHandler)] = Guarded("tools/call", OpenTool, (o, ran) => o.Handlers.CallToolWithAlternateHandler = (_, _) =>
        {
            ran.Note("handler");
            return new(new CallToolResult());
        }) with
        { Decision = Decision.RefusedAlways },
        [nameof(McpServerHandlers.NotificationHandlers)] = Notification("notifications/x"),
    };

    public static IReadOnlyDictionary<string, Door> RequestFilters { get; } = new Dictionary<string, Door>
    {
        [nameof(McpRequestFilters.ListToolsFilters)] = Guarded("tools/list", "{}", (o, ran) => Insert(o.Filters.Request.ListToolsFilters, ran)),
        [nameof(McpRequestFilters.CallToolFilters)] = Guarded("tools/call", OpenTool, (o, ran) => Insert(o.Filters.Request.CallToolFilters, ran)),
        [nameof(McpRequestFilters.CallToolWithAlternateFilters)] = Guarded("tools/call", OpenTool, (o, ran) =>
            o.Filters.Request.CallToolWithAlternateFilters.Insert(0, (request, next, cancellationToken) =>
            {
                ran.Note("filter");
                return next(request, cancellationToken);
            })),
        [nameof(McpRequestFilters.ListPromptsFilters)] = Guarded("prompts/list", "{}", (o, ran) => Insert(o.Filters.Request.ListPromptsFilters, ran)),
        [nameof(McpRequestFilters.GetPromptFilters)] = Guarded("prompts/get", OpenTool, (o, ran) => Insert(o.Filters.Request.GetPromptFilters, ran)),
        [nameof(McpRequestFilters.ListResourceTemplatesFilters)] = Guarded("resources/templates/list", "{}", (o, ran) => Insert(o.Filters.Request.ListResourceTemplatesFilters, ran)),
        [nameof(McpRequestFilters.ListResourcesFilters)] = Guarded("resources/list", "{}", (o, ran) => Insert(o.Filters.Request.ListResourcesFilters, ran)),
        [nameof(McpRequestFilters.ReadResourceFilters)] = Guarded("resources/read", OpenUri, (o, ran) => Insert(o.Filters.Request.ReadResourceFilters, ran)),
        [nameof(McpRequestFilters.CompleteFilters)] = Guarded("completion/complete", OpenRef, (o, ran) => Insert(o.Filters.Request.CompleteFilters, ran)),
        [nameof(McpRequestFilters.SubscribeToResourcesFilters)] = Guarded("resources/subscribe", OpenUri, (o, ran) => Insert(o.Filters.Request.SubscribeToResourcesFilters, ran)),
        [nameof(McpRequestFilters.UnsubscribeFromResourcesFilters)] = Guarded("resources/unsubscribe", OpenUri, (o, ran) => Insert(o.Filters.Request.UnsubscribeFromResourcesFilters, ran)),
        [nameof(McpRequestFilters.SetLoggingLevelFilters)] = SetLevel with // runs only in front of a handler
        {
            Open = (o, ran) =>
            {
                o.Handlers.SetLoggingLevelHandler = (_, _) => new(new EmptyResult());
                Insert(o.Filters.Request.SetLoggingLevelFilters, ran);
            },
        },
    };

    public static IReadOnlyDictionary<string, Door> MessageFilters { get; } = new Dictionary<string, Door>
    {
        [nameof(McpMessageFilters.IncomingFilters)] = Guarded(Listed, "{}", (o, ran) => o.Filters.Message.IncomingFilters.Insert(0, Noting(Listed, ran))) with { Method = Listed },
        [nameof(McpMessageFilters.OutgoingFilters)] = Guarded(
            "", "", (o, ran) => o.Filters.Message.OutgoingFilters.Insert(0, Noting(NotificationMethods.ResourceUpdatedNotification, ran))) with
        {
            Knock = async (session, peer) =>
            {
                await peer.RequestAsync("resources/subscribe", OpenUri);
                await session.Server.SendNotificationAsync(
                    NotificationMethods.ResourceUpdatedNotification, new ResourceUpdatedNotificationParams { Uri = "mem://open/a" }, cancellationToken: Patience.Token);
            },
        },
    };

    public static IReadOnlyDictionary<string, Door> Requests { get; } = new Dictionary<string, Door>
    {
        [RequestMethods.ToolsList] = Handlers[nameof(McpServerHandlers.ListToolsHandler)],
        [RequestMethods.ToolsCall] = Handlers[nameof(McpServerHandlers.CallToolHandler)],
        [RequestMethods.PromptsList] = Handlers[nameof(McpServerHandlers.ListPromptsHandler)],
        [RequestMethods.PromptsGet] = Handlers[nameof(McpServerHandlers.GetPromptHandler)],
        [RequestMethods.ResourcesList] = Handlers[nameof(McpServerHandlers.ListResourcesHandler)],
        [RequestMethods.ResourcesTemplatesList] = Handlers[nameof(McpServerHandlers.ListResourceTemplatesHandler)],
        [RequestMethods.ResourcesRead] = Handlers[nameof(McpServerHandlers.ReadResourceHandler)],
        [RequestMethods.ResourcesSubscribe] = Handlers[nameof(McpServerHandlers.SubscribeToResourcesHandler)],
        [RequestMethods.ResourcesUnsubscribe] = Handlers[nameof(McpServerHandlers.UnsubscribeFromResourcesHandler)],
        [RequestMethods.SubscriptionsListen] = Handlers[nameof(McpServerHandlers.SubscriptionsListenHandler)],
        [RequestMethods.CompletionComplete] = Handlers[nameof(McpServerHandlers.CompleteHandler)],
        [RequestMethods.LoggingSetLevel] = SetLevel,
        [RequestMethods.RootsList] = Custom(RequestMethods.RootsList), // these three are for the server to send
        [RequestMethods.SamplingCreateMessage] = Custom(RequestMethods.SamplingCreateMessage),
        [RequestMethods.ElicitationCreate] = Custom(RequestMethods.ElicitationCreate),
        [RequestMethods.Initialize] = Door.NoUserCode,
        [RequestMethods.ServerDiscover] = Door.NoUserCode,
        [RequestMethods.Ping] = Door.NoUserCode,
    };

    public static IReadOnlyDictionary<string, Door> Notifications { get; } = new[]
    {
        NotificationMethods.ToolListChangedNotification, NotificationMethods.PromptListChangedNotification,
        NotificationMethods.ResourceListChangedNotification, NotificationMethods.ResourceUpdatedNotification,
        NotificationMethods.RootsListChangedNotification, NotificationMethods.LoggingMessageNotification,
        NotificationMethods.ElicitationCompleteNotification, NotificationMethods.InitializedNotification,
        NotificationMethods.ProgressNotification, NotificationMethods.CancelledNotification,
        NotificationMethods.SubscriptionsAcknowledgedNotification,
    }.ToDictionary(method => method, Notification);

    public static IReadOnlyDictionary<string, Door> Options { get; } = new Dictionary<string, Door>
    {
        [nameof(McpServerOptions.ToolCollection)] = Guarded("tools/call", OpenTool, (o, ran) => o.ToolCollection = [Given.Tool("open", ran)]),
        [nameof(McpServerOptions.PromptCollection)] = Guarded("prompts/get", OpenTool, (o, ran) => o.PromptCollection = [Given.Prompt("open", ran)]),
        [nameof(McpServerOptions.ResourceCollection)] = Guarded("resources/read", OpenUri, (o, ran) => o.ResourceCollection = [Given.Resource("mem://open/a", ran)]),
        [nameof(McpServerOptions.RequestHandlers)] = Custom(Listed),
        [nameof(McpServerOptions.Handlers)] = Door.NoUserCode, // a table of its own
        [nameof(McpServerOptions.Filters)] = Door.NoUserCode,  // two tables of its own
        [nameof(McpServerOptions.ServerInfo)] = Door.NoUserCode,
        [nameof(McpServerOptions.Capabilities)] = Door.NoUserCode,
        [nameof(McpServerOptions.ProtocolVersion)] = Door.NoUserCode,
        [nameof(McpServerOptions.InitializationTimeout)] = Door.NoUserCode,
        [nameof(McpServerOptions.ServerInstructions)] = Door.NoUserCode,
        [nameof(McpServerOptions.ScopeRequests)] = Door.NoUserCode,
        [nameof(McpServerOptions.KnownClientInfo)] = Door.NoUserCode,
        [nameof(McpServerOptions.KnownClientCapabilities)] = Door.NoUserCode,
        [nameof(McpServerOptions.MaxSamplingOutputTokens)] = Door.NoUserCode,
    };

    public static IReadOnlyDictionary<string, Door> FilterGroups { get; } = new Dictionary<string, Door>
    {
        [nameof(McpServerFilters.Message)] = Door.NoUserCode, // a table each
        [nameof(McpServerFilters.Request)] = Door.NoUserCode,
    };

    private static Door SetLevel => Guarded(
        RequestMethods.LoggingSetLevel, """{"level":"debug"}""", (o, ran) => o.Handlers.SetLoggingLevelHandler = Note<SetLevelRequestParams, EmptyResult>(ran)) with
    {
        Decision = Decision.RefusedUnlessListed,
        Method = RequestMethods.LoggingSetLevel,
    };

    private static Door Guarded(string method, string parameters, Action<McpServerOptions, Ran> open) => new(
        Decision.Guarded, open, (_, peer) => peer.RequestAsync(VersionOf(method), method, parameters));

    private static Door Custom(string method) => Guarded(method, "{}", (o, ran) => o.RequestHandlers =
    [
        new McpServerRequestHandler { Method = method, Handler = (_, _) => new(new JsonObject { ["ran"] = ran.Note("handler") }) },
    ]) with
    { Decision = Decision.RefusedUnlessListed, Method = method };

    private static Door Notification(string method) => new(
        Decision.RefusedUnlessListed,
        (o, ran) => o.Handlers.NotificationHandlers =
        [
            new(method, (_, _) =>
            {
                ran.Note("handler");
                return default;
            }),
        ],
        (_, peer) => peer.NotifyAsync(method, """{"requestId":999}"""))
    { Method = method };

    private static string VersionOf(string method) =>
        method == RequestMethods.SubscriptionsListen ? ProtocolVersions.July2026 : ProtocolVersions.November2025;

    private static McpRequestHandler<TParams, TResult> Note<TParams, TResult>(Ran ran)
        where TResult : new() => (_, _) =>
    {
        ran.Note("handler");
        return new(new TResult());
    };

    private static void Insert<TParams, TResult>(IList<McpRequestFilter<TParams, TResult>> filters, Ran ran) =>
        filters.Insert(0, next => (request, cancellationToken) =>
        {
            ran.Note("filter");
            return next(request, cancellationToken);
        });

    private static McpMessageFilter Noting(string method, Ran ran) => next => (context, cancellationToken) =>
    {
        if (context.JsonRpcMessage is JsonRpcRequest { Method: var request } && request == method
            || context.JsonRpcMessage is JsonRpcNotification { Method: var notification } && notification == method)
        {
            ran.Note("filter");
        }

        return next(context, cancellationToken);
    };
}
