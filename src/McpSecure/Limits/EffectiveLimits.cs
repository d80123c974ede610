using System.Collections.Frozen;
using McpSecure.Calls;
using McpSecure.Policy;
using Microsoft.Extensions.Options;

namespace McpSecure.Limits;

/// <summary>What each call is held to: everybody's limits, the widest among the caller's roles, and the tool's own; of these three the tightest.</summary>
/// <remarks>Compiled once; asking allocates nothing. Immutable and thread-safe.</remarks>
internal sealed class EffectiveLimits
{
    private readonly CallLimits _everybody;
    private readonly FrozenDictionary<string, CallLimits> _roles;
    private readonly FrozenDictionary<string, CallLimits> _tools;
    private readonly bool _isSame;

    public EffectiveLimits(IOptions<McpSecurityOptions> options)
    {
        var value = options.Value;
        _everybody = CallLimits.Of([value.Limits]);
        _roles = value.Roles.Keys.ToFrozenDictionary(name => name, name => OfRole(name, value.Roles).Within(_everybody), StringComparer.Ordinal);
        _isSame = _roles.Values.All(limits => limits == _everybody);
        _tools = value.Tools
            .Select(tool => (Name: tool.Key, Limits: CallLimits.Of([tool.Value.Limits])))
            .Where(tool => tool.Limits != CallLimits.None)
            .ToFrozenDictionary(tool => tool.Name, tool => tool.Limits, StringComparer.Ordinal);
    }

    /// <summary>Gets what single tools are held to whoever calls them, by name. Those of which nothing is set are left out.</summary>
    public IReadOnlyDictionary<string, CallLimits> Tools => _tools;

    /// <summary>What all calls of a caller are held to.</summary>
    public CallLimits Of(Caller caller)
    {
        if (_isSame)
        {
            return _everybody;
        }

        CallLimits? widest = null;
        for (var index = 0; index < caller.Roles.Count; index++)
        {
            if (_roles.TryGetValue(caller.Roles[index], out var limits))
            {
                widest = widest?.Or(limits) ?? limits;
            }
        }

        return widest ?? _everybody;
    }

    /// <summary>What one call of a caller is held to.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="tool">The name of the tool; <see langword="null"/> for what is no tool.</param>
    public CallLimits Of(Caller caller, string? tool) =>
        tool is not null && _tools.TryGetValue(tool, out var limits) ? limits.Within(Of(caller)) : Of(caller);

    /// <summary>What a call is held to.</summary>
    public CallLimits Of(Call call) => Of(call.Caller, call.Kind == PrimitiveKind.Tool ? call.Name : null);

    /// <summary>What a role says itself, or else what it inherits.</summary>
    private static CallLimits OfRole(string name, IDictionary<string, RoleOptions> roles) =>
        CallLimits.Of([.. RolePolicy.Chain(name, roles).Select(role => roles[role].Limits)]);
}
