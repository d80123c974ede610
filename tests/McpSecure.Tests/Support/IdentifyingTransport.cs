using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using System.Threading.Channels;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Support;

/// <summary>A transport that knows who sends each message, as HTTP does.</summary>
internal sealed class IdentifyingTransport(ITransport inner, Func<JsonRpcMessage, ClaimsPrincipal?> user) : ITransport
{
    public string? SessionId => inner.SessionId;

    public ChannelReader<JsonRpcMessage> MessageReader { get; } = new IdentifyingReader(inner.MessageReader, user);

    public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default) =>
        inner.SendMessageAsync(message, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class IdentifyingReader(ChannelReader<JsonRpcMessage> inner, Func<JsonRpcMessage, ClaimsPrincipal?> user)
        : ChannelReader<JsonRpcMessage>
    {
        public override Task Completion => inner.Completion;

        public override bool TryRead([MaybeNullWhen(false)] out JsonRpcMessage item)
        {
            if (!inner.TryRead(out item))
            {
                return false;
            }

            item.Context ??= new JsonRpcMessageContext();
            item.Context.User = user(item);
            return true;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
            inner.WaitToReadAsync(cancellationToken);
    }
}
