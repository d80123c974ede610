using System.Collections.Frozen;
using McpSecure.Calls;
using Microsoft.Extensions.Options;

namespace McpSecure.Policy;

/// <summary>The checked options as a lookup: who may do what, and which setting says so.</summary>
/// <remarks>
/// <code>access = Min( author's ceiling , Tools:&lt;tool&gt;:Access , Max over the caller's roles )</code>
/// Roles add, layers restrict. Immutable and thread-safe.
/// </remarks>
internal sealed class AccessPolicy
{
    private readonly FrozenDictionary<string, RolePolicy> _roles;
    private readonly FrozenDictionary<string, AccessRule> _toolCeilings;
    private readonly TimeProvider _time;
    private readonly DateOnly? _lastObserved;

    public AccessPolicy(IOptions<McpSecurityOptions> options, TimeProvider time)
    {
        var value = options.Value;
        _time = time;
        _roles = value.Roles.Keys.ToFrozenDictionary(name => name, name => new RolePolicy(name, value.Roles), StringComparer.Ordinal);
        _toolCeilings = Ceilings(value);
        _lastObserved = value.Mode == SecurityMode.Observe ? value.ObserveUntil : null;
    }

    /// <summary>Gets a value indicating whether nothing was configured: the local person may use everything, nobody else anything.</summary>
    public bool IsZeroConfiguration => _roles.Count == 0;

    public IEnumerable<RolePolicy> Roles => _roles.Values.OrderBy(role => role.Name, StringComparer.Ordinal);

    public bool HasRole(string name) => _roles.ContainsKey(name);

    /// <summary>Whether the caller is somebody: in a role, or the local person of a server without roles.</summary>
    public bool IsKnown(Caller caller) => IsZeroConfiguration ? caller.IsLocal : caller.Roles.Any(HasRole);

    /// <summary>Whether the caller may have anything of a kind, so that its list is worth making.</summary>
    public bool MayHaveAny(PrimitiveKind kind, Caller caller)
    {
        if (IsZeroConfiguration)
        {
            return caller.IsLocal;
        }

        foreach (var role in caller.Roles)
        {
            if (_roles.TryGetValue(role, out var policy) && (policy.SpeaksOf(kind) || IsObserving()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Decides. The name of a resource is its decoded URI; that of a template, the template.</summary>
    public AccessExplanation Decide(PrimitiveKind kind, string name, Caller caller, PrimitiveFacts facts)
    {
        var granted = IsZeroConfiguration ? ZeroConfiguration(caller, kind, facts) : WidestGrant(kind, name, caller.Roles, facts);
        if (granted.Access == Access.Deny && IsObserving() && IsKnown(caller))
        {
            // Nobody named the tool to allow it: what its author declared destructive still asks.
            var access = kind == PrimitiveKind.Tool && facts.IsDestructive ? Access.Ask : Access.Allow;
            granted = new(access, granted.DecidedBy) { Observed = true };
        }

        return UnderAuthor(UnderTool(granted, kind, name), caller, facts);
    }

    /// <summary>What one role grants by itself, before any ceiling. <see langword="default"/> if it grants nothing.</summary>
    public AccessExplanation GrantOf(string role, PrimitiveKind kind, string name, PrimitiveFacts facts) =>
        _roles.TryGetValue(role, out var policy) && Grant(policy, kind, name, facts) is { } grant ? grant : default;

    private AccessExplanation WidestGrant(PrimitiveKind kind, string name, IReadOnlyList<string> roles, PrimitiveFacts facts)
    {
        var widest = new AccessExplanation(Access.Deny, "no role grants it");
        var isFirst = true;
        for (var index = 0; index < roles.Count && widest.Access < Access.Allow; index++)
        {
            if (_roles.TryGetValue(roles[index], out var role) && Grant(role, kind, name, facts) is { } grant
                && (isFirst || grant.Access > widest.Access))
            {
                widest = grant;
                isFirst = false;
            }
        }

        return widest;
    }

    private static AccessExplanation? Grant(RolePolicy role, PrimitiveKind kind, string name, PrimitiveFacts facts)
    {
        var byWildcard = false;
        var rule = kind switch
        {
            PrimitiveKind.Tool => role.FindTool(name, out byWildcard),
            PrimitiveKind.Prompt => role.FindPrompt(name, out byWildcard),
            PrimitiveKind.Resource or PrimitiveKind.Subscription => FindResource(role, name, facts.Address),
            PrimitiveKind.ResourceTemplate => role.FindTemplate(name),
            _ => null,
        };
        if (rule is null)
        {
            return null;
        }

        return kind == PrimitiveKind.Tool && byWildcard ? ByWildcard(rule, facts) : new(rule.Access, rule.DecidedBy);
    }

    /// <summary>What was asked for and what will be read both have to be granted; the stricter rule counts.</summary>
    private static AccessRule? FindResource(RolePolicy role, string uri, string? address)
    {
        var asked = role.FindResource(uri);
        if (asked is null || address is null || string.Equals(uri, address, StringComparison.Ordinal))
        {
            return asked;
        }

        var read = role.FindResource(address);
        return read is null || read.Access < asked.Access ? read : asked;
    }

    /// <summary>A wildcard is no decision about one tool: it neither grants what its author could not mark nor runs what he marked.</summary>
    private static AccessExplanation ByWildcard(AccessRule rule, PrimitiveFacts facts) => facts switch
    {
        { IsRegistered: false } => new(Access.Deny, $"{rule.DecidedBy} (the server has no such tool)"),
        { HasMetadata: false } => new(Access.Deny, $"{rule.DecidedBy} (a tool without attributes has to be named)"),
        { IsDestructive: true } when rule.Access == Access.Allow =>
            new(Access.Ask, $"{rule.DecidedBy} (declared destructive: name the tool to allow it)"),
        _ => new(rule.Access, rule.DecidedBy),
    };

    private static AccessExplanation ZeroConfiguration(Caller caller, PrimitiveKind kind, PrimitiveFacts facts)
    {
        const string Source = "zero configuration";
        if (!caller.IsLocal)
        {
            return new(Access.Deny, $"{Source}: no roles are configured, and the caller is not the local person");
        }

        return kind == PrimitiveKind.Tool ? ByWildcard(new(Access.Allow, Source), facts) : new(Access.Allow, Source);
    }

    private AccessExplanation UnderTool(AccessExplanation granted, PrimitiveKind kind, string name) =>
        kind == PrimitiveKind.Tool && _toolCeilings.TryGetValue(name, out var ceiling) && ceiling.Access < granted.Access
            ? new(ceiling.Access, ceiling.DecidedBy) { Observed = granted.Observed && ceiling.Access > Access.Deny }
            : granted;

    private static AccessExplanation UnderAuthor(AccessExplanation granted, Caller caller, PrimitiveFacts facts)
    {
        foreach (var required in facts.RequiredRoles)
        {
            if (granted.Access > Access.Deny && !IsInOneOf(required.Roles, caller))
            {
                return new(Access.Deny, $"[RequireRole({string.Join(", ", required.Roles)})]");
            }
        }

        return facts.RequiresApproval && granted.Access > Access.Ask
            ? granted with { Access = Access.Ask, DecidedBy = "[RequiresApproval]" }
            : granted;
    }

    // On its own: in the loop above the closure would be made for every decision, whether or not the author requires a role.
    private static bool IsInOneOf(IEnumerable<string> roles, Caller caller) =>
        roles.Any(role => caller.Roles.Contains(role, StringComparer.Ordinal));

    /// <summary>Whether role grants are only recorded today.</summary>
    public bool IsObserving() => _lastObserved is { } day && DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime) <= day;

    private static FrozenDictionary<string, AccessRule> Ceilings(McpSecurityOptions options) => options.Tools
        .Where(tool => tool.Value.Access is not null)
        .OrderBy(tool => tool.Value.Access)
        .DistinctBy(tool => tool.Key, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(
            tool => tool.Key,
            tool => new AccessRule(tool.Value.Access!.Value, $"{McpSecurityOptions.SectionName}:Tools:{tool.Key}:Access"),
            StringComparer.OrdinalIgnoreCase);
}
