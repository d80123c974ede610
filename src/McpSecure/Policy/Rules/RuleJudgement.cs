namespace McpSecure.Policy.Rules;

/// <summary>What a set of rules says of one call. Without any rule: nothing against it.</summary>
/// <param name="Broken">The first rule that refuses.</param>
/// <param name="Asking">The first rule that wants a person to agree.</param>
internal readonly record struct RuleJudgement(ArgumentRule? Broken, ArgumentRule? Asking)
{
    public Access Access => Broken is null ? IfUnbroken : Access.Deny;

    /// <summary>Gets what is left where broken rules are only recorded.</summary>
    public Access IfUnbroken => Asking is null ? Access.Allow : Access.Ask;
}
