using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>The question as MCP puts it: a form with one box, which is empty, and has to be ticked.</summary>
internal static class ApprovalForm
{
    /// <summary>Who asks the person, in records.</summary>
    public const string Asker = "client";

    private const string Field = "approve";

    public static ElicitRequestParams Of(string message) => new()
    {
        Message = message,
        RequestedSchema = new()
        {
            // No default: the SDK would put it in the place of an answer.
            Properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition>(StringComparer.Ordinal)
            {
                [Field] = new ElicitRequestParams.BooleanSchema { Title = "Approve this call" },
            },
            Required = [Field],
        },
    };

    /// <summary>Whether an answer says yes, in so many words.</summary>
    public static bool IsApproved(ElicitResult? answer) =>
        string.Equals(answer?.Action, "accept", StringComparison.Ordinal)
        && answer!.Content is { Count: 1 } content
        && content.TryGetValue(Field, out var value)
        && value.ValueKind == JsonValueKind.True;

    /// <summary>Whether an answer that came with a request says yes, in so many words.</summary>
    public static bool IsApproved(JsonNode? answer) =>
        answer is JsonObject members
        && members["action"] is JsonValue action && action.TryGetValue<string>(out var text) && string.Equals(text, "accept", StringComparison.Ordinal)
        && members["content"] is JsonObject { Count: 1 } content
        && content[Field] is JsonValue value && value.GetValueKind() == JsonValueKind.True;
}
