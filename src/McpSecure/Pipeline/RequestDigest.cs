using System.Text.Json;
using McpSecure.Calls;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>What a request asks for, as the client wrote it: its method, its revision of the protocol, what it names, and its arguments.</summary>
internal static class RequestDigest
{
    /// <summary>The digest of a request.</summary>
    /// <returns><see langword="null"/> if a member is written in another case than it has: the SDK would take it all the same, and this would not see it.</returns>
    public static byte[]? Of(JsonRpcRequest request, string? revision)
    {
        try
        {
            var members = JsonElement.Parse(request.Params?.ToJsonString() ?? "null");
            return members.ValueKind == JsonValueKind.Object ? Of($"{request.Method} {revision}", members) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null; // half a character in it
        }
    }

    private static byte[]? Of(string what, JsonElement members)
    {
        string? name = null;
        var arguments = default(JsonElement);
        foreach (var member in members.EnumerateObject())
        {
            switch (member.Name)
            {
                case "name" or "uri" when member.Value.ValueKind == JsonValueKind.String && name is null:
                    name = $"{member.Name} {member.Value.GetString()}";
                    break;
                case "arguments" when member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Null:
                    arguments = member.Value;
                    break;
                default:
                    if (IsVariant(member.Name))
                    {
                        return null;
                    }

                    break;
            }
        }

        return name is null ? null : CallDigest.Of(what, name, FieldsOf(arguments));
    }

    private static IEnumerable<KeyValuePair<string, JsonElement>>? FieldsOf(JsonElement arguments) => arguments.ValueKind == JsonValueKind.Object
        ? arguments.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value))
        : null;

    private static bool IsVariant(string name) =>
        string.Equals(name, "name", StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, "uri", StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, "arguments", StringComparison.OrdinalIgnoreCase);
}
