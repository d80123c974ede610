using System.Globalization;

namespace McpSecure.Journal;

// Those who wait: for their turn, for the disk, for a checkpoint. Everything here that is shared is under the lock.
internal sealed partial class JournalWriter
{
    private PendingAppend Enqueue(ReadOnlyMemory<byte> record)
    {
        var now = _setup.Time.GetTimestamp();
        var pending = _queue.Add(record, now);
        Arm(now, BetweenTicks);
        StartWriting();
        return pending;
    }

    private static ValueTask<long> Await(PendingAppend pending, CancellationToken cancellationToken)
    {
        // Nobody else can have the object before the task was awaited, so that it is still this record that is given up.
        var task = pending.Task;
        if (cancellationToken.CanBeCanceled)
        {
            pending.Registration = cancellationToken.UnsafeRegister(static (state, token) => ((PendingAppend)state!).Cancel(token), pending);
        }

        return task;
    }

    private void WriteBatch()
    {
        JournalException? failure = null;
        try
        {
            _chain.Begin();
            Take();
            _chain.Commit();
        }
#pragma warning disable CA1031 // whatever it is, those who wait are told, and the process goes on
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e as JournalException ?? new JournalException($"The journal cannot be written: {e.Message}", e);
        }

        Settle(failure);
    }

    /// <summary>Takes the records whose turn it is, and makes lines of them: from here on, the memory of the callers is not read any more.</summary>
    private void Take()
    {
        lock (_lock)
        {
            while (_queue.First is { } next && (_writing.Count == 0 || FitsToo(next)))
            {
                _queue.Remove(next);
                _writing.Add(next);
                next.Sequence = _chain.Add(next.Record.Span);
            }

            if (_isCheckpointDue)
            {
                _chain.AddCheckpoint();
            }
        }
    }

    private bool FitsToo(PendingAppend next) =>
        _setup.Options.Durability != JournalDurability.EachRecord && _chain.Pending + next.Record.Length <= MostBatchBytes;

    private void Settle(JournalException? failure)
    {
        lock (_lock)
        {
            while (failure is not null && _queue.First is { } waiting)
            {
                _queue.Remove(waiting);
                _writing.Add(waiting);
            }

            if (failure is not null && _isCheckpointDue)
            {
                _covered = _setup.Time.GetTimestamp();
                _setup.Hooks.Fail(failure);
            }

            _isCheckpointDue = false;
            foreach (var written in _writing)
            {
                Tell(written, failure);
            }

            _writing.Clear();
        }
    }

    private static void Tell(PendingAppend written, JournalException? failure)
    {
        if (written.IsAbandoned)
        {
            return;
        }

        if (failure is null)
        {
            written.Succeed();
        }
        else
        {
            written.Fail(failure);
        }
    }

    /// <summary>Lets go of the file if nobody waits for it.</summary>
    private bool TryRest()
    {
        lock (_lock)
        {
            if (_queue.First is not null || _isCheckpointDue)
            {
                return false;
            }

            _isBusy = _closing is not null;
            _closing?.TrySetResult();
            if (_setup.Key is not null)
            {
                ArmCheckpoint();
            }

            return true;
        }
    }

    private void ArmCheckpoint()
    {
        var now = _setup.Time.GetTimestamp();
        if (!_chain.HasUncovered)
        {
            _covered = now;
            return;
        }

        var due = _betweenCheckpoints - _setup.Time.GetElapsedTime(_covered, now);
        Arm(now, due > TimeSpan.Zero ? due : TimeSpan.Zero);
    }

    private void Arm(long now, TimeSpan due)
    {
        var at = now + (long)(due.TotalSeconds * _setup.Time.TimestampFrequency);
        if (at < _tickAt)
        {
            _tickAt = at;
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Gives up what has waited too long, and sees to it that no record waits too long for a checkpoint.</summary>
    private void Tick()
    {
        lock (_lock)
        {
            _tickAt = long.MaxValue;
            if (_closing is { Task.IsCompleted: true })
            {
                return;
            }

            var now = _setup.Time.GetTimestamp();
            GiveUp(now);
            if (_chain.HasUncovered && _setup.Time.GetElapsedTime(_covered, now) >= _betweenCheckpoints)
            {
                _isCheckpointDue = true;
                StartWriting();
            }

            if (_queue.First is not null || _writing.Count > 0)
            {
                Arm(now, BetweenTicks);
            }
        }
    }

    private void GiveUp(long now)
    {
        while (_queue.First is { } first && _setup.Time.GetElapsedTime(first.Since, now) >= _timeout)
        {
            _queue.Remove(first);
            first.Fail(new JournalException($"The disk did not take the record within {_timeout.TotalSeconds} s. It was not written."));
        }

        foreach (var written in _writing)
        {
            if (!written.IsAbandoned && _setup.Time.GetElapsedTime(written.Since, now) >= _timeout)
            {
                written.Abandon(new JournalException($"The disk did not answer within {_timeout.TotalSeconds} s. The record may still appear."));
            }
        }
    }

    private void StartWriting()
    {
        if (!_isBusy)
        {
            _isBusy = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Finish()
    {
        _chain.Begin();
        _chain.AddOwn(OwnKinds.Close, string.Create(CultureInfo.InvariantCulture, $"\"process\":{Environment.ProcessId}"));
        _chain.AddCheckpoint();
        _chain.Commit();
    }
}
