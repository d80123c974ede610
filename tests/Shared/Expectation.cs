using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.BadInput;

/// <summary>What a line means to the SDK's reader, and so which answer has to come.</summary>
/// <param name="Index">Its place in the run.</param>
/// <param name="Line">The bytes that were sent.</param>
/// <param name="Message">What the reader makes of them; null if nothing.</param>
internal sealed record Expectation(int Index, byte[] Line, JsonRpcMessage? Message)
{
    /// <summary>The id that has to be answered; null for everything that is not a request.</summary>
    public RequestId? Request => Message is JsonRpcRequest { Id: var id } ? id : null;

    public static Expectation Of(int index, byte[] line)
    {
        try
        {
            return new(index, line, JsonSerializer.Deserialize<JsonRpcMessage>(Encoding.UTF8.GetString(line), McpJsonUtilities.DefaultOptions));
        }
        catch (JsonException)
        {
            return new(index, line, Message: null);
        }
    }

    /// <summary>The id of a request that this message cancels, which then may stay without an answer.</summary>
    public RequestId? Cancels()
    {
        try
        {
            return Message is JsonRpcNotification { Method: "notifications/cancelled", Params: { } parameters }
                ? parameters.Deserialize<CancelledNotificationParams>(McpJsonUtilities.DefaultOptions)?.RequestId
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What is needed to send it again.</summary>
    public override string ToString()
    {
        var text = Encoding.UTF8.GetString(Line);
        return $"line {Index}: {(text.Length > 2000 ? $"{text[..2000]}… ({text.Length} characters)" : text)}";
    }
}
