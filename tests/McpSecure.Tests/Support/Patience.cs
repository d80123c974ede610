namespace McpSecure.Tests.Support;

/// <summary>How long a test waits before it gives up: long enough for a busy machine, short enough to notice.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>A token that is cancelled when patience runs out.</summary>
    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;

    /// <summary>Waits for what nothing announces, such as that calls have come as far as they can.</summary>
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <summary>The same for a condition that takes a question to the server.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            await Task.Delay(1, limit.Token);
        }
    }

    public static Task OrGiveUp(this Task task) => task.WaitAsync(Limit);

    public static Task<T> OrGiveUp<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task<T> OrGiveUp<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit);

    /// <summary>A task that ends when the token is cancelled.</summary>
    public static Task AsTask(this CancellationToken token)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(done.SetResult);
        return done.Task;
    }
}
