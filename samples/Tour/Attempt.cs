namespace Tour;

/// <summary>A step that was taken: what came back to the client, and what the server recorded about it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Expected">What had to come of it.</param>
/// <param name="Outcome">What the client got.</param>
/// <param name="Spans">The spans of the server, in order of their start.</param>
internal sealed record Attempt(Step Step, Expectation Expected, Outcome Outcome, IReadOnlyList<Span> Spans)
{
    /// <summary>Gets the setting that decided, as the server recorded it.</summary>
    public string? DecidedBy => Spans.Select(span => span.Security("decided_by")).FirstOrDefault(value => value is not null);
}
