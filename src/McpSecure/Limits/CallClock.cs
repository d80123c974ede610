using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace McpSecure.Limits;

/// <summary>The time that one call has. Says which comes first, the end of the work or the end of the time.</summary>
/// <remarks>
/// <para>
/// Used again and again: the timer is left running when a call ends, and looks at the clock when it fires, so that a call in time sets none.
/// The token is new for each call. Code may keep it for longer, and must not be stopped by the time of a stranger.
/// </para>
/// <para>Safe for concurrent use. A clock whose time was over is not used again.</para>
/// </remarks>
internal sealed class CallClock : IValueTaskSource<bool>, IDisposable
{
    /// <summary>How long code may take to stop that does so when it is told to.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly AbandonedCalls _abandoned;
    private readonly ITimer _timer;
    private readonly Action _workEnded;
    private ManualResetValueTaskSourceCore<bool> _first;
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _link;
    private CancellationToken _caller;
    private ClockedCall _call;
    private bool _isRunning;
    private bool _isOver;
    private bool _isInCode;
    private bool _hasEnded;
    private long _started;
    private long _totalDue;
    private long _idleDue;
    private long _armedFor = long.MaxValue;
    private long _left;
    private int _run;

    public CallClock(TimeProvider time, AbandonedCalls abandoned)
    {
        (_time, _abandoned, _workEnded) = (time, abandoned, WorkEnded);

        // It would keep the context of the first call for all that come after it: its user, its trace.
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(static clock => ((CallClock)clock!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Gets the token for the code: cancelled when its time is over, and when the caller cancels.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Gets a value indicating whether the time was over before the work had ended.</summary>
    public bool IsOver => Volatile.Read(ref _isOver);

    /// <summary>Begins. From now on the code runs.</summary>
    /// <returns>What <see cref="Pause"/> and <see cref="GoOn"/> know this call by.</returns>
    public RunningClock Start(in ClockedCall call, CancellationToken caller)
    {
        lock (_lock)
        {
            (_call, _caller, _isRunning, _isInCode, _hasEnded) = (call, caller, true, true, false);
            _first.Reset();
            _source = new CancellationTokenSource();
            _link = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
            _started = _time.GetTimestamp();
            _totalDue = After(call.TotalSeconds);
            _idleDue = After(call.IdleSeconds);
            Arm();
            return new RunningClock(this, ++_run);
        }
    }

    /// <summary>The code waits for somebody: that takes none of its time, but may take this and no more.</summary>
    public void Pause(int run, TimeSpan longest)
    {
        lock (_lock)
        {
            if (run == _run && _isRunning)
            {
                var now = _time.GetTimestamp();
                _left = _totalDue == long.MaxValue ? long.MaxValue : Math.Max(1, _totalDue - now);
                _totalDue = now + (long)(longest.TotalSeconds * _time.TimestampFrequency);
                _idleDue = long.MaxValue;
                Arm();
            }
        }
    }

    /// <summary>The code goes on, with the time it had left.</summary>
    public void GoOn(int run)
    {
        lock (_lock)
        {
            if (run == _run && _isRunning)
            {
                _totalDue = _left == long.MaxValue ? long.MaxValue : _time.GetTimestamp() + _left;
                _idleDue = After(_call.IdleSeconds);
                Arm();
            }
        }
    }

    /// <summary>The code has reported progress: it is not idle.</summary>
    public void Touch()
    {
        lock (_lock)
        {
            _idleDue = After(_call.IdleSeconds); // later than the timer is set for, which looks at it when it fires
        }
    }

    /// <summary>Ends the time of work that was over when the code returned.</summary>
    /// <returns>Whether that was in time.</returns>
    public bool TryEnd()
    {
        lock (_lock)
        {
            _isInCode = false;
            if (_isRunning)
            {
                _isRunning = false;
                return true;
            }
        }

        WorkEnded();
        return false;
    }

    /// <summary>Waits for what comes first.</summary>
    /// <returns>Whether the work has ended in time.</returns>
    public ValueTask<bool> WaitAsync<TResult>(in ConfiguredValueTaskAwaitable<TResult>.ConfiguredValueTaskAwaiter work)
    {
        lock (_lock)
        {
            _isInCode = false;
        }

        var first = new ValueTask<bool>(this, _first.Version);
        work.UnsafeOnCompleted(_workEnded);
        return first;
    }

    /// <summary>Lets go of the call. Only what was in time can be used again.</summary>
    /// <returns><see langword="false"/> if the time is over: the work still has the clock.</returns>
    public bool TryReset()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return false;
            }

            _isRunning = false; // no timer ends it from here on
        }

        _link.Unregister();
        (_link, _caller, _call) = (default, default, default);
        return true;
    }

    /// <summary>The clock will not be used again. Its token stays what it is: the code may still have it.</summary>
    public void Dispose() => _timer.Dispose();

    bool IValueTaskSource<bool>.GetResult(short token) => _first.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _first.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _first.OnCompleted(continuation, state, token, flags);

    private long After(int seconds) => seconds == int.MaxValue ? long.MaxValue : _time.GetTimestamp() + (seconds * _time.TimestampFrequency);

    private void Arm()
    {
        var due = Math.Min(_totalDue, _idleDue);
        if (due < _armedFor)
        {
            _armedFor = due;
            var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);
            _timer.Change(wait > ShortestWait ? wait : ShortestWait, Timeout.InfiniteTimeSpan);
        }
    }

    private void WorkEnded()
    {
        lock (_lock)
        {
            _hasEnded = true;
            _isRunning = false;
        }

        if (_isOver)
        {
            _abandoned.Ended(_call.Kind, _call.Target);
            _link.Unregister();
            Dispose();
        }
        else
        {
            _first.RunContinuationsAsynchronously = false;
            _first.SetResult(true); // the last thing: from here on the clock may be another call's
        }
    }

    /// <summary>The timer has fired: perhaps for a call that has ended since, or one that has more time.</summary>
    private void Look()
    {
        bool isInCode;
        lock (_lock)
        {
            _armedFor = long.MaxValue;
            if (!_isRunning)
            {
                return;
            }

            if (_time.GetTimestamp() < Math.Min(_totalDue, _idleDue))
            {
                Arm();
                return;
            }

            (_isRunning, _isOver, isInCode) = (false, true, _isInCode);
        }

        _abandoned.Begun(_call.Kind, _call.Target);
        if (isInCode && !_caller.IsCancellationRequested)
        {
            // The code holds the thread on which the answer would come back.
            _call.Blocks(_call.Context);
        }

        _first.RunContinuationsAsynchronously = true;
        _first.SetResult(false);
        _ = StopAsync();
    }

    private async Task StopAsync()
    {
        try
        {
            await _source.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException)
        {
            // What the code does when it is cancelled is broken. Nobody is left to tell.
        }

        await Task.Delay(Grace, _time).ConfigureAwait(false);
        if (Volatile.Read(ref _hasEnded))
        {
            return;
        }

        _abandoned.GoesOn(_call.Kind, _call.Target, _time.GetElapsedTime(_started));
    }
}
