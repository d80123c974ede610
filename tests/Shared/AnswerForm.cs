using System.Text.Json;

namespace McpSecure.Tests.BadInput;

/// <summary>What every answer has to look like, whatever was asked.</summary>
internal static class AnswerForm
{
    /// <summary>Generous for a refusal with a list of argument names, far below what a client can send.</summary>
    public const int MaximumAnswer = 8192;

    /// <summary>Says why this is not one JSON-RPC 2.0 answer: an id, and either a result or an error of a code and a message.</summary>
    /// <returns>The reason, or <see langword="null"/>.</returns>
    public static string? ProblemOf(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            return $"it is of kind {answer.ValueKind}";
        }

        string[] members = [.. answer.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)];
        return members switch
        {
            not (["id", "jsonrpc", "result"] or ["error", "id", "jsonrpc"]) => $"its members are {string.Join(", ", members)}",
            _ when answer.GetProperty("jsonrpc") is not { ValueKind: JsonValueKind.String } version || version.GetString() != "2.0" =>
                "its jsonrpc is not \"2.0\"",
            _ when answer.GetProperty("id").ValueKind is not (JsonValueKind.String or JsonValueKind.Number) => "its id is neither text nor number",
            ["id", "jsonrpc", "result"] when answer.GetProperty("result").ValueKind != JsonValueKind.Object => "its result is no object",
            ["error", "id", "jsonrpc"] when !IsError(answer.GetProperty("error")) => "its error lacks a code or a message",
            _ => null,
        };
    }

    private static bool IsError(JsonElement error) =>
        error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out _)
        && error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String && message.GetString() != "";
}
