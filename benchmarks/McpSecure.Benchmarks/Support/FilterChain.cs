#pragma warning disable MCPEXP002 // The outermost slot of tools/call exists only behind this marker.
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Benchmarks.Support;

/// <summary>
/// The way of a request through a server's filters to a tool and back, as the SDK composes it: message filters and alternate filters for
/// every message, ordinary filters once. What the SDK does around them (reading, scheduling, a scope of services, writing) is left out: it
/// is the same with every filter, and noise ten times as loud as the difference.
/// </summary>
internal sealed class FilterChain
{
    private static readonly JsonTypeInfo<CallToolRequestParams> ParamsType = TypeOf<CallToolRequestParams>();
    private static readonly JsonTypeInfo<CallToolResult> ResultType = TypeOf<CallToolResult>();

    private readonly McpServer _server;
    private readonly ClaimsPrincipal? _user;
    private readonly McpServerFilters _filters;
    private readonly McpServerPrimitiveCollection<McpServerTool> _tools;
    private readonly McpRequestHandler<CallToolRequestParams, CallToolResult> _callTool;
    private readonly McpRequestHandler<ListToolsRequestParams, ListToolsResult> _listTools;

    public FilterChain(McpServer server, ClaimsPrincipal? user)
    {
        _server = server;
        _user = user;
        _filters = server.ServerOptions.Filters;
        _tools = server.ServerOptions.ToolCollection!;
        _callTool = Compose(RunToolAsync, _filters.Request.CallToolFilters);
        _listTools = Compose(MakeListAsync, _filters.Request.ListToolsFilters);
    }

    /// <summary>Sends one request in. The answer is what the outgoing filters let out.</summary>
    public async Task<JsonRpcMessage?> AskAsync(Requests requests)
    {
        var request = requests.Next(_user);
        using var cancellation = new CancellationTokenSource(); // as the SDK has one for each request
        JsonRpcMessage? answer = null;
        try
        {
            await Compose(
                async (context, cancellationToken) => answer = await AnswerAsync((JsonRpcRequest)context.JsonRpcMessage, cancellationToken),
                _filters.Message.IncomingFilters)(new MessageContext(_server, request), cancellation.Token);
        }
        catch (McpProtocolException exception)
        {
            var error = new JsonRpcErrorDetail { Code = (int)exception.ErrorCode, Message = exception.Message };
            answer = await SendAsync(new JsonRpcError { Id = request.Id, Error = error }, CancellationToken.None);
        }

        return answer;
    }

    private async Task<JsonRpcMessage?> AnswerAsync(JsonRpcRequest request, CancellationToken cancellationToken)
    {
        // A list is not turned into JSON: a thousand tools cost milliseconds there, whoever filtered them.
        var result = string.Equals(request.Method, RequestMethods.ToolsList, StringComparison.Ordinal)
            ? await ListAsync(request, cancellationToken)
            : JsonSerializer.SerializeToNode(await CallAsync(request, cancellationToken), ResultType);
        var response = new JsonRpcResponse { Id = request.Id, Result = result, Context = request.Context };
        return await SendAsync(response, cancellationToken);
    }

    private async ValueTask<CallToolResult> CallAsync(JsonRpcRequest request, CancellationToken cancellationToken)
    {
        // The SDK looks whether it resumes a suspended call, which turns the text of the params into a dictionary of nodes.
        _ = (request.Params as JsonObject)?.TryGetPropertyValue("requestState", out _);
        var parameters = JsonSerializer.Deserialize(request.Params, ParamsType)!;
        var context = new RequestContext<CallToolRequestParams>(_server, request, parameters);
        Match(context);
        McpRequestHandler<CallToolRequestParams, ResultOrAlternate<CallToolResult>> handler = async (inner, token) =>
        {
            Match(inner);
            return await _callTool(inner, token);
        };
        var filters = _filters.Request.CallToolWithAlternateFilters;
        for (var index = filters.Count - 1; index >= 0; index--)
        {
            var (next, filter) = (handler, filters[index]);
            handler = (inner, token) => filter(inner, next, token);
        }

        return (await handler(context, cancellationToken)).Result!;
    }

    private async ValueTask<JsonNode?> ListAsync(JsonRpcRequest request, CancellationToken cancellationToken)
    {
        var context = new RequestContext<ListToolsRequestParams>(_server, request, new ListToolsRequestParams());
        var list = await _listTools(context, cancellationToken);
        return list.Tools.Count;
    }

    private async Task<JsonRpcMessage?> SendAsync(JsonRpcMessage message, CancellationToken cancellationToken)
    {
        JsonRpcMessage? sent = null;
        await Compose(
            (context, _) =>
            {
                sent = context.JsonRpcMessage;
                return Task.CompletedTask;
            },
            _filters.Message.OutgoingFilters)(new MessageContext(_server, message), cancellationToken);
        return sent;
    }

    private void Match(RequestContext<CallToolRequestParams> context) =>
        context.MatchedPrimitive = _tools.TryGetPrimitive(context.Params.Name, out var tool) ? tool : null;

    private static ValueTask<CallToolResult> RunToolAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken) =>
        context.MatchedPrimitive is McpServerTool tool
            ? tool.InvokeAsync(context, cancellationToken)
            : throw new McpProtocolException($"Unknown tool: '{context.Params.Name}'", McpErrorCode.InvalidParams);

    private ValueTask<ListToolsResult> MakeListAsync(RequestContext<ListToolsRequestParams> context, CancellationToken cancellationToken)
    {
        var result = new ListToolsResult();
        foreach (var tool in _tools)
        {
            result.Tools.Add(tool.ProtocolTool);
        }

        return new(result);
    }

    private static McpMessageHandler Compose(McpMessageHandler handler, IList<McpMessageFilter> filters)
    {
        for (var index = filters.Count - 1; index >= 0; index--)
        {
            handler = filters[index](handler);
        }

        return handler;
    }

    private static McpRequestHandler<TParams, TResult> Compose<TParams, TResult>(
        McpRequestHandler<TParams, TResult> handler, IList<McpRequestFilter<TParams, TResult>> filters)
    {
        for (var index = filters.Count - 1; index >= 0; index--)
        {
            handler = filters[index](handler);
        }

        return handler;
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));
}
