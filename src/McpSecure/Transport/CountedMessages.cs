using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using ModelContextProtocol.Protocol;

namespace McpSecure.Transport;

/// <summary>The messages that have been read, as the SDK takes them: what it has not taken yet is counted.</summary>
internal sealed class CountedMessages(ChannelReader<JsonRpcMessage> messages, Pace pace) : ChannelReader<JsonRpcMessage>
{
    /// <inheritdoc/>
    public override Task Completion => messages.Completion;

    /// <inheritdoc/>
    public override bool CanPeek => messages.CanPeek;

    /// <inheritdoc/>
    public override bool TryPeek([MaybeNullWhen(false)] out JsonRpcMessage item) => messages.TryPeek(out item);

    /// <inheritdoc/>
    public override bool TryRead([MaybeNullWhen(false)] out JsonRpcMessage item)
    {
        var read = pace.Read;
        if (messages.TryRead(out item))
        {
            pace.Take(item);
            return true;
        }

        pace.TakeUpTo(read);
        return false;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => messages.WaitToReadAsync(cancellationToken);
}
