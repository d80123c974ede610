namespace McpSecure.Execution.Running;

/// <summary>One run of a program: waiting for its turn, running, or over. Whoever asked for it, the clock and the runner may stop it at any moment.</summary>
internal sealed class Run(LaunchPlan plan, ReadOnlyMemory<byte> input, TimeSpan timeout, int maxOutputBytes, CancellationToken cancellationToken)
{
    private const int Waiting = 0;
    private const int Running = 1;
    private const int Over = 2;

    private readonly TaskCompletionSource<ProcessResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _cancellation;
    private IWakeUp? _wakeUp;
    private int _state;
    private int _reason;
    private int _isClosed;

    public Task<ProcessResult> Task => _completion.Task;

    public LaunchPlan Plan => plan;

    public ReadOnlyMemory<byte> Input => input;

    public TimeSpan Timeout => timeout;

    public int MaxOutputBytes => maxOutputBytes;

    /// <summary>Gets why it has to end, if it has to.</summary>
    public EndReason StopReason => (EndReason)Volatile.Read(ref _reason);

    public void WatchCancellation() =>
        _cancellation = cancellationToken.UnsafeRegister(static run => ((Run)run!).Stop(EndReason.Cancelled), this);

    /// <summary>Begins the run, unless it is over already.</summary>
    /// <param name="wakeUp">What wakes the thread that it runs on.</param>
    public bool TryBegin(IWakeUp wakeUp)
    {
        Volatile.Write(ref _wakeUp, wakeUp);
        return Interlocked.CompareExchange(ref _state, Running, Waiting) == Waiting;
    }

    /// <summary>Asks for the end. The first reason counts.</summary>
    public void Stop(EndReason reason)
    {
        _ = Interlocked.CompareExchange(ref _reason, (int)reason, (int)EndReason.Exited);
        if (Interlocked.CompareExchange(ref _state, Over, Waiting) == Waiting)
        {
            End(StopReason, result: null);
        }
        else
        {
            Volatile.Read(ref _wakeUp)?.Set();
        }
    }

    /// <summary>Tells the end to whoever asked for the run. All processes are gone by now.</summary>
    public void End(EndReason reason, ProcessResult? result)
    {
        Close();
        switch (reason)
        {
            case EndReason.Cancelled:
                _completion.TrySetCanceled(cancellationToken);
                break;
            case EndReason.Disposed:
                _completion.TrySetException(new ObjectDisposedException(nameof(ProcessRunner)));
                break;
            default:
                _completion.TrySetResult(result!);
                break;
        }
    }

    public void Fail(Exception exception)
    {
        Close();
        _completion.TrySetException(exception);
    }

    /// <summary>Lets go of everything. It is called by whoever ends it; by itself, where nobody has the task.</summary>
    public void Close()
    {
        Volatile.Write(ref _state, Over);
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _cancellation.Unregister();
            plan.Release();
        }
    }
}
