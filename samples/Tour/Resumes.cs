using System.Text.Json.Nodes;
using System.Threading.Channels;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Tour;

/// <summary>A transport that remembers what its client sent with an answer in it: what somebody who listens could send again.</summary>
internal sealed class Resumes(IClientTransport inner) : IClientTransport
{
    /// <summary>Gets or sets the params of the last request that brought something back.</summary>
    public static JsonObject? Last { get; set; }

    public string Name => inner.Name;

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) => new Connection(await inner.ConnectAsync(cancellationToken));

    private sealed class Connection(ITransport transport) : ITransport
    {
        public string? SessionId => transport.SessionId;

        public ChannelReader<JsonRpcMessage> MessageReader => transport.MessageReader;

        public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
        {
            if (message is JsonRpcRequest { Params: JsonObject parameters } && parameters.ContainsKey("requestState"))
            {
                Last = (JsonObject)parameters.DeepClone();
            }

            return transport.SendMessageAsync(message, cancellationToken);
        }

        public ValueTask DisposeAsync() => transport.DisposeAsync();
    }
}
