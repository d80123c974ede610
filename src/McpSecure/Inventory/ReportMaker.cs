using McpSecure.Calls;
using McpSecure.Policy;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Inventory;

/// <summary>Makes the half of the report that needs no journal: what the server has, and who may use it.</summary>
internal sealed class ReportMaker(AccessPolicy policy, Definitions definitions, Column column, IOptions<McpSecurityOptions> options, IOptions<McpServerOptions> server, TimeProvider time)
{
    public McpSecurityReport Make()
    {
        var (set, serves) = (options.Value, server.Value);
        var handlers = serves.Handlers;
        return new McpSecurityReport
        {
            Created = time.GetUtcNow(),
            Server = serves.ServerInfo is { } info ? $"{info.Name} {info.Version}" : null,
            Mode = set.Mode,
            ObserveUntil = set.ObserveUntil,
            IsObserving = policy.IsObserving(),
            IsZeroConfiguration = policy.IsZeroConfiguration,
            Limits = LimitTable.Of(set.Limits),
            AuditLevel = set.Audit.Level,
            HasOtherNames = handlers.CallToolHandler is not null || handlers.GetPromptHandler is not null || handlers.ReadResourceHandler is not null,
            Roles = policy.IsZeroConfiguration
                ? [new ReportedRole { Name = string.Empty, IsLocal = true }]
                : [.. set.Roles.OrderBy(role => role.Key, StringComparer.Ordinal).Select(role => Role(role.Key, role.Value))],
            Primitives = [.. Primitives(serves)],
        };
    }

    private ReportedRole Role(string name, RoleOptions role) => new()
    {
        Name = name,
        Inherits = role.Inherits,
        IsLocal = string.Equals(name, options.Value.LocalRole, StringComparison.Ordinal),
        IsAnonymous = string.Equals(name, options.Value.AnonymousRole, StringComparison.Ordinal),
        Members = [.. role.Members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Value.Claim} = {member.Value.Value}")],
        Resources = [.. role.Resources.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => new ReportedResourceRule(rule.Key, rule.Value.Uri ?? string.Empty, rule.Value.Access))],
        Limits = LimitTable.Of(role.Limits),
    };

    private IEnumerable<ReportedPrimitive> Primitives(McpServerOptions serves)
    {
        (IMcpServerPrimitive? Primitive, ReportedPrimitive Reported)[] all =
        [
            .. (serves.ToolCollection?.ToArray() ?? []).Select(tool => ((IMcpServerPrimitive?)tool, definitions.Of(tool))),
            .. (serves.PromptCollection?.ToArray() ?? []).Select(prompt => ((IMcpServerPrimitive?)prompt, definitions.Of(prompt))),
            .. (serves.ResourceCollection?.ToArray() ?? []).Select(resource => ((IMcpServerPrimitive?)resource, definitions.Of(resource))),
            .. Unregistered(serves).Select(name => ((IMcpServerPrimitive?)null, definitions.Of(name.Kind, name.Name))),
        ];
        return all.OrderBy(one => one.Reported.Kind).ThenBy(one => one.Reported.Name, StringComparer.Ordinal)
            .Select(one => one.Reported with { Grants = column.Of(one.Reported.Kind, one.Reported.Name, one.Primitive) });
    }

    /// <summary>What the policy names and the server does not hold: code of the application may serve it.</summary>
    private IEnumerable<(PrimitiveKind Kind, string Name)> Unregistered(McpServerOptions serves)
    {
        var roles = options.Value.Roles.Values;
        IEnumerable<(PrimitiveKind Kind, string Name)> named =
        [
            .. roles.SelectMany(role => role.Tools.Keys).Concat(options.Value.Tools.Keys).Select(name => (PrimitiveKind.Tool, name)),
            .. roles.SelectMany(role => role.Prompts.Keys).Select(name => (PrimitiveKind.Prompt, name)),
        ];
        return named.Distinct().Where(one => !one.Name.EndsWith(NameRules.Wildcard) && ServerPrimitives.Find(serves, one.Kind, one.Name) is null);
    }
}
