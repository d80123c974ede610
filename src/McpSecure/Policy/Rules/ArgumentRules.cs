using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Policy.Rules;

/// <summary>What the operator and the application's own code allow of arguments, by tool. A name binds in every case: rules only take away.</summary>
internal sealed class ArgumentRules
{
    private const string Section = McpSecurityOptions.SectionName;

    private readonly FrozenDictionary<string, ToolRules> _tools;

    public ArgumentRules(IOptions<McpSecurityOptions> options, RuleCompiler compiler)
    {
        _tools = options.Value.Tools
            .Where(HasRules)
            .GroupBy(tool => tool.Key, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(tools => tools.Key, tools => Compile([.. tools], options.Value.Roles, compiler), StringComparer.OrdinalIgnoreCase);
    }

    public ToolRules? Find(string tool) => _tools.GetValueOrDefault(tool);

    /// <summary>Whether what some roles may do with a tool depends on the arguments.</summary>
    public bool Apply(McpServerTool tool, IEnumerable<string> roles) =>
        Find(tool.ProtocolTool.Name)?.For(tool) is { } rules
        && (rules.OfTool.Rules.Count > 0 || rules.Predicates.Count > 0 || roles.Any(rules.OfRoles.ContainsKey));

    /// <summary>What an operator may not expect of his rules.</summary>
    public IEnumerable<string> Notes(McpServerOptions server) =>
        from tool in server.ToolCollection ?? []
        let rules = Find(tool.ProtocolTool.Name)?.For(tool)
        where rules is not null
        from rule in rules.All
        where rule.DemandsSending
        select $"{rule.Definition.DecidedBy} makes callers send '{rule.Definition.Path.Text}': '{tool.ProtocolTool.Name}' does not require it, " +
            "and its schema declares no default that the rule allows.";

    private static bool HasRules(KeyValuePair<string, ToolOptions> tool) =>
        tool.Value.Arguments.Count > 0 || tool.Value.Requirements().Count > 0 || tool.Value.Roles.Values.Any(role => role.Arguments.Count > 0);

    private static ToolRules Compile(KeyValuePair<string, ToolOptions>[] tools, IDictionary<string, RoleOptions> roles, RuleCompiler compiler) => new(
        compiler,
        [.. tools.SelectMany(tool => RuleDefinitions.Of(tool.Value.Arguments, $"{Section}:Tools:{tool.Key}:Arguments"))],
        roles.Keys
            .Select(role => KeyValuePair.Create(role, tools.SelectMany(tool => OfRole(tool, RolePolicy.Chain(role, roles))).ToArray()))
            .Where(role => role.Value.Length > 0)
            .ToDictionary(StringComparer.Ordinal),
        [.. tools.SelectMany(tool => tool.Value.Requirements())]);

    /// <summary>A role's own rule for an argument comes in place of what it inherits about that argument.</summary>
    private static IEnumerable<RuleDefinition> OfRole(KeyValuePair<string, ToolOptions> tool, IEnumerable<string> chain)
    {
        var spokenOf = new HashSet<string>(StringComparer.Ordinal);
        foreach (var role in chain.Where(tool.Value.Roles.ContainsKey))
        {
            RuleDefinition[] own =
            [
                .. RuleDefinitions.Of(tool.Value.Roles[role].Arguments, $"{Section}:Tools:{tool.Key}:Roles:{role}:Arguments")
                    .Where(rule => !spokenOf.Contains(rule.Path.Text)),
            ];
            spokenOf.UnionWith(own.Select(rule => rule.Path.Text));
            foreach (var rule in own)
            {
                yield return rule;
            }
        }
    }
}
