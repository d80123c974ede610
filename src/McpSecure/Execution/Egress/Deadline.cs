namespace McpSecure.Execution.Egress;

/// <summary>When a request has to be over, its body included.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;

    public Deadline(TimeSpan limit, TimeProvider time)
    {
        _source = new CancellationTokenSource(limit, time);
        Token = _source.Token;
    }

    public CancellationToken Token { get; }

    /// <summary>Whether it has passed, and not just the caller lost patience.</summary>
    public bool IsOver(CancellationToken caller) => Token.IsCancellationRequested && !caller.IsCancellationRequested;

    public static EgressRefusedException Exceeded() =>
        new(EgressRefusal.TimedOut, "The answer was not complete in the time that it may take. Ask for less, or try again later.");

    public void Dispose() => _source.Dispose();
}
