using System.Collections.Frozen;

namespace McpSecure.Calls;

/// <summary>The JSON-RPC methods that MCP gives to clients. Everything else has to be listed in <c>AllowedMethods</c>.</summary>
/// <remarks>Written out, not taken from the SDK's constants: a method that the SDK adds has to be decided on here first.</remarks>
internal static class Methods
{
    public const string CallTool = "tools/call";
    public const string GetPrompt = "prompts/get";
    public const string ReadResource = "resources/read";
    public const string Subscribe = "resources/subscribe";
    public const string Unsubscribe = "resources/unsubscribe";
    public const string Listen = "subscriptions/listen";
    public const string Complete = "completion/complete";
    public const string SetLoggingLevel = "logging/setLevel";
    public const string Initialize = "initialize";
    public const string ResourceUpdated = "notifications/resources/updated";
    public const string LogMessage = "notifications/message";
    public const string Progress = "notifications/progress";
    public const string Cancelled = "notifications/cancelled";

    /// <summary>The server asks, the client answers.</summary>
    public const string Elicit = "elicitation/create";

    /// <summary>Of the Tasks extension: a task id works for whoever knows it.</summary>
    public const string TasksPrefix = "tasks/";
    public const string ListTasks = "tasks/list";
    public const string CancelTask = "tasks/cancel";

    /// <summary>Gets the requests that the SDK itself serves.</summary>
    public static FrozenSet<string> Requests { get; } = new[]
    {
        CallTool, GetPrompt, ReadResource, Subscribe, Unsubscribe, Listen, Complete, SetLoggingLevel,
        "tools/list", "prompts/list", "resources/list", "resources/templates/list",
        Initialize, "server/discover", "ping",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gets the requests of the Tasks extension, in all its revisions, of which it is known where they name a task.</summary>
    public static FrozenSet<string> Tasks { get; } =
        new[] { "tasks/get", "tasks/update", CancelTask, "tasks/result", ListTasks }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gets the requests that reach user code through a request filter: a record without one has been answered by something else.</summary>
    public static FrozenSet<string> Guarded { get; } = new[]
    {
        CallTool, GetPrompt, ReadResource, Subscribe, Unsubscribe, Complete,
        "tools/list", "prompts/list", "resources/list", "resources/templates/list",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gets the requests that can suspend and be resumed with state that the client holds.</summary>
    public static FrozenSet<string> Resumable { get; } =
        new[] { CallTool, GetPrompt, ReadResource }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gets the notifications that MCP lets a client send.</summary>
    public static FrozenSet<string> Notifications { get; } = new[]
    {
        "notifications/initialized", Cancelled, Progress, "notifications/roots/list_changed",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a request names a primitive, so that the guards are asked about it.</summary>
    public static bool IsCall(string method) => method is CallTool or GetPrompt or ReadResource or Subscribe or Unsubscribe or Complete;

    /// <summary>Whether a standard request means nothing without params.</summary>
    public static bool NeedsParams(string method) => IsCall(method);

    /// <summary>
    /// Whether a standard request that names no primitive is still not for everybody: it may reach a handler of the application, and makes
    /// the server send to this client what it says of itself.
    /// </summary>
    public static bool NeedsRole(string method) => method is Listen or SetLoggingLevel;

    /// <summary>Whether a request that meets no guard counts as a call of its caller: it makes the server work, or reaches the application.</summary>
    public static bool IsCounted(string method) => method switch
    {
        CallTool or GetPrompt or ReadResource or Subscribe or Unsubscribe or Complete => false, // its guards count it
        Initialize or "server/discover" or "ping" => false,
        _ => true,
    };

    /// <summary>Whether a notification of the server is about a task.</summary>
    public static bool IsOfTask(string notification) =>
        notification is "notifications/tasks" || notification.StartsWith("notifications/tasks/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The method as a metric tag or span name: no client can add a value.</summary>
    public static string Tag(string method) => Requests.Contains(method) || Notifications.Contains(method) ? method : Wire.Other;
}
