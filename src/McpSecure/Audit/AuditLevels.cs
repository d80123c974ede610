using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace McpSecure.Audit;

/// <summary>How much is kept of which call: what the tool says, or else the server, and at least what a role of the caller says.</summary>
internal sealed class AuditLevels(IOptions<McpSecurityOptions> options)
{
    private readonly AuditLevel _level = options.Value.Audit.Level;
    private readonly FrozenDictionary<string, AuditLevel> _tools = options.Value.Tools
        .Where(static tool => tool.Value.AuditLevel is not null)
        .ToFrozenDictionary(static tool => tool.Key, static tool => tool.Value.AuditLevel!.Value, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, AuditLevel> _roles = options.Value.Roles
        .Where(static role => role.Value.AuditLevel is not null)
        .ToFrozenDictionary(static role => role.Key, static role => role.Value.AuditLevel!.Value, StringComparer.Ordinal);

    /// <summary>The level for one message.</summary>
    public AuditLevel Of(AuditRecord record)
    {
        var level = record.Kind == PrimitiveKind.Tool && _tools.TryGetValue(record.Target!, out var ofTool) ? ofTool : _level;
        if (_roles.Count > 0)
        {
            for (var index = 0; index < record.Caller.Roles.Count; index++)
            {
                level = _roles.TryGetValue(record.Caller.Roles[index], out var ofRole) && ofRole > level ? ofRole : level;
            }
        }

        return level;
    }
}
