using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Calls;
using McpSecure.Redaction;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>Takes secrets out of what a server says beside its answers: log messages, progress, the state of tasks. And out of errors.</summary>
internal sealed class OutgoingRedaction(Redactor redactor)
{
    private const string Meta = "_meta";

    /// <summary>The message that leaves; the same instance if there is no secret in it.</summary>
    public JsonRpcNotification Of(JsonRpcNotification notification)
    {
        string[] members = notification.Method switch
        {
            Methods.LogMessage => ["data", "logger", Meta],
            Methods.Progress => ["message", Meta],
            _ when Methods.IsOfTask(notification.Method) => ["statusMessage", Meta],
            _ => [],
        };
        var redacted = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        var parameters = notification.Params as JsonObject ?? [];
        foreach (var member in members)
        {
            var count = 0;
            var value = redactor.Redact(parameters[member], ref count);
            if (count > 0)
            {
                redacted[member] = value;
            }
        }

        if (redacted.Count == 0)
        {
            return notification;
        }

        // The application may send the same one to many.
        var copy = new JsonObject();
        foreach (var (name, other) in parameters)
        {
            copy[name] = redacted.TryGetValue(name, out var value) ? value : other?.DeepClone();
        }

        return new JsonRpcNotification { Method = notification.Method, Params = copy, Context = notification.Context };
    }

    /// <summary>Takes them out of the message of an error, and of what it has beside it.</summary>
    public void Tame(JsonRpcError error)
    {
        var count = 0;
        if (redactor.TryRedact(error.Error.Message ?? string.Empty, out var message, ref count))
        {
            error.Error.Message = message;
        }

        if (error.Error.Data is { } data)
        {
            var before = count;
            var redacted = redactor.Redact(NodeOf(data), ref count);
            error.Error.Data = count == before ? data : redacted;
        }
    }

    /// <summary>As the SDK writes it. What it cannot write cannot leave either.</summary>
    private static JsonNode? NodeOf(object data)
    {
        try
        {
            return data as JsonNode ?? JsonSerializer.SerializeToNode(data, McpJsonUtilities.DefaultOptions.GetTypeInfo(data.GetType()));
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
