using System.Threading.Channels;
using ModelContextProtocol.Protocol;

namespace McpSecure.Benchmarks.Support;

/// <summary>Hands messages to a server and takes its answers as objects: no bytes, no pipes, no client.</summary>
internal sealed class MemoryTransport : ITransport
{
    private readonly Channel<JsonRpcMessage> _toServer = Channel.CreateUnbounded<JsonRpcMessage>();
    private readonly Channel<JsonRpcMessage> _toClient = Channel.CreateUnbounded<JsonRpcMessage>();

    public string? SessionId => null;

    public ChannelReader<JsonRpcMessage> MessageReader => _toServer.Reader;

    public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        _toClient.Writer.TryWrite(message);
        return Task.CompletedTask;
    }

    /// <summary>Sends a message without waiting for anything.</summary>
    public void Send(JsonRpcMessage message) => _toServer.Writer.TryWrite(message);

    /// <summary>Sends a request and waits for the next message of the server.</summary>
    public ValueTask<JsonRpcMessage> AskAsync(JsonRpcRequest request, CancellationToken cancellationToken = default)
    {
        Send(request);
        return _toClient.Reader.ReadAsync(cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _toServer.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}
