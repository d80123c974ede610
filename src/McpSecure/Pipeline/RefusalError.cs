using McpSecure.Calls;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>A refusal as a JSON-RPC error.</summary>
/// <param name="Code">The code of the error.</param>
/// <param name="Message">Its message.</param>
/// <param name="Refusal">What its data says; <see langword="null"/> where the answer must equal the SDK's own.</param>
internal sealed record RefusalError(McpErrorCode Code, string Message, Refusal? Refusal = null)
{
    /// <summary>As the SDK sends it.</summary>
    public JsonRpcErrorDetail ToDetail() => new()
    {
        Code = (int)Code,
        Message = Message,
        Data = Refusal is null ? null : Wire.DataOf(Refusal),
    };

    /// <summary>As code throws it.</summary>
    public McpProtocolException ToException()
    {
        var exception = new McpProtocolException(Message, Code);
        if (Refusal is not null)
        {
            exception.Data["code"] = Wire.NameOf(Refusal.Code);
            exception.Data["retry"] = Wire.NameOf(Refusal.Retry);
            if (Refusal.RetryAfterSeconds is { } seconds)
            {
                exception.Data[Wire.RetryAfterKey] = seconds;
            }
        }

        return exception;
    }
}
