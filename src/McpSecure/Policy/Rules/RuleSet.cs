using System.Text.Json;

namespace McpSecure.Policy.Rules;

/// <summary>Rules that all have to hold: those of a tool, or those of a tool for one role.</summary>
internal sealed class RuleSet(IReadOnlyList<ArgumentRule> rules)
{
    public static RuleSet Empty { get; } = new([]);

    public IReadOnlyList<ArgumentRule> Rules { get; } = rules;

    /// <summary>Asks every rule. Allocates nothing of its own.</summary>
    public RuleJudgement Judge(IDictionary<string, JsonElement> arguments)
    {
        ArgumentRule? broken = null;
        ArgumentRule? asking = null;
        for (var index = 0; index < Rules.Count; index++)
        {
            var rule = Rules[index];
            if (!rule.Allowed.IsValid(arguments))
            {
                broken ??= rule;
            }
            else if (rule.Unasked?.IsValid(arguments) == false)
            {
                asking ??= rule;
            }
        }

        return new(broken, asking);
    }
}
