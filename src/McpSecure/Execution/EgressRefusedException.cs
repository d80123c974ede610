namespace McpSecure.Execution;

/// <summary>A request was not sent, or its answer not taken.</summary>
/// <remarks>The message may be shown to whoever sent the address: it holds no address that a name resolved to.</remarks>
public sealed class EgressRefusedException : HttpRequestException
{
    internal EgressRefusedException(EgressRefusal reason, string message)
        : base(message) => Reason = reason;

    /// <summary>Gets the reason.</summary>
    public EgressRefusal Reason { get; }
}
