namespace McpSecure.Policy;

/// <summary>What one role itself says about resources: of the rules that fit, the strictest counts.</summary>
internal sealed class ResourceRules
{
    private readonly (ResourcePattern Pattern, AccessRule Rule)[] _rules;

    public ResourceRules(IDictionary<string, ResourceRuleOptions> entries, string path) => _rules =
    [
        .. entries.Select(entry => (new ResourcePattern(entry.Value.Uri!), new AccessRule(entry.Value.Access, $"{path}:{entry.Key}"))),
    ];

    public bool IsEmpty => _rules.Length == 0;

    /// <summary>The rule for a decoded URI, or <see langword="null"/> if this role does not speak of it.</summary>
    /// <remarks>
    /// Only an exact match grants. A match in another case restricts: the SDK finds resources whatever their case, so a stricter rule
    /// must not be escaped by shouting, nor end up with the wider rule of an inherited role.
    /// </remarks>
    public AccessRule? Find(string uri)
    {
        AccessRule? strictest = null;
        var isNamed = false;
        foreach (var (pattern, rule) in _rules)
        {
            if (!pattern.MatchesInAnyCase(uri))
            {
                continue;
            }

            var matches = pattern.Matches(uri);
            isNamed |= matches;
            if ((matches || rule.Access < Access.Allow) && (strictest is null || rule.Access < strictest.Access))
            {
                strictest = rule;
            }
        }

        return isNamed || strictest is null ? strictest : strictest with { Access = Access.Deny };
    }

    /// <summary>The rule for a URI template: what its readers may have at best, unless a denial covers all of it.</summary>
    public AccessRule? FindForTemplate(ReadOnlySpan<char> templateStart)
    {
        AccessRule? widest = null;
        foreach (var (pattern, rule) in _rules)
        {
            if (rule.Access == Access.Deny)
            {
                if (pattern.CoversTemplate(templateStart))
                {
                    return rule;
                }
            }
            else if (pattern.MayMatchTemplate(templateStart) && (widest is null || rule.Access > widest.Access))
            {
                widest = rule;
            }
        }

        return widest;
    }
}
