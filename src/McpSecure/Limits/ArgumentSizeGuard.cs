using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>Are the arguments small enough to be looked at? Before everything that reads them.</summary>
internal sealed class ArgumentSizeGuard(EffectiveLimits limits) : IGuard
{
    public const string GuardName = "argument_size";

    public string Name => GuardName;

    public ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken) =>
        new(call.Arguments is { Count: > 0 } arguments && ArgumentSize.Check(GuardedArguments.Bare(arguments), limits.Of(call)) is { } refusal
            ? Verdict.Refuse(refusal)
            : Verdict.Continue);

    /// <summary>What is asked to be completed: a text, with other texts beside it.</summary>
    /// <param name="call">Whose arguments it completes.</param>
    /// <param name="name">The name of the argument.</param>
    /// <param name="value">What it begins with.</param>
    /// <param name="others">The arguments that are known already.</param>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Refusal? OfCompletion(Call call, string? name, string? value, IDictionary<string, string>? others) =>
        ArgumentSize.Check(name ?? string.Empty, value ?? string.Empty, others, limits.Of(call));
}
