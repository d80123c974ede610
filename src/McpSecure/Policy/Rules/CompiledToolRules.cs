using System.Text.Json;

namespace McpSecure.Policy.Rules;

/// <summary>The rules for the arguments of one tool in one state of its definition.</summary>
/// <param name="Schema">The schema of the arguments, as the tool declares it; undefined if nobody knows it.</param>
/// <param name="OfTool">What holds for everybody.</param>
/// <param name="OfRoles">What holds besides for whoever has the tool from a role.</param>
/// <param name="Predicates">What code requires.</param>
/// <param name="Defaults">The values that absent arguments have.</param>
internal sealed record CompiledToolRules(
    JsonElement Schema,
    RuleSet OfTool,
    IReadOnlyDictionary<string, RuleSet> OfRoles,
    IReadOnlyList<ToolPredicate> Predicates,
    IReadOnlyDictionary<string, JsonElement> Defaults)
{
    public IEnumerable<ArgumentRule> All => OfTool.Rules.Concat(OfRoles.Values.SelectMany(rules => rules.Rules)).DistinctBy(rule => rule.Definition);
}
