using System.Text.Json.Nodes;

namespace McpSecure.Pipeline;

/// <summary>Where the messages of the Tasks extension name a task: SEP-2663, and the revision 2025-11-25 before it.</summary>
internal static class TaskMessages
{
    private const string IdKey = "taskId";

    /// <summary>What remains of a list besides its tasks: anything else may tell of those that are left out.</summary>
    private static readonly string[] KeptOfList = ["nextCursor", "resultType", "_meta"];

    /// <summary>The task that a request or notification is about; <see langword="null"/> if it does not name one task in one way.</summary>
    public static string? IdOf(JsonNode? parameters)
    {
        try
        {
            // Without case, as whoever reads it next may.
            var named = (parameters as JsonObject)?.Where(member => string.Equals(member.Key, IdKey, StringComparison.OrdinalIgnoreCase)).ToArray();
            return named is [{ Key: IdKey, Value: var id }] && Text(id) is { Length: > 0 } text ? text : null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null; // a key twice, or half of a character
        }
    }

    /// <summary>The tasks that a client wants to hear of. What is no text is no task, and refused as such.</summary>
    public static IEnumerable<string?> IdsToHearOf(JsonNode? parameters) =>
        ((parameters as JsonObject)?["notifications"] as JsonObject)?["taskIds"] is { } wanted
            ? wanted is JsonArray ids ? ids.Select(Text) : [null]
            : [];

    /// <summary>The task that an answer creates; <see langword="null"/> if it is no such answer.</summary>
    /// <param name="result">The result.</param>
    /// <param name="life">How long the task lives, if it says so.</param>
    public static string? IdOfCreated(JsonNode? result, out TimeSpan? life)
    {
        var members = result as JsonObject;
        var task = members?["task"] as JsonObject ?? members;
        life = (task?["ttlMs"] ?? task?["ttl"]) is JsonValue value && value.TryGetValue<double>(out var milliseconds)
            ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, int.MaxValue))
            : null;
        return Text(task?[IdKey]);
    }

    /// <summary>A list with those tasks alone that may be told of.</summary>
    public static JsonObject Only(JsonNode? list, Func<string, bool> mayTell)
    {
        var only = new JsonObject();
        var all = list as JsonObject;
        var told = (all?["tasks"] as JsonArray)?.Where(task => Text((task as JsonObject)?[IdKey]) is { } id && mayTell(id)).Select(task => task!.DeepClone());
        only["tasks"] = new JsonArray([.. told ?? []]);
        foreach (var key in KeptOfList)
        {
            if (all?[key] is { } kept)
            {
                only[key] = kept.DeepClone();
            }
        }

        return only;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
