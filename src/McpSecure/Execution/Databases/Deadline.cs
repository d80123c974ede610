using System.Data.Common;

namespace McpSecure.Execution.Databases;

/// <summary>The end of the time that a statement has, and the caller who may not wait for it.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan _limit;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;

    public Deadline(TimeProvider time, TimeSpan limit, CancellationToken caller)
    {
        _time = time;
        _start = time.GetTimestamp();
        _limit = limit;
        _caller = caller;
        _source = new CancellationTokenSource(limit, time);
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it is over: read from the clock too, because a busy thread pool fires timers late, and a coarse timer fires a little early.</summary>
    public bool IsOver => _source.IsCancellationRequested || _caller.IsCancellationRequested || _time.GetElapsedTime(_start) >= _limit;

    /// <summary>Whether the exception says no more than that it is over.</summary>
    public bool Explains(Exception exception) => exception is DbException or OperationCanceledException or TimeoutException && IsOver;

    /// <summary>Throws if it is over.</summary>
    public void ThrowIfOver()
    {
        if (IsOver)
        {
            throw Ended(inner: null);
        }
    }

    /// <summary>That the caller does not wait any more, or that the statement took too long.</summary>
    public Exception Ended(Exception? inner) => _caller.IsCancellationRequested
        ? new OperationCanceledException("The statement was cancelled.", inner, _caller)
        : new SqlRefusedException(SqlRefusal.TimeLimit, "The statement took too long, and was stopped. Ask for less.");

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
