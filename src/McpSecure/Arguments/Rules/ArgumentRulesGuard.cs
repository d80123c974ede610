using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Policy;
using McpSecure.Policy.Rules;

namespace McpSecure.Arguments.Rules;

/// <summary>Are these values that the operator, and the application's own code, allow this caller?</summary>
/// <remarks>
/// Comes after the guard that knows the tool's schema. The rules of the tool hold for everybody; of the caller's roles that grant the tool,
/// the widest counts, each with its own rules.
/// </remarks>
internal sealed class ArgumentRulesGuard(ArgumentRules rules, AccessPolicy policy) : IGuard
{
    private const string RoleSection = $"{McpSecurityOptions.SectionName}:{nameof(McpSecurityOptions.Roles)}:";

    public string Name => "argument_rules";

    public ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken) =>
        new(call.Kind == PrimitiveKind.Tool && rules.Find(call.Name) is { } tool ? Check(call, tool.For(call.Facts.Tool)) : Verdict.Continue);

    private Verdict Check(Call call, CompiledToolRules tool)
    {
        var arguments = GuardedArguments.Bare(call.Arguments);
        var ofTool = tool.OfTool.Judge(arguments);
        if (ofTool.Broken is { } broken && !Observe(call, broken))
        {
            return Refuse(call, broken, tool.OfTool, arguments);
        }

        var ofRole = tool.OfRoles.Count == 0 ? default : WidestRole(call, tool, arguments);
        if (ofRole.Judgement.Broken is { } brokenOfRole && !Observe(call, brokenOfRole))
        {
            return Refuse(call, brokenOfRole, ofRole.Rules!, arguments);
        }

        ToolPredicate? asks = null;
        for (var index = 0; index < tool.Predicates.Count; index++)
        {
            var predicate = tool.Predicates[index];
            if (!Holds(predicate, call, new CallArguments(arguments, tool.Defaults)))
            {
                if (!predicate.Asks)
                {
                    call.Decision = new(Access.Deny, DecidedBy(predicate));
                    return Verdict.Refuse(RuleRefusal.OfCode(call, predicate.Name));
                }

                asks ??= predicate;
            }
        }

        if (asks is not null && !call.NeedsApproval)
        {
            call.Decision = call.Decision with { Access = Access.Ask, DecidedBy = DecidedBy(asks) };
            return Verdict.AskOr(Refusal.ApprovalRequired(call, "The code of the server requires that for these arguments."));
        }

        return (ofTool.Asking ?? ofRole.Judgement.Asking) is { } asking ? Ask(call, asking, arguments) : WithGrant(call, ofRole.Grant);
    }

    /// <summary>The role under which this call gets furthest. <see langword="default"/> if the tool is not had from a role.</summary>
    private RoleJudgement WidestRole(Call call, CompiledToolRules tool, IDictionary<string, JsonElement> arguments)
    {
        var widest = default(RoleJudgement);
        for (var index = 0; index < call.Caller.Roles.Count; index++)
        {
            var grant = policy.GrantOf(call.Caller.Roles[index], call.Kind, call.Name, call.Facts);
            if (grant.Access == Access.Deny)
            {
                continue;
            }

            var judgement = tool.OfRoles.TryGetValue(call.Caller.Roles[index], out var own) ? own.Judge(arguments) : default;
            var candidate = new RoleJudgement(grant, own, judgement);
            if (candidate.IsWiderThan(widest))
            {
                widest = candidate;
            }
        }

        return widest;
    }

    /// <summary>Whether a broken rule is only recorded today. What objected first stays on record.</summary>
    private bool Observe(Call call, ArgumentRule broken)
    {
        var isObserving = policy.IsObserving();
        if (isObserving && !call.Decision.Observed)
        {
            call.Decision = call.Decision with { Observed = true, DecidedBy = broken.Definition.DecidedBy };
        }

        return isObserving;
    }

    private static Verdict Refuse(Call call, ArgumentRule broken, RuleSet set, IDictionary<string, JsonElement> arguments)
    {
        call.Decision = new(Access.Deny, broken.Definition.DecidedBy);
        return Verdict.Refuse(RuleRefusal.Of(call, set, arguments));
    }

    private static Verdict Ask(Call call, ArgumentRule asking, IDictionary<string, JsonElement> arguments)
    {
        if (call.NeedsApproval)
        {
            return Verdict.Ask; // whatever the arguments are
        }

        call.Decision = call.Decision with { Access = Access.Ask, DecidedBy = asking.Definition.DecidedBy };
        return Verdict.AskOr(RuleRefusal.OfUnasked(call, asking, arguments));
    }

    /// <summary>The decision as it is without the roles whose rules are broken: it may be another role's, and ask.</summary>
    private static Verdict WithGrant(Call call, AccessExplanation grant)
    {
        var isAsked = grant.Access == Access.Ask;
        if (grant.Access > Access.Deny && !call.NeedsApproval && (isAsked || call.Decision.DecidedBy.StartsWith(RoleSection, StringComparison.Ordinal)))
        {
            call.Decision = call.Decision with { Access = grant.Access, DecidedBy = grant.DecidedBy };
        }

        return isAsked ? Verdict.Ask : Verdict.Continue;
    }

    private static bool Holds(ToolPredicate predicate, Call call, CallArguments arguments)
    {
        string failure;
        try
        {
            return predicate.Holds(arguments, call.Caller);
        }
        catch (Exception exception)
        {
            // Not its text, which may repeat an argument: arguments are in no record.
            failure = $"{exception.GetType().FullName}{Environment.NewLine}{exception.StackTrace}";
        }

        throw new InvalidOperationException($"The rule '{predicate.Name}' of the tool '{call.Name}' threw {failure}");
    }

    private static string DecidedBy(ToolPredicate predicate) => $"{(predicate.Asks ? nameof(ToolOptions.AskIf) : nameof(ToolOptions.Require))}({predicate.Name})";

    /// <summary>How far a call gets by one role.</summary>
    private readonly record struct RoleJudgement(AccessExplanation Grant, RuleSet? Rules, RuleJudgement Judgement)
    {
        private Access Access => Judgement.Access < Grant.Access ? Judgement.Access : Grant.Access;

        private Access IfUnbroken => Judgement.IfUnbroken < Grant.Access ? Judgement.IfUnbroken : Grant.Access;

        public bool IsWiderThan(RoleJudgement other) =>
            other.Grant.Access == Access.Deny || Access > other.Access || (Access == other.Access && IfUnbroken > other.IfUnbroken);
    }
}
