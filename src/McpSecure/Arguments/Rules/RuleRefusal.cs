using System.Text;
using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Policy.Rules;
using McpSecure.Schemas;

namespace McpSecure.Arguments.Rules;

/// <summary>Tells a model which rules its arguments break, so that the next call can keep all of them. No value is repeated.</summary>
internal static class RuleRefusal
{
    private const int ShownRules = 8;

    public static Refusal Of(Call call, RuleSet rules, IDictionary<string, JsonElement> arguments)
    {
        var broken = rules.Rules.Where(rule => !rule.Allowed.IsValid(arguments)).ToArray();
        var text = new StringBuilder($"Arguments for '{Echo.Of(call.Name)}' were rejected (");
        text.Append(broken.Length == 1 ? "1 problem). Fix it" : $"{broken.Length} problems). Fix them").Append(" and call again.");
        foreach (var rule in broken.Take(ShownRules))
        {
            var pointer = Locate(rule.Allowed, rule, arguments, out var isSent);
            text.Append("\n- ").Append(pointer).Append(isSent ? ": " : ": missing; ")
                .Append("the operator allows ").Append(rule.Definition.Allows).Append(" [").Append(rule.Definition.Keyword).Append(']');
        }

        return new(RefusalCode.InvalidArguments, text.ToString(), Retry.AfterFix);
    }

    public static Refusal OfCode(Call call, string name) => new(
        RefusalCode.InvalidArguments,
        $"The tool '{Echo.Of(call.Name)}' does not take these arguments from you, by its rule '{Echo.Of(name)}'.",
        Retry.AfterFix);

    /// <summary>Says why a person has to agree. Not from which value on: that would tell how to split it.</summary>
    public static Refusal OfUnasked(Call call, ArgumentRule rule, IDictionary<string, JsonElement> arguments) =>
        Refusal.ApprovalRequired(call, $"The operator requires that for this value of {Locate(rule.Unasked!, rule, arguments, out _)}.");

    private static string Locate(CompiledSchema schema, ArgumentRule rule, IDictionary<string, JsonElement> arguments, out bool isSent)
    {
        var errors = new SchemaErrors(1);
        schema.Explain(arguments, errors);
        return rule.Definition.Path.Locate(arguments, errors.Count > 0 ? errors[0].InstancePath : string.Empty, out isSent);
    }
}
