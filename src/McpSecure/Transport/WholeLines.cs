namespace McpSecure.Transport;

/// <summary>Lines that have begun are written to their end: the SDK writes a message and its line end one after the other, and gives up in between if the request is cancelled then.</summary>
/// <remarks>
/// <para>Who gives up no longer waits, which lets a server end whose client does not read. The line goes on, and the next one waits for it.</para>
/// <para>One writer at a time, as of every stream: the SDK has a lock of its own. What is written must not change afterwards, as the SDK's messages do not.</para>
/// </remarks>
internal sealed class WholeLines(Stream output) : Stream
{
    private static readonly byte[] LineEnd = [(byte)'\n'];

    private Task _last = Task.CompletedTask;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes a message, its line end and all that is still held back. The line end that the SDK writes next is there already.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Span.SequenceEqual(LineEnd))
        {
            return;
        }

        await _last.WaitAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _last = WriteLineAsync(buffer);
        await _last.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => _last.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            output.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task WriteLineAsync(ReadOnlyMemory<byte> message)
    {
        await output.WriteAsync(message, CancellationToken.None).ConfigureAwait(false);
        await output.WriteAsync(LineEnd, CancellationToken.None).ConfigureAwait(false);
        await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
