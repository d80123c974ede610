using System.Text.Json.Nodes;
using McpSecure.Calls;

namespace McpSecure.Policy.Rules;

/// <summary>Turns the options of a rule into schemas, one for each line.</summary>
internal static class RuleDefinitions
{
    /// <summary>The configuration key of <see cref="ArgumentRuleOptions.EqualTo"/>.</summary>
    public const string EqualsKey = "Equals";

    private const int ShownValues = 10;
    private const int ShownLength = 100;

    /// <summary>The lines of all rules in a section. What cannot be read as a path has been reported and is left out.</summary>
    public static IEnumerable<RuleDefinition> Of(IDictionary<string, ArgumentRuleOptions> rules, string section) =>
        from rule in rules
        let path = ArgumentPath.TryParse(rule.Key, out var parsed) ? parsed : null
        where path is not null
        from definition in Of(path, rule.Value, $"{section}:{rule.Key}")
        select definition;

    /// <summary>The pattern for the whole of a text.</summary>
    public static JsonObject Whole(string pattern) => Text("pattern", $"^(?:{pattern})$");

    /// <summary>The pattern for any part of a text: what has to be sound by itself.</summary>
    public static JsonObject Part(string pattern) => Text("pattern", pattern);

    private static IEnumerable<RuleDefinition> Of(ArgumentPath path, ArgumentRuleOptions rule, string source)
    {
        RuleDefinition?[] lines =
        [
            rule.EqualTo is { } only ? new(path, EqualsKey, string.Empty, $"only {Shown([only])}", Values([only])) : null,
            OneOf(path, rule.OneOf),
            rule.Pattern is { } pattern
                ? new(path, nameof(rule.Pattern), string.Empty, $"only texts that match {Echo.Of(pattern, ShownLength)} as a whole", Whole(pattern))
                : null,
            rule.Minimum is { } minimum ? new(path, nameof(rule.Minimum), string.Empty, $"at least {RuleText.Of(minimum)}", Number("minimum", minimum)) : null,
            rule.Maximum is { } maximum ? new(path, nameof(rule.Maximum), string.Empty, $"at most {RuleText.Of(maximum)}", Number("maximum", maximum)) : null,
            rule.MinLength is { } shortest ? new(path, nameof(rule.MinLength), string.Empty, $"at least {shortest} characters", Text("minLength", shortest)) : null,
            rule.MaxLength is { } longest ? new(path, nameof(rule.MaxLength), string.Empty, $"at most {longest} characters", Text("maxLength", longest)) : null,
            rule.MaxItems is { } most
                ? new(path, nameof(rule.MaxItems), string.Empty, $"at most {most} items", new JsonObject { ["type"] = "array", ["maxItems"] = most })
                : null,
            rule.AskAbove is { } above
                ? new(path, nameof(rule.AskAbove), string.Empty, "only a number", new JsonObject { ["type"] = "number" }, Number("maximum", above))
                : null,
        ];
        return lines.OfType<RuleDefinition>().Select(line => line with { DecidedBy = $"{source}:{line.Keyword}" });
    }

    private static RuleDefinition? OneOf(ArgumentPath path, IDictionary<string, Access> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        string[] allowed = [.. values.Where(value => value.Value == Access.Allow).Select(value => value.Key).Order(StringComparer.Ordinal)];
        string[] asked = [.. values.Where(value => value.Value == Access.Ask).Select(value => value.Key).Order(StringComparer.Ordinal)];
        return new(
            path, nameof(ArgumentRuleOptions.OneOf), string.Empty, $"only {Shown([.. allowed, .. asked])}", Values([.. allowed, .. asked]),
            asked.Length > 0 ? Values(allowed) : null);
    }

    private static string Shown(string[] values)
    {
        var shown = string.Join(", ", values.Take(ShownValues).Select(value => $"'{Echo.Of(value, ShownLength)}'"));
        return values.Length > ShownValues ? $"{shown} and {values.Length - ShownValues} more" : shown;
    }

    private static JsonObject Values(IEnumerable<string> values) => new() { ["enum"] = new JsonArray([.. values.SelectMany(RuleText.Readings)]) };

    private static JsonObject Text(string keyword, JsonNode value) => new() { ["type"] = "string", [keyword] = value };

    private static JsonObject Number(string keyword, decimal bound) => new() { ["type"] = "number", [keyword] = bound };
}
