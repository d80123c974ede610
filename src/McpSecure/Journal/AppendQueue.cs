namespace McpSecure.Journal;

/// <summary>Records in the order in which they came. Not thread-safe, except where said: its owner has a lock.</summary>
internal sealed class AppendQueue(Lock @lock)
{
    private const int MostIdle = 1024;

    private readonly Stack<PendingAppend> _idle = new();

    public PendingAppend? First { get; private set; }

    public PendingAppend? Last { get; private set; }

    /// <summary>Gets the length of all records that wait, bytes.</summary>
    public long Bytes { get; private set; }

    public PendingAppend Add(ReadOnlyMemory<byte> record, long since)
    {
        var added = _idle.TryPop(out var idle) ? idle : new PendingAppend(this);
        added.Start(record, since);
        added.Before = Last;
        if (Last is null)
        {
            First = added;
        }
        else
        {
            Last.After = added;
        }

        Last = added;
        Bytes += record.Length;
        return added;
    }

    public void Remove(PendingAppend pending)
    {
        if (pending.Before is null)
        {
            First = pending.After;
        }
        else
        {
            pending.Before.After = pending.After;
        }

        if (pending.After is null)
        {
            Last = pending.Before;
        }
        else
        {
            pending.After.Before = pending.Before;
        }

        pending.Before = pending.After = null;
        pending.IsQueued = false;
        Bytes -= pending.Record.Length;
    }

    /// <summary>Gives up what still waits for its turn. Thread-safe.</summary>
    public void Cancel(PendingAppend pending, CancellationToken cancellationToken)
    {
        lock (@lock)
        {
            if (pending.IsQueued)
            {
                Remove(pending);
                pending.Fail(new OperationCanceledException(cancellationToken));
            }
        }
    }

    /// <summary>Takes back what nobody waits for. Thread-safe.</summary>
    public void Return(PendingAppend pending)
    {
        lock (@lock)
        {
            if (_idle.Count < MostIdle)
            {
                _idle.Push(pending);
            }
        }
    }
}
