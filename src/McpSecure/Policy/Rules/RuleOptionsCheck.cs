namespace McpSecure.Policy.Rules;

/// <summary>Finds the argument rules that would not do what they say, as far as that can be told without the tools.</summary>
internal sealed class RuleOptionsCheck(RuleCompiler compiler)
{
    private const string Section = McpSecurityOptions.SectionName;

    public IEnumerable<string> Errors(McpSecurityOptions options, string name, ToolOptions tool)
    {
        var path = $"{Section}:Tools:{name}";
        return
        [
            .. Rules(tool.Arguments, $"{path}:Arguments"),
            .. tool.Roles.Keys.Where(role => !options.Roles.ContainsKey(role)).Select(role =>
                $"{path}:Roles:{role} names a role that {Section}:Roles does not have.{Suggestion.For(role, options.Roles.Keys)}"),
            .. tool.Roles.SelectMany(role => Rules(role.Value.Arguments, $"{path}:Roles:{role.Key}:Arguments")),
        ];
    }

    private IEnumerable<string> Rules(IDictionary<string, ArgumentRuleOptions> rules, string section)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, rule) in rules)
        {
            var path = $"{section}:{key}";
            if (!ArgumentPath.TryParse(key, out var argument))
            {
                yield return $"{path} is no path to an argument; use a name, filter.status, edits[*].path (every element, never a single one), or ['a.b'] for a name with a dot.";
            }
            else if (!known.TryAdd(argument.Text, key))
            {
                yield return $"{path} and {section}:{known[argument.Text]} are the same argument; write one rule.";
            }

            foreach (var error in Rule(rule, path))
            {
                yield return error;
            }
        }
    }

    private IEnumerable<string> Rule(ArgumentRuleOptions rule, string path) =>
    [
        .. Kinds(rule, path),
        .. Bounds(rule, path),
        .. OneOf(rule.OneOf, $"{path}:{nameof(rule.OneOf)}"),
        .. rule.Pattern is { } pattern ? Pattern(pattern, $"{path}:{nameof(rule.Pattern)}") : [],
    ];

    /// <summary>A rule for numbers beside one for texts could never both hold.</summary>
    private static IEnumerable<string> Kinds(ArgumentRuleOptions rule, string path)
    {
        string[] kinds =
        [
            .. rule.Minimum is null && rule.Maximum is null && rule.AskAbove is null ? Array.Empty<string>() : ["numbers"],
            .. rule.Pattern is null && rule.MinLength is null && rule.MaxLength is null ? Array.Empty<string>() : ["texts"],
            .. rule.MaxItems is null ? Array.Empty<string>() : ["lists"],
        ];
        if (kinds.Length == 0 && rule.EqualTo is null && rule.OneOf.Count == 0)
        {
            yield return $"{path} has no rule; use Equals, OneOf, Pattern, Minimum, Maximum, MinLength, MaxLength, MaxItems or AskAbove, or remove the line.";
        }

        if (kinds.Length > 1)
        {
            yield return $"{path} has rules for {string.Join(" and for ", kinds)}; no value is both, so that every call would be refused.";
        }
    }

    private static IEnumerable<string> Bounds(ArgumentRuleOptions rule, string path)
    {
        if (rule.Minimum > rule.Maximum)
        {
            yield return $"{path}:Minimum is {RuleText.Of(rule.Minimum.Value)}, above Maximum, {RuleText.Of(rule.Maximum.Value)}: every call would be refused.";
        }

        if (rule.AskAbove >= rule.Maximum)
        {
            yield return $"{path}:AskAbove is {RuleText.Of(rule.AskAbove.Value)}, and Maximum is {RuleText.Of(rule.Maximum.Value)}: " +
                "nobody would ever be asked. Lower AskAbove, or remove it.";
        }

        if (rule.MinLength > rule.MaxLength)
        {
            yield return $"{path}:MinLength is {rule.MinLength}, above MaxLength, {rule.MaxLength}: every call would be refused.";
        }

        (string Name, int? Value)[] counts =
            [(nameof(rule.MinLength), rule.MinLength), (nameof(rule.MaxLength), rule.MaxLength), (nameof(rule.MaxItems), rule.MaxItems)];
        foreach (var (name, value) in counts.Where(count => count.Value < 0))
        {
            yield return $"{path}:{name} is {value}; use 0 or more.";
        }
    }

    private static IEnumerable<string> OneOf(IDictionary<string, Access> values, string path)
    {
        foreach (var (value, access) in values)
        {
            if (!Enum.IsDefined(access))
            {
                yield return $"{path}:{value} is '{(int)access}'; use Deny, Ask or Allow.";
            }

            if (value is "*")
            {
                yield return $"{path}:* would be the value *: what is not listed is refused. List the values, or use Pattern.";
            }
        }

        if (values.Count > 0 && values.Values.All(access => access == Access.Deny))
        {
            yield return $"{path} allows no value: what is not listed is refused too. List the values that are allowed, or deny the tool.";
        }
    }

    private IEnumerable<string> Pattern(string pattern, string path)
    {
        // By itself first: a|b)|(c would be sound between the brackets that make it the whole text, and mean another thing.
        var problems = compiler.Problems(RuleDefinitions.Part(pattern)).ToArray();
        return (problems.Length > 0 ? problems : compiler.Problems(RuleDefinitions.Whole(pattern)))
            .Select(problem => $"{path} is '{pattern}': {problem.Message}");
    }
}
