using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Support;

/// <summary>What tests ask of an answer.</summary>
internal static class Answers
{
    public static JsonElement Result(this JsonElement answer) => answer.GetProperty("result");

    /// <summary>The error of a JSON-RPC answer as "code: message".</summary>
    public static string Error(this JsonElement answer)
    {
        var error = answer.GetProperty("error");
        return $"{error.GetProperty("code").GetInt32()}: {error.GetProperty("message").GetString()}";
    }

    /// <summary>True if a tool answered that it failed.</summary>
    public static bool IsToolError(this JsonElement answer) =>
        answer.Result().TryGetProperty("isError", out var isError) && isError.GetBoolean();

    /// <summary>The text of the first block of content.</summary>
    public static string Text(this JsonElement answer) => answer.Result().GetProperty("content")[0].GetProperty("text").GetString()!;

    /// <summary>The text of the first block of content.</summary>
    public static string Text(this CallToolResult result) => Assert.IsType<TextContentBlock>(result.Content[0]).Text;
}
