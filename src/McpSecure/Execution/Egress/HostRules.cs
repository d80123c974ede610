using System.Collections.Frozen;

namespace McpSecure.Execution.Egress;

/// <summary>Which hosts may be reached. The most exact entry decides; without one, none may.</summary>
internal sealed class HostRules
{
    private const string Everything = "*";
    private const string Below = "*.";

    private readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> _below;
    private readonly bool _others;

    public HostRules(IEnumerable<KeyValuePair<string, bool>> hosts)
    {
        var exact = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        var below = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, isAllowed) in hosts)
        {
            if (key is Everything)
            {
                _others = isAllowed;
                continue;
            }

            var entries = key.StartsWith(Below, StringComparison.Ordinal) ? below : exact;
            var name = NameOf(key)!;
            entries[name] = isAllowed && entries.GetValueOrDefault(name, defaultValue: true); // two spellings of one host: a no counts
        }

        _exact = exact.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _below = below.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether a key means a host, those below one, or all.</summary>
    public static bool IsKey(string key) => key is Everything || NameOf(key) is not null;

    /// <summary>What an entry says about exactly this host; <see langword="null"/> for nothing.</summary>
    public bool? Exactly(string host) => _exact.TryGetValue(host, out var isAllowed) ? isAllowed : null;

    public bool Allow(string host)
    {
        if (_exact.TryGetValue(host, out var isAllowed))
        {
            return isAllowed;
        }

        // Label by label: api.example.com lies below example.com, and notexample.com does not.
        var rest = host.AsSpan();
        while (rest.IndexOf('.') is >= 0 and var dot)
        {
            rest = rest[(dot + 1)..];
            if (_below.TryGetValue(rest, out isAllowed))
            {
                return isAllowed;
            }
        }

        return _others;
    }

    private static string? NameOf(string key)
    {
        var isBelow = key.StartsWith(Below, StringComparison.Ordinal);
        var name = HostName.Of(isBelow ? key[Below.Length..] : key);
        return name is null || name.Contains('*', StringComparison.Ordinal) || (isBelow && Uri.CheckHostName(name) != UriHostNameType.Dns) ? null : name;
    }
}
