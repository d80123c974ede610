namespace McpSecure.Execution.Egress;

/// <summary>When a request has to be over, its body included; until then, what stops its sender stops it too.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _sender;
    private readonly ITimer? _timer;

    public Deadline(TimeSpan limit, TimeProvider time, CancellationToken sender)
    {
        _sender = sender;
        _source = CancellationTokenSource.CreateLinkedTokenSource(sender);
        Token = _source.Token;
        if (ReferenceEquals(time, TimeProvider.System))
        {
            _source.CancelAfter(limit); // the same, with one object less
        }
        else
        {
            _timer = time.CreateTimer(static deadline => ((Deadline)deadline!).Pass(), this, limit, Timeout.InfiniteTimeSpan);
        }
    }

    public CancellationToken Token { get; }

    public static EgressRefusedException Exceeded() =>
        new(EgressRefusal.TimedOut, "The answer was not complete in the time that it may take. Ask for less, or try again later.");

    /// <summary>Whether it has passed, and not just somebody lost patience: the sender, or who reads the body.</summary>
    public bool IsOver(CancellationToken reader) =>
        Token.IsCancellationRequested && !_sender.IsCancellationRequested && !reader.IsCancellationRequested;

    /// <summary>Both together; <see langword="null"/> if <see cref="Token"/> says it all, as it does for whoever reads with the token he sent with.</summary>
    public CancellationTokenSource? With(CancellationToken reader) =>
        reader.CanBeCanceled && reader != _sender ? CancellationTokenSource.CreateLinkedTokenSource(reader, Token) : null;

    public void Dispose()
    {
        _timer?.Dispose();
        _source.Dispose();
    }

    private void Pass()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was over a moment before.
        }
    }
}
