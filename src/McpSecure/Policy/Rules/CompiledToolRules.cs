using System.Text.Json;
using McpSecure.Calls;

namespace McpSecure.Policy.Rules;

/// <summary>The rules for the arguments of one tool in one state of its definition.</summary>
/// <param name="Declared">The definition.</param>
/// <param name="OfTool">What holds for everybody.</param>
/// <param name="OfRoles">What holds besides for whoever has the tool from a role.</param>
/// <param name="Predicates">What code requires.</param>
/// <param name="Defaults">The values that absent arguments have.</param>
internal sealed record CompiledToolRules(
    DeclaredArguments Declared,
    RuleSet OfTool,
    IReadOnlyDictionary<string, RuleSet> OfRoles,
    IReadOnlyList<ToolPredicate> Predicates,
    IReadOnlyDictionary<string, JsonElement> Defaults)
{
    public IEnumerable<ArgumentRule> All => OfTool.Rules.Concat(OfRoles.Values.SelectMany(rules => rules.Rules)).DistinctBy(rule => rule.Definition);
}
