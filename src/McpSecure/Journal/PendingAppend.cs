using System.Threading.Tasks.Sources;

namespace McpSecure.Journal;

/// <summary>A record that waits for its turn, or to be written. Used again and again; all of it under the lock of the queue.</summary>
internal sealed class PendingAppend(AppendQueue queue) : IValueTaskSource<long>
{
    private ManualResetValueTaskSourceCore<long> _core = new() { RunContinuationsAsynchronously = true };

    public ReadOnlyMemory<byte> Record { get; private set; }

    /// <summary>Gets since when it waits, by the time provider's timestamp.</summary>
    public long Since { get; private set; }

    public long Sequence { get; set; }

    /// <summary>Gets or sets a value indicating whether it waits for its turn; otherwise it is being written, or done.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Gets a value indicating whether the caller was told that nobody waits any more, while it was being written.</summary>
    public bool IsAbandoned { get; private set; }

    public CancellationTokenRegistration Registration { get; set; }

    public PendingAppend? Before { get; set; }

    public PendingAppend? After { get; set; }

    public ValueTask<long> Task => new(this, _core.Version);

    public void Start(ReadOnlyMemory<byte> record, long since)
    {
        Record = record;
        Since = since;
        IsQueued = true;
    }

    /// <summary>Gives the record up, if its turn has not come. Thread-safe.</summary>
    public void Cancel(CancellationToken cancellationToken) => queue.Cancel(this, cancellationToken);

    public void Succeed() => _core.SetResult(Sequence);

    public void Fail(Exception exception) => _core.SetException(exception);

    /// <summary>Lets the caller go while the record is being written. This object is not used again: the writer still holds it.</summary>
    public void Abandon(Exception exception)
    {
        IsAbandoned = true;
        _core.SetException(exception);
    }

    long IValueTaskSource<long>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Registration.Dispose();
            Registration = default;
            Record = default;
            _core.Reset();
            if (!IsAbandoned)
            {
                queue.Return(this);
            }
        }
    }

    ValueTaskSourceStatus IValueTaskSource<long>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<long>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
