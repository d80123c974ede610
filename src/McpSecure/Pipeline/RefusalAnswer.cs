using System.Text.Json.Nodes;
using McpSecure.Calls;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>A refusal as MCP says it: a tool result that the model can act on, or a protocol error.</summary>
internal static class RefusalAnswer
{
    private const string FirstRevisionWithoutNotFound = "2026-07-28";

    /// <summary>The answer to a tool call. For a visible tool the model reads it; a hidden one does not exist.</summary>
    /// <exception cref="McpProtocolException">The tool is hidden, or the call has no usable shape.</exception>
    public static CallToolResult ForTool(string name, Refusal refusal)
    {
        if (refusal.IsHidden)
        {
            throw Unknown("tool", name, McpErrorCode.InvalidParams);
        }

        if (refusal.Code == RefusalCode.InvalidRequest)
        {
            throw AsError(refusal, McpErrorCode.InvalidParams);
        }

        return new CallToolResult
        {
            IsError = true,
            Content = [new TextContentBlock { Text = refusal.Message }],
            Meta = new JsonObject
            {
                [Wire.RefusalMetaKey] = new JsonObject { ["code"] = Wire.NameOf(refusal.Code), ["retry"] = Wire.NameOf(refusal.Retry) },
            },
        };
    }

    public static McpProtocolException ForPrompt(string name, Refusal refusal) =>
        refusal.IsHidden ? Unknown("prompt", name, McpErrorCode.InvalidParams) : AsError(refusal, McpErrorCode.InvalidParams);

    /// <summary>The answer to a request about a resource; which error code "unknown" has depends on the protocol revision.</summary>
    public static McpProtocolException ForResource(string uri, Refusal refusal, string? protocolVersion)
    {
        if (!refusal.IsHidden)
        {
            return AsError(refusal, McpErrorCode.InvalidParams);
        }

        var isLater = string.CompareOrdinal(protocolVersion, FirstRevisionWithoutNotFound) >= 0;
        return Unknown("resource URI", uri, isLater ? McpErrorCode.InvalidParams : McpErrorCode.ResourceNotFound);
    }

    /// <summary>The answer to a message without a primitive.</summary>
    public static McpProtocolException ForMessage(string method, Refusal refusal) => refusal.Code == RefusalCode.MethodNotAllowed
        ? new($"Method '{Echo.Of(method)}' is not available.", McpErrorCode.MethodNotFound)
        : AsError(refusal, refusal.Code == RefusalCode.GuardFailed ? McpErrorCode.InternalError : McpErrorCode.InvalidParams);

    // Word for word what the SDK says of a name it does not know, and nothing beside it.
    private static McpProtocolException Unknown(string what, string name, McpErrorCode code) => new($"Unknown {what}: '{Echo.Of(name)}'", code);

    private static McpProtocolException AsError(Refusal refusal, McpErrorCode code) => new(refusal.Message, code)
    {
        Data = { ["code"] = Wire.NameOf(refusal.Code), ["retry"] = Wire.NameOf(refusal.Retry) },
    };
}
