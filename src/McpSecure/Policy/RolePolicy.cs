namespace McpSecure.Policy;

/// <summary>One role with what it inherits: its own entries first, then its parent's, and so on.</summary>
internal sealed class RolePolicy
{
    private readonly NameRules[] _tools;
    private readonly NameRules[] _prompts;
    private readonly ResourceRules[] _resources;

    public RolePolicy(string name, IDictionary<string, RoleOptions> roles)
    {
        Name = name;
        var chain = Chain(name, roles).ToArray();
        _tools = [.. chain.Select(role => new NameRules(roles[role].Tools, $"{Path(role)}:Tools")).Where(rules => !rules.IsEmpty)];
        _prompts = [.. chain.Select(role => new NameRules(roles[role].Prompts, $"{Path(role)}:Prompts")).Where(rules => !rules.IsEmpty)];
        _resources = [.. chain.Select(role => new ResourceRules(roles[role].Resources, $"{Path(role)}:Resources")).Where(rules => !rules.IsEmpty)];
    }

    public string Name { get; }

    /// <summary>Whether the role says anything about a kind, so that its callers may reach the list.</summary>
    public bool SpeaksOf(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Tool => _tools.Length > 0,
        PrimitiveKind.Prompt => _prompts.Length > 0,
        _ => _resources.Length > 0,
    };

    public AccessRule? FindTool(string name, out bool byWildcard) => Find(_tools, name, out byWildcard);

    public AccessRule? FindPrompt(string name, out bool byWildcard) => Find(_prompts, name, out byWildcard);

    public AccessRule? FindResource(string uri)
    {
        foreach (var level in _resources)
        {
            if (level.Find(uri) is { } rule)
            {
                return rule;
            }
        }

        return null;
    }

    public AccessRule? FindTemplate(string template)
    {
        var variable = template.IndexOf('{', StringComparison.Ordinal);
        var start = variable < 0 ? template : template.AsSpan(0, variable);
        foreach (var level in _resources)
        {
            if (level.FindForTemplate(start) is { } rule)
            {
                return rule;
            }
        }

        return null;
    }

    private static AccessRule? Find(NameRules[] levels, string name, out bool byWildcard)
    {
        foreach (var level in levels)
        {
            if (level.Find(name, out byWildcard) is { } rule)
            {
                return rule;
            }
        }

        byWildcard = false;
        return null;
    }

    internal static IEnumerable<string> Chain(string name, IDictionary<string, RoleOptions> roles)
    {
        for (string? next = name; next is not null; next = roles[next].Inherits)
        {
            yield return next;
        }
    }

    private static string Path(string role) => $"{McpSecurityOptions.SectionName}:Roles:{role}";
}
