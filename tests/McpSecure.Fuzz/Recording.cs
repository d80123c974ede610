using System.Text.Json.Nodes;
using McpSecure.Tests.BadInput;
using ModelContextProtocol.Protocol;

namespace McpSecure.Fuzz;

/// <summary>Which messages have to be on record.</summary>
internal static class Recording
{
    /// <summary>
    /// Everything that can be read. What the SDK rejects before any filter too, if it is a request: its answer is noticed. A notification
    /// that the SDK rejects has no answer, and nothing of it can be seen.
    /// </summary>
    /// <param name="one">The message.</param>
    /// <param name="isModern">Whether the session speaks 2026-07-28.</param>
    public static bool IsDue(Expectation one, bool isModern) => one.Message switch
    {
        null => false,
        JsonRpcNotification { Method: "notifications/initialized" } when isModern => false,
        JsonRpcNotification notification => CanBeTraced(notification),
        _ => true,
    };

    /// <remarks>
    /// Where spans are recorded, the SDK first looks for their parent and their target. It throws at params that are no object or hold a
    /// key twice, and at half of a surrogate pair.
    /// </remarks>
    private static bool CanBeTraced(JsonRpcNotification notification)
    {
        try
        {
            _ = notification.Params?["_meta"]?["traceparent"] is JsonValue parent && parent.TryGetValue<string>(out _);
            var target = notification.Method switch
            {
                "tools/call" or "prompts/get" => "name",
                "resources/read" or "resources/subscribe" or "resources/unsubscribe" or "notifications/resources/updated" => "uri",
                _ => null,
            };
            _ = target is not null && notification.Params is JsonObject parameters && parameters[target] is JsonValue value && value.TryGetValue<string>(out _);
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
