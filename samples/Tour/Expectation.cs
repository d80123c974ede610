namespace Tour;

/// <summary>What has to come out of a step for one role.</summary>
/// <param name="Allowed">Whether it has to run.</param>
/// <param name="Code">The code of the refusal; <see langword="null"/> for none.</param>
/// <param name="ErrorCode">The JSON-RPC error code; <see langword="null"/> where the answer has to be a result.</param>
internal sealed record Expectation(bool Allowed, string? Code = null, int? ErrorCode = null)
{
    private const int InvalidParams = -32602;

    /// <summary>Gets the expectation that the request runs.</summary>
    public static Expectation Runs { get; } = new(Allowed: true);

    /// <summary>Gets the expectation that the caller cannot tell it from a name that does not exist.</summary>
    public static Expectation Hidden { get; } = new(Allowed: false, Code: null, InvalidParams);

    /// <summary>Expects a result that tells the model what to change.</summary>
    public static Expectation Refused(string code) => new(Allowed: false, code);

    /// <summary>Expects a protocol error: the message itself is unusable.</summary>
    public static Expectation Rejected(string code) => new(Allowed: false, code, InvalidParams);

    /// <summary>Says whether an outcome is the expected one.</summary>
    public bool Fits(Outcome outcome) =>
        outcome.Allowed == Allowed && string.Equals(outcome.Code, Code, StringComparison.Ordinal) && outcome.ErrorCode == ErrorCode;

    /// <inheritdoc/>
    public override string ToString() => Outcome.Describe(Allowed, Code, ErrorCode);
}
