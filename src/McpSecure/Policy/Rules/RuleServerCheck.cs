using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;

namespace McpSecure.Policy.Rules;

/// <summary>Compares the argument rules with the arguments that the server's tools have.</summary>
internal static class RuleServerCheck
{
    private const string Section = McpSecurityOptions.SectionName;

    /// <summary>The rules that stop the start: about an argument that the tool does not have, or that can never have such a value.</summary>
    public static IEnumerable<string> Errors(McpServerOptions server, McpSecurityOptions options) =>
    [
        .. Rules(server, options).SelectMany(Errors),
        .. from tool in options.Tools
           let registered = Registered(server, tool.Key)
           where registered is not null
           let schema = SchemaView.Of(registered.ProtocolTool.InputSchema)
           from requirement in tool.Value.Requirements()
           from name in requirement.Reads
           where schema.Step(name) is null
           select $"The rule '{requirement.Name}' for '{tool.Key}' reads an argument that it does not have: {name}.{Suggestion.For(name, schema.Names)}",
    ];

    /// <summary>The rules about something that a schema does not describe. A misspelt name there refuses every call.</summary>
    public static IEnumerable<string> Warnings(McpServerOptions server, McpSecurityOptions options) =>
        from rule in Rules(server, options)
        where Find(rule, out _)?.IsOpaque == true
        select $"{rule.Path} is about something that the schema of '{rule.Tool}' does not describe: a misspelt name would refuse every call.";

    private static IEnumerable<Found> Rules(McpServerOptions server, McpSecurityOptions options) =>
        from tool in options.Tools
        let registered = Registered(server, tool.Key)
        where registered is not null
        let schema = SchemaView.Of(registered.ProtocolTool.InputSchema)
        from rule in Sections(tool.Key, tool.Value)
        where ArgumentPath.TryParse(rule.Key, out _)
        select new Found(tool.Key, $"{rule.Section}:{rule.Key}", ArgumentPath.TryParse(rule.Key, out var path) ? path : null!, rule.Options, schema);

    private static McpServerTool? Registered(McpServerOptions server, string name) =>
        server.ToolCollection is { } tools && tools.TryGetPrimitive(name, out var tool) ? tool : null;

    private static IEnumerable<(string Section, string Key, ArgumentRuleOptions Options)> Sections(string name, ToolOptions tool) =>
    [
        .. tool.Arguments.Select(rule => ($"{Section}:Tools:{name}:Arguments", rule.Key, rule.Value)),
        .. from role in tool.Roles
           from rule in role.Value.Arguments
           select ($"{Section}:Tools:{name}:Roles:{role.Key}:Arguments", rule.Key, rule.Value),
    ];

    private static IEnumerable<string> Errors(Found rule)
    {
        if (Find(rule, out var missing) is not { } argument)
        {
            return [missing];
        }

        return argument.IsOpaque ? [] : [.. Misfits(rule, argument), .. Bounds(rule, argument), .. Values(rule, argument)];
    }

    private static SchemaView? Find(Found rule, out string missing)
    {
        missing = string.Empty;
        var view = rule.Schema;
        foreach (var step in rule.Argument.Steps)
        {
            if (view.Step(step) is not { } next)
            {
                missing = step is null
                    ? $"{rule.Path} goes into the elements of something that is no list in '{rule.Tool}'."
                    : $"{rule.Path} names an argument that '{rule.Tool}' does not have: {step}.{Hint(view, step)}";
                return null;
            }

            view = next;
        }

        return view;
    }

    private static string Hint(SchemaView view, string name) =>
        view.Types.Contains("array") && view.Step(null)?.Step(name) is not null ? $" The elements of a list have it: write [*].{name}." : Suggestion.For(name, view.Names);

    /// <summary>Lines that no value of the argument could keep.</summary>
    private static IEnumerable<string> Misfits(Found rule, SchemaView argument)
    {
        var options = rule.Options;
        (string Name, object? Value, string Kind, string[] Types)[] lines =
        [
            (nameof(options.Pattern), options.Pattern, "texts", ["string"]),
            (nameof(options.MinLength), options.MinLength, "texts", ["string"]),
            (nameof(options.MaxLength), options.MaxLength, "texts", ["string"]),
            (nameof(options.Minimum), options.Minimum, "numbers", ["number", "integer"]),
            (nameof(options.Maximum), options.Maximum, "numbers", ["number", "integer"]),
            (nameof(options.AskAbove), options.AskAbove, "numbers", ["number", "integer"]),
            (nameof(options.MaxItems), options.MaxItems, "lists", ["array"]),
        ];
        return lines.Where(line => line.Value is not null && !argument.Types.Overlaps(line.Types)).Select(line =>
            $"{rule.Path}:{line.Name} is for {line.Kind}, and the argument is {Kinds(argument)}: every call would be refused.");
    }

    private static IEnumerable<string> Bounds(Found rule, SchemaView argument)
    {
        if (rule.Options.Minimum > argument.Most)
        {
            yield return $"{rule.Path}:Minimum is {Text(rule.Options.Minimum)}, and the schema allows at most {Text(argument.Most)}: every call would be refused.";
        }

        if (rule.Options.Maximum < argument.Least)
        {
            yield return $"{rule.Path}:Maximum is {Text(rule.Options.Maximum)}, and the schema allows at least {Text(argument.Least)}: every call would be refused.";
        }
    }

    private static string Text(decimal? bound) => bound?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    private static IEnumerable<string> Values(Found rule, SchemaView argument)
    {
        var single = rule.Options.EqualTo is { } only ? new[] { ($"{rule.Path}:{RuleDefinitions.EqualsKey} is '{only}'", only) } : [];
        var several = rule.Options.OneOf.Keys.Select(value => ($"{rule.Path}:{nameof(rule.Options.OneOf)} has '{value}'", value));
        return
            from line in single.Concat(several)
            where !CanBe(argument, line.Item2)
            select $"{line.Item1}, which the argument cannot be: it is {Kinds(argument)}{Known(argument, line.Item2)}";
    }

    private static bool CanBe(SchemaView argument, string text)
    {
        var isOfType = RuleText.Readings(text).Where(value => argument.Types.Contains(TypeOf(value))
            || (TypeOf(value) is "number" && argument.Types.Contains("integer"))).ToArray();
        return argument.Values is { } values
            ? Array.Exists(isOfType, value => values.Any(known => JsonNode.DeepEquals(JsonNode.Parse(known.GetRawText()), value)))
            : isOfType.Length > 0;
    }

    private static string Known(SchemaView argument, string text) => argument.Values is { } values
        ? $", one of {string.Join(", ", values.Take(10))}." +
            Suggestion.For(text, values.Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!))
        : ".";

    private static string TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Number => "number",
        JsonValueKind.String => "string",
        _ => "boolean",
    };

    private static string Kinds(SchemaView argument) => string.Join(" or ", argument.Types.Where(type => type is not "null").Order(StringComparer.Ordinal));

    /// <summary>One rule for one argument of a tool that the server has.</summary>
    private sealed record Found(string Tool, string Path, ArgumentPath Argument, ArgumentRuleOptions Options, SchemaView Schema);
}
