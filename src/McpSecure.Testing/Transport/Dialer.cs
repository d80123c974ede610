using System.Threading.Channels;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSecure.Testing.Transport;

/// <summary>A client transport that shows each message before it is sent.</summary>
internal sealed class Dialer(IClientTransport inner, Action<JsonRpcMessage> onSend) : IClientTransport
{
    public string Name => inner.Name;

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) =>
        new Connection(await inner.ConnectAsync(cancellationToken).ConfigureAwait(false), onSend);

    private sealed class Connection(ITransport inner, Action<JsonRpcMessage> onSend) : ITransport
    {
        public string? SessionId => inner.SessionId;

        public ChannelReader<JsonRpcMessage> MessageReader => inner.MessageReader;

        public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
        {
            onSend(message);
            return inner.SendMessageAsync(message, cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
