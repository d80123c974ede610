namespace McpSecure.Files;

/// <summary>Whether an operation was done, or why not. The default value is a refusal.</summary>
internal readonly struct Outcome
{
    private Outcome(bool isDone, PathRefusal reason)
    {
        IsDone = isDone;
        Reason = reason;
    }

    public static Outcome Done { get; } = new(isDone: true, default);

    public bool IsDone { get; }

    public PathRefusal Reason { get; }

    public static implicit operator Outcome(PathRefusal reason) => new(isDone: false, reason);
}
