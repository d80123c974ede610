using ModelContextProtocol.Protocol;

namespace McpSecure.Transport;

/// <summary>Reads no faster than the server works. The SDK begins everything at once that has been read, and keeps what has not been sent.</summary>
/// <remarks>One reader, and one taker of what it has read; senders on any thread.</remarks>
internal sealed class Pace(TimeProvider time, Func<long>? unbegun = null)
{
    /// <summary>The messages that may wait for the other side to read: as many results, of any size, are in memory.</summary>
    private const int MostSending = 32;

    /// <summary>The messages that may wait to be begun: those that the SDK has not taken yet, and those, with whatever else the process does, that wait for a thread.</summary>
    private const int MostUnbegun = 1024;

    /// <summary>The bytes that may have been read since the SDK last had nothing left to take.</summary>
    private const long MostUntakenBytes = 16 * 1024 * 1024;

    /// <summary>A longer line is worked on alone: what is read of it takes many times its length in memory, whatever comes of it.</summary>
    private const int LargeBytes = 256 * 1024;

    /// <summary>By then it has been looked at. What it asked for may take longer.</summary>
    private static readonly TimeSpan LongestForLarge = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(64);

    /// <summary>Then one more is read, whatever has not begun: it may be the cancellation, or the answer, that all the others wait for, and not all lines are messages.</summary>
    private static readonly TimeSpan LongestForBeginning = TimeSpan.FromSeconds(1);

    private readonly Func<long> _unbegun = unbegun ?? (static () => ThreadPool.PendingWorkItemCount);

    private int _sending;
    private long _lines;
    private long _bytes;
    private long _linesTaken;
    private long _bytesTaken;
    private long _largeSince;
    private LargeMessage? _large;

    /// <summary>Gets how far has been read.</summary>
    public (long Lines, long Bytes) Read => (Volatile.Read(ref _lines), Volatile.Read(ref _bytes));

    public void BeginSending() => Interlocked.Increment(ref _sending);

    public void EndSending() => Interlocked.Decrement(ref _sending);

    /// <summary>A line has been read, and may be a message.</summary>
    public void HandOn(int bytes)
    {
        if (bytes > LargeBytes)
        {
            _largeSince = time.GetTimestamp();
            Volatile.Write(ref _large, new LargeMessage());
        }

        Volatile.Write(ref _bytes, _bytes + bytes);
        Volatile.Write(ref _lines, _lines + 1);
    }

    /// <summary>The SDK has taken one message. While a large one is worked on none is read after it, so that it is the last.</summary>
    public void Take(JsonRpcMessage message)
    {
        Volatile.Write(ref _linesTaken, _linesTaken + 1);
        if (Volatile.Read(ref _large) is { } large && Volatile.Read(ref _lines) == _linesTaken)
        {
            large.Message = message;
        }
    }

    /// <summary>A message has been sent.</summary>
    public void Sent(JsonRpcMessage message)
    {
        if (Volatile.Read(ref _large) is { Message: JsonRpcRequest request } large && message is JsonRpcMessageWithId answer and not JsonRpcRequest && answer.Id == request.Id)
        {
            Interlocked.CompareExchange(ref _large, null, large);
        }
    }

    /// <summary>The SDK found nothing left to take: what had been read by then has been taken, or was no message.</summary>
    public void TakeUpTo((long Lines, long Bytes) read)
    {
        Volatile.Write(ref _bytesTaken, read.Bytes);
        Volatile.Write(ref _linesTaken, read.Lines);
    }

    /// <summary>Waits until the server has caught up.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => IsBehind ? new(WaitLongerAsync(cancellationToken)) : default;

    private bool IsBehind => IsUnread || IsUntaken || IsLargeInWork || _unbegun() > MostUnbegun;

    private bool IsLargeInWork => Volatile.Read(ref _large) is not null && time.GetElapsedTime(_largeSince) < LongestForLarge;

    private bool IsUnread => Volatile.Read(ref _sending) > MostSending;

    private bool IsUntaken
    {
        get
        {
            var lines = Volatile.Read(ref _lines) - Volatile.Read(ref _linesTaken);
            return lines > MostUnbegun || (lines > 0 && Volatile.Read(ref _bytes) - Volatile.Read(ref _bytesTaken) > MostUntakenBytes);
        }
    }

    private async Task WaitLongerAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var delay = Least; IsBehind && (IsUnread || IsLargeInWork || time.GetElapsedTime(start) < LongestForBeginning); delay = delay < Most ? delay * 2 : Most)
        {
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A message whose line is long, once it is known which it is.</summary>
    private sealed class LargeMessage
    {
        public JsonRpcMessage? Message { get; set; }
    }
}
