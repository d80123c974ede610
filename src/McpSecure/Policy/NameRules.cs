using System.Collections.Frozen;

namespace McpSecure.Policy;

/// <summary>What one role itself says about tools or prompts: an exact name beats the longest prefix, which beats <c>*</c>.</summary>
internal sealed class NameRules
{
    public const char Wildcard = '*';

    private readonly FrozenDictionary<string, AccessRule> _exact;
    private readonly FrozenDictionary<string, AccessRule> _denied;
    private readonly KeyValuePair<string, AccessRule>[] _prefixes;

    public NameRules(IDictionary<string, Access> entries, string path)
    {
        var rules = entries.ToDictionary(entry => entry.Key, entry => new AccessRule(entry.Value, $"{path}:{entry.Key}"), StringComparer.Ordinal);
        var isPrefix = rules.ToLookup(rule => rule.Key.EndsWith(Wildcard));
        _exact = isPrefix[false].ToFrozenDictionary(StringComparer.Ordinal);

        // A name in the wrong case grants nothing; what it takes away is taken away from every spelling.
        _denied = isPrefix[false].Where(rule => rule.Value.Access == Access.Deny)
            .DistinctBy(rule => rule.Key, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _prefixes =
        [
            .. isPrefix[true].Select(rule => KeyValuePair.Create(rule.Key[..^1], rule.Value))
                .OrderByDescending(rule => rule.Key.Length)
                .ThenBy(rule => rule.Value.Access),
        ];
    }

    public bool IsEmpty => _exact.Count == 0 && _prefixes.Length == 0;

    /// <summary>The rule for a name, or <see langword="null"/> if this role does not speak of it.</summary>
    public AccessRule? Find(string name, out bool byWildcard)
    {
        byWildcard = false;
        if (_exact.TryGetValue(name, out var rule) || _denied.TryGetValue(name, out rule))
        {
            return rule;
        }

        foreach (var (prefix, prefixRule) in _prefixes)
        {
            var comparison = prefixRule.Access == Access.Deny ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            if (name.StartsWith(prefix, comparison))
            {
                byWildcard = true;
                return prefixRule;
            }
        }

        return null;
    }
}
