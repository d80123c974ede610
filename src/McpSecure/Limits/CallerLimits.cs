using System.Collections.Frozen;
using McpSecure.Policy;
using Microsoft.Extensions.Options;

namespace McpSecure.Limits;

/// <summary>What each caller is held to: the widest limit among his roles, and never more than the one for everybody.</summary>
internal sealed class CallerLimits
{
    private readonly Limit _everybody;
    private readonly FrozenDictionary<string, Limit> _roles;
    private readonly bool _isSame;

    public CallerLimits(IOptions<McpSecurityOptions> options)
    {
        var value = options.Value;
        _everybody = Limit.Of(value.Limits);
        _roles = value.Roles.Keys.ToFrozenDictionary(name => name, name => OfRole(name, value.Roles).Within(_everybody), StringComparer.Ordinal);
        _isSame = _roles.Values.All(limit => limit == _everybody);
    }

    public Limit Of(Caller caller)
    {
        if (_isSame)
        {
            return _everybody;
        }

        Limit? widest = null;
        for (var index = 0; index < caller.Roles.Count; index++)
        {
            if (_roles.TryGetValue(caller.Roles[index], out var limit))
            {
                widest = widest?.Or(limit) ?? limit;
            }
        }

        return widest ?? _everybody;
    }

    /// <summary>What a role says itself, or else what it inherits.</summary>
    private static Limit OfRole(string name, IDictionary<string, RoleOptions> roles)
    {
        var chain = RolePolicy.Chain(name, roles).Select(role => roles[role].Limits).ToArray();
        return Limit.Of(new LimitsOptions
        {
            CallsPerMinute = chain.Select(limits => limits.CallsPerMinute).FirstOrDefault(value => value is not null),
            ConcurrentCalls = chain.Select(limits => limits.ConcurrentCalls).FirstOrDefault(value => value is not null),
        });
    }
}
