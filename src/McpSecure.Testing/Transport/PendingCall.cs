using McpSecure.Pipeline;
using ModelContextProtocol.Protocol;

namespace McpSecure.Testing.Transport;

/// <summary>One call of a test, from the request that the client makes of it to the record that the server makes of that.</summary>
/// <remarks>
/// The SDK numbers its requests below the call. So the call travels in the flow of execution to the client's end of the line, where the
/// number is seen, and the number to the server's end, where the message is. Nothing is added to what is sent.
/// </remarks>
internal sealed class PendingCall
{
    private static readonly AsyncLocal<PendingCall?> CurrentCall = new();

    private JsonRpcMessage? _received;

    /// <summary>Gets the call that the client is sending.</summary>
    public static PendingCall? Current => CurrentCall.Value;

    /// <summary>Gets what the guards noted on the message; <see langword="null"/> if the SDK rejected it before any of them.</summary>
    public MessageState? State => Volatile.Read(ref _received) is { } message ? MessageState.Find(message) : null;

    /// <summary>Begins a call in the current flow. It ends with the asynchronous method that began it.</summary>
    public static PendingCall Begin() => CurrentCall.Value = new PendingCall();

    /// <summary>Takes the message in which the server received it. A call that takes several round trips is known by its last.</summary>
    public void Received(JsonRpcMessage message) => Volatile.Write(ref _received, message);
}
