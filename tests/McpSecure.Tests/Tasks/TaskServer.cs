#pragma warning disable MCPEXP002 // alternate results and raw handlers are how the Tasks extension hangs in the SDK
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Tasks;

/// <summary>Does what the Tasks extension of the SDK does: a filter that answers with a task and runs the tool behind it, and handlers that know every id.</summary>
internal sealed class TaskServer
{
    private readonly ConcurrentDictionary<string, Task<JsonNode?>> _tasks = new(StringComparer.Ordinal);
    private int _last;

    /// <summary>Gets what reached the handlers: method and id.</summary>
    public ConcurrentQueue<string> Reached { get; } = new();

    public int Created => _tasks.Count;

    /// <summary>Gets or sets the id that the next tasks get; one that counts, by default.</summary>
    public string? NextId { get; set; }

    public double? TtlMs { get; set; }

    /// <summary>Gets or sets what the answer that there is a task waits for.</summary>
    public Func<Task> Answering { get; set; } = static () => Task.CompletedTask;

    /// <summary>Gets or sets a value indicating whether created tasks have the shape of the revision 2025-11-25.</summary>
    public bool IsOld { get; set; }

    /// <summary>What a task came to.</summary>
    public async Task<JsonNode?> ResultOfAsync(string id) => await _tasks[id].WaitAsync(Support.Patience.Token);

    public void AddTo(IMcpServerBuilder server, params string[] methods) => server.Services.Configure<McpServerOptions>(options =>
    {
        options.Filters.Request.CallToolWithAlternateFilters.Add(async (request, next, cancellationToken) =>
        {
            var id = NextId ?? $"task-{Interlocked.Increment(ref _last)}";
            var run = Task.Run(async () => JsonSerializer.SerializeToNode((await next(request, CancellationToken.None)).Result, McpJsonUtilities.DefaultOptions), CancellationToken.None);
            _tasks.TryAdd(id, run);
            var created = new CreatedTask { TaskId = IsOld ? null : id, TtlMs = TtlMs, Task = IsOld ? new JsonObject { ["taskId"] = id } : null };
            await Answering();
            return ResultOrAlternate<CallToolResult>.FromAlternate(created, TypeInfo);
        });
        options.RequestHandlers = [.. methods.Select(method => new McpServerRequestHandler { Method = method, Handler = (request, _) => new(HandleAsync(method, request)) })];
    });

    private static JsonTypeInfo<CreatedTask> TypeInfo { get; } = (JsonTypeInfo<CreatedTask>)new JsonSerializerOptions(McpJsonUtilities.DefaultOptions)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(McpJsonUtilities.DefaultOptions.TypeInfoResolver, new DefaultJsonTypeInfoResolver()),
    }.GetTypeInfo(typeof(CreatedTask));

    private Task<JsonNode?> HandleAsync(string method, JsonRpcRequest request)
    {
        if (method == "tasks/list")
        {
            JsonNode?[] all = [.. _tasks.Keys.Order(StringComparer.Ordinal).Select(id => new JsonObject { ["taskId"] = id }), new JsonObject { ["x"] = 1 }];
            return Task.FromResult<JsonNode?>(new JsonObject { ["tasks"] = new JsonArray(all), ["total"] = _tasks.Count, ["nextCursor"] = "next" });
        }

        var id = request.Params!["taskId"]?.ToString();
        Reached.Enqueue($"{method} {id}");
        return Task.FromResult<JsonNode?>(new JsonObject { ["status"] = _tasks.ContainsKey(id ?? "") ? "known" : "unknown" });
    }

    internal sealed class CreatedTask : Result
    {
        public CreatedTask() => ResultType = "task";

        [JsonPropertyName("taskId")]
        public string? TaskId { get; init; }

        [JsonPropertyName("ttlMs")]
        public double? TtlMs { get; init; }

        [JsonPropertyName("task")]
        public JsonObject? Task { get; init; }
    }
}
