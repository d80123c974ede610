using McpSecure.Execution;
using McpSecure.Policy.Egress;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace McpSecure.Policy;

/// <summary>Binds what <see cref="SectionCheck"/> found sound. Its errors are reported by the validator, with all the others.</summary>
internal sealed class McpSecurityOptionsSetup(PolicySource source, IEnumerable<EgressClient> clients) : IConfigureOptions<McpSecurityOptions>
{
    public void Configure(McpSecurityOptions options)
    {
        EgressClients.Configure(options, clients); // before: the operator knows better than the author what may be reached
        source.Checked.Bind(options);

        // An entry without a line has nothing to bind, and would be dropped.
        foreach (var role in source.Checked.GetSection(nameof(McpSecurityOptions.Roles)).GetChildren())
        {
            options.Roles.TryAdd(role.Key, new RoleOptions());
        }

        Keep<EgressOptions>(source.Checked.GetSection(nameof(McpSecurityOptions.Egress)), () => options.Egress);
        Keep(source.Checked.GetSection(nameof(McpSecurityOptions.Paths)), () => options.Paths);
        foreach (var name in source.Check.MistakenIn(nameof(McpSecurityOptions.Paths)))
        {
            options.Paths.TryAdd(name, new PathRootOptions()); // the mistake stops the start; that it is there need not be doubted as well
            options.Paths[name].IsMistaken = true;
        }

        Keep(source.Checked.GetSection($"{nameof(McpSecurityOptions.Audit)}:{nameof(AuditOptions.Alerts)}:{nameof(AlertOptions.Hours)}"), () => options.Audit.Alerts.Hours);
        foreach (var tool in source.Checked.GetSection(nameof(McpSecurityOptions.Tools)).GetChildren())
        {
            Keep(tool.GetSection(nameof(ToolOptions.Arguments)), () => options.Tool(tool.Key).Arguments);
            Keep(tool.GetSection(nameof(ToolOptions.Paths)), () => options.Tool(tool.Key).Paths);
            var roles = tool.GetSection(nameof(ToolOptions.Roles));
            Keep(roles, () => options.Tool(tool.Key).Roles);
            foreach (var role in roles.GetChildren())
            {
                Keep(role.GetSection(nameof(ToolRoleOptions.Arguments)), () => options.Tool(tool.Key).Roles[role.Key].Arguments);
                Keep(role.GetSection(nameof(ToolRoleOptions.Paths)), () => options.Tool(tool.Key).Roles[role.Key].Paths);
            }
        }
    }

    private static void Keep<T>(IConfigurationSection section, Func<IDictionary<string, T>> entries)
        where T : new()
    {
        foreach (var entry in section.GetChildren())
        {
            entries().TryAdd(entry.Key, new T());
        }
    }
}
