using System.Buffers;
using System.Runtime.CompilerServices;

namespace McpSecure.Transport;

/// <summary>Hands on the lines of a stream that are no longer than they may be. Of a longer one nothing is handed on, and no more of it is kept than of one that just fits.</summary>
/// <remarks>
/// <para>
/// A line ends where the reader of the SDK ends one: at a line feed or a carriage return. It is handed on when it has ended, so that the SDK
/// never holds a part of what may turn out to be too long.
/// </para>
/// <para>
/// The reader of the SDK would take the first bytes of the stream for the mark of another encoding, in which line feeds are other bytes than the
/// ones that are counted here. MCP is UTF-8: empty lines before everything keep it at that.
/// </para>
/// <para>One reader at a time, as of every stream.</para>
/// </remarks>
internal sealed class BoundedLines(Stream input, int limit) : Stream
{
    private const int LeastRoom = 64 * 1024;

    private static readonly SearchValues<byte> Ends = SearchValues.Create("\r\n"u8);

    private readonly TaskCompletionSource<IBoundedLinesOwner> _owner = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _scanned;
    private int _ready;
    private bool _hasBegun;
    private bool _isMarkPassed;
    private LongLine? _long;

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

    /// <summary>Nothing is read before: whoever is told of long lines is not made yet when the SDK begins to read.</summary>
    public void Begin(IBoundedLinesOwner owner) => _owner.SetResult(owner);

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var owner = await _owner.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!_hasBegun)
        {
            _hasBegun = true;
            "\n\n\n"u8.CopyTo(buffer.Span);
            return 3;
        }

        while (_ready == 0)
        {
            await owner.WaitAsync(cancellationToken).ConfigureAwait(false);
            Take(owner, cancellationToken);
            if (_ready == 0 && !await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                Close(owner, cancellationToken);
                break;
            }

            if (_ready > 1)
            {
                owner.HandOn(_ready);
            }
        }

        return HandOn(buffer.Span);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
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
            input.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Finds the next line in what has been read. Of one that is too long, its end is what remains: an empty line.</summary>
    private void Take(IBoundedLinesOwner owner, CancellationToken cancellationToken)
    {
        var at = _buffer.AsSpan(_scanned, _end - _scanned).IndexOfAny(Ends);
        _scanned = at < 0 ? _end : _scanned + at;
        if (_long is not null || _scanned - _start > limit)
        {
            Skip(owner, isWhole: at >= 0, cancellationToken);
        }

        if (at >= 0)
        {
            _scanned++;
            _ready = _scanned - _start;
        }
    }

    /// <summary>Forgets a part of a line that is too long. It is answered as soon as it is known whom to.</summary>
    private void Skip(IBoundedLinesOwner owner, bool isWhole, CancellationToken cancellationToken)
    {
        var part = _buffer.AsSpan(_start, _scanned - _start);
        _long ??= new LongLine(part);
        _long.Add(part);
        _start = _scanned;
        if (_long.TryAnswer(isWhole, out var id))
        {
            owner.Refuse(id, cancellationToken);
        }

        _long = isWhole ? null : _long;
    }

    /// <summary>Nothing more comes. The last line may lack its end.</summary>
    private void Close(IBoundedLinesOwner owner, CancellationToken cancellationToken)
    {
        if (_long?.TryAnswer(isWhole: true, out var id) == true)
        {
            owner.Refuse(id, cancellationToken);
        }

        _ready = _end - _start;
    }

    private int HandOn(Span<byte> destination)
    {
        var count = Math.Min(_ready, destination.Length);
        _buffer.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        _ready -= count;
        return count;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var reading = input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);

        // Standard input does not know tokens. What is given up goes on waiting, and nobody reads from this stream again.
        var count = reading.IsCompleted
            ? await reading.ConfigureAwait(false)
            : await reading.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        _end += count;
        PassMark();
        return count > 0;
    }

    /// <summary>The mark of UTF-8 says nothing new.</summary>
    private void PassMark()
    {
        if (_isMarkPassed || _end < 3)
        {
            return;
        }

        _isMarkPassed = true;
        if (_buffer.AsSpan(0, 3).SequenceEqual("\uFEFF"u8))
        {
            _start = _scanned = 3;
        }
    }

    /// <summary>The buffer grows to what the longest line needs, and is used again for every line.</summary>
    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_scanned, _end, _start) = (_scanned - _start, _end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            var (most, next) = (Math.Max(LeastRoom, limit + 1L), Math.Max(LeastRoom, _buffer.Length * 4L));
            var larger = GC.AllocateUninitializedArray<byte>((int)(next < most / 2 ? next : most));
            _buffer.AsSpan(0, _end).CopyTo(larger);
            _buffer = larger;
        }
    }
}
