using McpSecure.Journal;

namespace McpSecure.Audit.Forwarding;

/// <summary>Gives one receiver the journal, at least once, for as long as the server runs.</summary>
internal sealed class ForwardLoop(JournalWriter journal, IJournalReceiver receiver, ForwardTelling telling, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TimeToReceive = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TimeToGiveUp = TimeSpan.FromSeconds(5);

    private readonly ForwardReader _reader = new(journal, receiver.Name, telling);
    private bool _isFailing;
    private bool _isUnreadable;
    private long _position;

    /// <summary>Gets the name of the receiver.</summary>
    public string Name { get; } = receiver.Name;

    /// <summary>Gets a value indicating whether it did not take what it was given last.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>Gets how many records it does not have.</summary>
    public long Backlog => Math.Max(0, journal.LastSequence - Volatile.Read(ref _position));

    /// <summary>Runs until it is stopped, and tries once more what is left then.</summary>
    /// <param name="stop">The server stops.</param>
    /// <param name="abort">It has waited long enough.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        try
        {
            var goesOn = true;
            while (goesOn)
            {
                var isLast = stop.IsCancellationRequested; // then what is there now is all that it gets
                var records = Read();
                Volatile.Write(ref _position, _reader.Position);
                goesOn = records.Count > 0
                    ? await DeliverAsync(records, stop, abort).ConfigureAwait(false)
                    : await PauseAsync(_isUnreadable ? LongestWait : BetweenLooks, stop).ConfigureAwait(false) || !isLast;
            }
        }
        catch (JournalException exception)
        {
            telling.Broken(Name, exception);
        }
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>What is next. A file that cannot be opened now, as there are too many, can be later.</summary>
    private IReadOnlyList<JournalRecord> Read()
    {
        try
        {
            var records = _reader.Next();
            _isUnreadable = false;
            return records;
        }
        catch (Exception exception) when (exception is (IOException and not JournalException) or UnauthorizedAccessException)
        {
            Failed(exception);
            _isUnreadable = true;
            _reader.Close();
            return [];
        }
    }

    /// <returns><see langword="false"/> if the server stops, and the receiver does not take them.</returns>
    private async Task<bool> DeliverAsync(IReadOnlyList<JournalRecord> records, CancellationToken stop, CancellationToken abort)
    {
        for (var wait = FirstWait; !await TryAsync(records, abort).ConfigureAwait(false); wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            if (stop.IsCancellationRequested || !await PauseAsync(wait, stop).ConfigureAwait(false))
            {
                return false;
            }
        }

        _reader.Took(records);
        Volatile.Write(ref _position, _reader.Position);
        if (_isFailing)
        {
            _isFailing = false;
            telling.CaughtUp(Name);
        }

        return true;
    }

    private async Task<bool> TryAsync(IReadOnlyList<JournalRecord> records, CancellationToken abort)
    {
        using var limit = new CancellationTokenSource(TimeToReceive, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, abort);
        try
        {
            // On a thread of its own: one that keeps it must not keep the server from ending.
            var receiving = Task.Run(() => receiver.ReceiveAsync(journal.Chain, records, end.Token).AsTask(), CancellationToken.None);
            if (await HasHungAsync(receiving, abort).ConfigureAwait(false))
            {
                Failed(new TimeoutException($"It has not answered within {(TimeToReceive + TimeToGiveUp).TotalSeconds} s."));
            }

            await receiving.WaitAsync(abort).ConfigureAwait(false); // however long: nobody is called twice at once
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Failed(exception);
            return false;
        }
    }

    private async Task<bool> HasHungAsync(Task receiving, CancellationToken abort)
    {
        if (receiving.IsCompleted)
        {
            return false;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(abort);
        var late = Task.Delay(TimeToReceive + TimeToGiveUp, time, over.Token);
        var isLate = await Task.WhenAny(receiving, late).ConfigureAwait(false) == late;
        await over.CancelAsync().ConfigureAwait(false);
        return isLate && !abort.IsCancellationRequested;
    }

    private void Failed(Exception exception)
    {
        telling.Failed(Name, exception, isFirst: !_isFailing);
        _isFailing = true;
    }

    /// <returns><see langword="false"/> if the server stops.</returns>
    private async Task<bool> PauseAsync(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            await Task.Delay(wait, time, stop).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
