using System.Text.Json.Nodes;
using McpSecure.Calls;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>A refusal as MCP says it: a tool result that the model can act on, or a protocol error.</summary>
internal static class RefusalAnswer
{
    private const string FirstRevisionWithoutNotFound = "2026-07-28";

    /// <summary>The protocol error for a tool call that has no usable shape, or whose tool does not exist for this caller.</summary>
    /// <returns><see langword="null"/> for a visible tool: the model reads <see cref="ToolResult"/>.</returns>
    public static RefusalError? ForTool(string? name, Refusal refusal) => refusal switch
    {
        { IsHidden: true } => Unknown("tool", name, McpErrorCode.InvalidParams),
        { Code: RefusalCode.InvalidRequest } => new(McpErrorCode.InvalidParams, refusal.Message, refusal),
        _ => null,
    };

    public static RefusalError ForPrompt(string? name, Refusal refusal) => refusal.IsHidden
        ? Unknown("prompt", name, McpErrorCode.InvalidParams)
        : new(McpErrorCode.InvalidParams, refusal.Message, refusal);

    /// <summary>The error for a request about a resource; which code "unknown" has depends on the protocol revision.</summary>
    public static RefusalError ForResource(string? uri, Refusal refusal, string? protocolVersion)
    {
        if (!refusal.IsHidden)
        {
            return new(McpErrorCode.InvalidParams, refusal.Message, refusal);
        }

        var isLater = string.CompareOrdinal(protocolVersion, FirstRevisionWithoutNotFound) >= 0;
        return Unknown("resource URI", uri, isLater ? McpErrorCode.InvalidParams : McpErrorCode.ResourceNotFound);
    }

    /// <summary>The error for a message without a primitive.</summary>
    public static RefusalError ForMessage(string method, Refusal refusal) => refusal.Code switch
    {
        RefusalCode.MethodNotAllowed => new(McpErrorCode.MethodNotFound, $"Method '{Echo.Of(method)}' is not available."),
        RefusalCode.GuardFailed => new(McpErrorCode.InternalError, refusal.Message, refusal),
        _ => new(McpErrorCode.InvalidParams, refusal.Message, refusal),
    };

    public static CallToolResult ToolResult(Refusal refusal) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = refusal.Message }],
        Meta = new JsonObject { [Wire.RefusalMetaKey] = Wire.DataOf(refusal) },
    };

    // Word for word what the SDK says of a name it does not know, and nothing beside it.
    private static RefusalError Unknown(string what, string? name, McpErrorCode code) => new(code, $"Unknown {what}: '{Echo.Of(name ?? string.Empty)}'");
}
