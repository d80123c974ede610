using McpSecure.Tests.Support;
using ModelContextProtocol;

namespace McpSecure.Tests.Limits;

/// <summary>Code that takes until the test lets it go.</summary>
internal sealed class LateCode : IDisposable
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _unblocked = new();
    private readonly SemaphoreSlim _steps = new(0);
    private int _running;
    private int _cancelled;

    public int Running => Volatile.Read(ref _running);

    public int Cancelled => Volatile.Read(ref _cancelled);

    public CancellationToken Kept { get; private set; }

    public void Open()
    {
        _open.TrySetResult();
        _unblocked.Set();
    }

    public void Step() => _steps.Release();

    public void Dispose()
    {
        Open();
        _steps.Dispose();
    }

    public async Task<string> WaitAsync(CancellationToken cancellationToken)
    {
        using var noted = cancellationToken.Register(() => Interlocked.Increment(ref _cancelled));
        Interlocked.Increment(ref _running);
        await _open.Task;
        Interlocked.Decrement(ref _running);
        return "done";
    }

    public async Task<string> ObeyAsync(CancellationToken cancellationToken)
    {
        using var noted = cancellationToken.Register(() => Interlocked.Increment(ref _cancelled));
        Interlocked.Increment(ref _running);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return "done";
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public string Block()
    {
        Interlocked.Increment(ref _running);
        _unblocked.Wait(Patience.Limit);
        Interlocked.Decrement(ref _running);
        return "done";
    }

    public async Task<string> WaitAndThrowAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        throw new InvalidOperationException("Too late.");
    }

    public string BlockAndThrow()
    {
        Block();
        throw new InvalidOperationException("Too late.");
    }

    public async Task<string> ReportAsync(IProgress<ProgressNotificationValue> progress)
    {
        Interlocked.Increment(ref _running);
        for (var step = 1; ; step++)
        {
            await _steps.WaitAsync(Patience.Token);
            progress.Report(new ProgressNotificationValue { Progress = step });
        }
    }

    public string Keep(CancellationToken cancellationToken)
    {
        Kept = cancellationToken;
        return "kept";
    }
}
