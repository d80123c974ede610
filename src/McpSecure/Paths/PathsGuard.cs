using McpSecure.Calls;
using McpSecure.Files;
using McpSecure.Policy;
using McpSecure.Policy.Paths;

namespace McpSecure.Paths;

/// <summary>Do paths stay inside? Early, so that a model hears why; what holds is the root that the tool opens them beneath.</summary>
internal sealed class PathsGuard(ToolPaths paths, AccessPolicy policy) : IGuard
{
    /// <summary>The name of this guard in records.</summary>
    public const string GuardName = "paths";

    public string Name => GuardName;

    public ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken) =>
        new(paths.Of(call) is { } plan ? Check(call, plan) : Verdict.Continue);

    private Verdict Check(Call call, PathPlan plan)
    {
        var isAsked = false;
        var left = ArgumentWalk.MaximumPaths;
        for (var index = 0; index < plan.Arguments.Length; index++)
        {
            var argument = plan.Arguments[index];
            var granted = plan.Granted(index, call, policy, PathPlan.LeastFor(call));
            var leftIfAsked = left;
            var found = Find(call, argument, granted, ref left);
            if (found is null)
            {
                continue;
            }

            // Another of his roles may reach there, if a person agrees.
            var ifAsked = plan.Granted(index, call, policy, Access.Ask);
            if (ifAsked == granted || Find(call, argument, ifAsked, ref leftIfAsked) is not null)
            {
                call.Decision = new(Access.Deny, argument.Definition.DecidedBy);
                return Verdict.Refuse(PathRefusals.Of(argument, found.Value, granted));
            }

            isAsked = true;
            left = leftIfAsked;
        }

        return isAsked ? Verdict.Ask : Verdict.Continue;
    }

    private static RefusedPath? Find(Call call, ConfinedArgument argument, ulong granted, ref int left) => call.Kind switch
    {
        PrimitiveKind.Tool or PrimitiveKind.Prompt => ArgumentWalk.Find(GuardedArguments.Bare(call.Arguments), argument, argument.Within(granted), ref left),
        PrimitiveKind.Resource or PrimitiveKind.Subscription => OfVariable(call, argument, argument.Within(granted)),
        _ => null,
    };

    /// <summary>The author's code gets the variable decoded, after every filter; it is decoded here in the same way.</summary>
    private static RefusedPath? OfVariable(Call call, ConfinedArgument argument, SecureRoot root)
    {
        var name = argument.Steps[0]!;
        if (!SdkResource.TryRead(call.Facts.Primitive, ((ResourceCall)call).Uri, name, out var value))
        {
            throw new InvalidOperationException($"The variable '{name}' of '{argument.Definition.DecidedBy}' cannot be read from the URI.");
        }

        return value is not null && PathJudge.Check(value, argument, root) is { IsDone: false } refused ? new(name, refused.Reason) : null;
    }
}
