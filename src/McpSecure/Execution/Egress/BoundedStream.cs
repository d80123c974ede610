namespace McpSecure.Execution.Egress;

/// <summary>The body of an answer: it ends with an exception rather than after its size or its time.</summary>
internal sealed class BoundedStream(Stream inner, long limit, Deadline deadline) : Stream
{
    private long _read;
    private CancellationToken _caller;
    private CancellationTokenSource? _linked;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static EgressRefusedException TooLarge() =>
        new(EgressRefusal.TooLarge, "The answer is larger than it may be. Ask for a part of it.");

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await inner.ReadAsync(buffer, Link(cancellationToken)).ConfigureAwait(false);
            _read += read;
            return _read <= limit ? read : throw TooLarge();
        }
        catch (Exception exception) when (exception is not EgressRefusedException && deadline.IsOver(cancellationToken))
        {
            throw Deadline.Exceeded();
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>Blocks on the asynchronous read: only that one can be stopped in time.</summary>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _linked?.Dispose();
            inner.Dispose();
            deadline.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A reader has one token for all its reads, as a rule.</summary>
    private CancellationToken Link(CancellationToken caller)
    {
        if (caller != _caller)
        {
            _linked?.Dispose();
            _linked = deadline.With(caller);
            _caller = caller;
        }

        return _linked?.Token ?? deadline.Token;
    }
}
