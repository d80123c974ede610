namespace McpSecure.Calls;

/// <summary>A "no" that the client may read: what was refused and why, and nothing he did not send or may not list.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Message">For the model: no directory, no role list, no stack trace, no value he did not send.</param>
/// <param name="Retry">Whether another attempt makes sense.</param>
/// <param name="RetryAfterSeconds">In how many seconds, if that is known.</param>
internal sealed record Refusal(RefusalCode Code, string Message, Retry Retry = Retry.Never, int? RetryAfterSeconds = null)
{
    /// <summary>Gets the answer to a guard that failed: nothing about the failure.</summary>
    public static Refusal GuardFailed { get; } = new(RefusalCode.GuardFailed, "The request was refused: a security check failed.");

    /// <summary>The answer to what needs a person that cannot be asked.</summary>
    /// <param name="call">The call.</param>
    /// <param name="reason">Why, where that is not the tool as such.</param>
    /// <returns>The refusal.</returns>
    public static Refusal ApprovalRequired(Call call, string? reason = null) => new(
        RefusalCode.ApprovalRequired,
        $"The {Wire.NameOf(call.Kind)} '{Echo.Of(call.Name)}' needs a person's approval, and this server cannot ask for it. It did not run. " +
        (reason ?? (call.Facts.RequiresApproval ? "Its author requires that." : "The operator of the server can change its access from Ask to Allow.")));

    /// <summary>Gets a value indicating whether the answer must not differ from the one for an unknown name.</summary>
    public bool IsHidden => Code == RefusalCode.NotFound;
}
