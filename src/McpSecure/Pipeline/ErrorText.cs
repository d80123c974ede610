using System.Text.Json.Nodes;
using McpSecure.Calls;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>
/// Keeps a protocol error what JSON-RPC says it is, a concise single sentence. The SDK repeats names and versions in it as the client
/// sent them, at any length, partly before a filter has seen the request.
/// </summary>
internal static class ErrorText
{
    /// <summary>Longer than anything written for a reader.</summary>
    public const int MaximumLength = 1024;

    public static void Tame(JsonRpcError error)
    {
        error.Error.Message = Echo.Of(error.Error.Message, MaximumLength);
        if (error.Error.Data is JsonObject data && data["requested"] is JsonValue requested && requested.TryGetValue<string>(out var version))
        {
            data["requested"] = Echo.Of(version);
        }
    }
}
