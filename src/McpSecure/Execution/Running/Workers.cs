namespace McpSecure.Execution.Running;

/// <summary>The threads that runs are carried out on. They are created when they are needed, and used again.</summary>
internal sealed class Workers(int maxThreads, Func<RunLoop> createLoop) : IDisposable
{
    private const int StackBytes = 512 * 1024;

    private readonly object _lock = new();
    private readonly Queue<Run> _waiting = new();
    private readonly HashSet<Run> _running = [];
    private readonly HashSet<Thread> _threads = [];
    private int _idle;
    private bool _isDisposed;

    /// <summary>Puts a run in line.</summary>
    /// <exception cref="ObjectDisposedException">There will be no more runs.</exception>
    public void Add(Run run)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(ProcessRunner));
            _waiting.Enqueue(run);
            if (_waiting.Count > _idle && _threads.Count < maxThreads)
            {
                StartThread();
            }
            else
            {
                Monitor.Pulse(_lock);
            }
        }
    }

    /// <summary>Ends all runs, and returns when none is left.</summary>
    public void Dispose()
    {
        Run[] runs;
        Thread[] threads;
        lock (_lock)
        {
            _isDisposed = true;
            runs = [.. _waiting, .. _running];
            threads = [.. _threads];
            _waiting.Clear();
            Monitor.PulseAll(_lock);
        }

        Array.ForEach(runs, run => run.Stop(EndReason.Disposed));
        Array.ForEach(threads, thread => thread.Join());
    }

    private void StartThread()
    {
        var thread = new Thread(Work, StackBytes) { IsBackground = true, Name = "McpSecure run" };
        thread.UnsafeStart();
        _threads.Add(thread);
    }

    private void Work()
    {
        RunLoop? loop = null;
        try
        {
            while (loop is not { IsSpoiled: true } && Next() is { } run)
            {
                Execute(run, ref loop);
            }
        }
        finally
        {
            loop?.Dispose();
            Leave();
        }
    }

    private void Execute(Run run, ref RunLoop? loop)
    {
        try
        {
            loop ??= createLoop();
            loop.Execute(run);
        }
#pragma warning disable CA1031 // whoever waits for the run is told, whatever it was
        catch (Exception exception)
        {
            run.Fail(exception);
        }
#pragma warning restore CA1031
        finally
        {
            lock (_lock)
            {
                _running.Remove(run);
            }
        }
    }

    private Run? Next()
    {
        lock (_lock)
        {
            while (_waiting.Count == 0)
            {
                if (_isDisposed)
                {
                    return null;
                }

                _idle++;
                Monitor.Wait(_lock);
                _idle--;
            }

            var run = _waiting.Dequeue();
            _running.Add(run);
            return run;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _threads.Remove(Thread.CurrentThread);
            if (_waiting.Count > _idle && !_isDisposed)
            {
                StartThread();
            }
        }
    }
}
