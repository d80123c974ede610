using McpSecure.Calls;
using McpSecure.Policy;
using McpSecure.Policy.Rules;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Inventory;

/// <summary>What each role may do with one primitive. It asks what answers <see cref="IMcpSecurityPolicy.Explain"/>, and has no opinion of its own.</summary>
internal sealed class Column(AccessPolicy access, IMcpSecurityPolicy review, ArgumentRules rules, IOptions<McpSecurityOptions> options)
{
    private static readonly Caller Local = new() { IsLocal = true };

    public ReportedGrant[] Of(PrimitiveKind kind, string name, IMcpServerPrimitive? primitive)
    {
        var facts = PrimitiveFacts.Of(primitive);
        var asked = name;
        var isReadable = !ResourceUri.Names(kind) || ResourceUri.TryDecode(name, out asked);
        if (access.IsZeroConfiguration)
        {
            return [OfLocalPerson(kind, isReadable ? asked : name, primitive, facts)];
        }

        string[] required = [.. facts.RequiredRoles.SelectMany(attribute => attribute.Roles).Distinct(StringComparer.Ordinal)];
        return
        [
            .. access.Roles.Select(role => Of(kind, name, role.Name, required) with
            {
                IsGranted = isReadable && access.GrantOf(role.Name, kind, asked, facts).DecidedBy is not null,
            }),
        ];
    }

    private ReportedGrant Of(PrimitiveKind kind, string name, string role, string[] required)
    {
        var decision = review.Explain([role], kind, name);
        return new ReportedGrant
        {
            Role = role,
            Access = decision.Access,
            DecidedBy = decision.DecidedBy,
            IsObserved = decision.Observed,
            HasArgumentRules = decision.HasArgumentRules,
            WithRequiredRoles = required.Length == 0 ? decision.Access : review.Explain([role, .. required], kind, name).Access,
            AuditLevel = LevelOf(kind, name, role),
        };
    }

    private ReportedGrant OfLocalPerson(PrimitiveKind kind, string asked, IMcpServerPrimitive? primitive, PrimitiveFacts facts)
    {
        var decision = access.Decide(kind, asked, Local, facts);
        return new ReportedGrant
        {
            Role = string.Empty,
            Access = decision.Access,
            DecidedBy = decision.DecidedBy,
            IsGranted = decision.Access > Access.Deny,
            HasArgumentRules = primitive is McpServerTool tool && rules.Apply(tool, []),
            WithRequiredRoles = decision.Access,
            AuditLevel = LevelOf(kind, asked, role: null),
        };
    }

    /// <summary>As the audit decides for one call: what the tool says, or else the server, and at least what the role says.</summary>
    private AuditLevel LevelOf(PrimitiveKind kind, string name, string? role)
    {
        var level = kind == PrimitiveKind.Tool && options.Value.Tools.TryGetValue(name, out var tool) && tool.AuditLevel is { } own ? own : options.Value.Audit.Level;
        return role is not null && options.Value.Roles.TryGetValue(role, out var set) && set.AuditLevel is { } least && least > level ? least : level;
    }
}
