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

        options.Configured =
        [
            .. Entries(nameof(McpSecurityOptions.Tools), options.Tools),
            .. Entries(nameof(McpSecurityOptions.Roles), options.Roles),
            .. Entries(nameof(McpSecurityOptions.Paths), options.Paths),
            .. Entries(nameof(McpSecurityOptions.Egress), options.Egress),
        ];
    }

    /// <summary>What the operator has said something about. Code that puts another object in its place would take his word back, and nobody would be told.</summary>
    private IEnumerable<(string Path, Func<bool> IsKept)> Entries<T>(string name, IDictionary<string, T> entries)
        where T : class =>
        from configured in source.Checked.GetSection(name).GetChildren()
        where entries.ContainsKey(configured.Key)
        let bound = entries[configured.Key]
        select (configured.Path, new Func<bool>(() => entries.TryGetValue(configured.Key, out var now) && ReferenceEquals(now, bound)));

    private static void Keep<T>(IConfigurationSection section, Func<IDictionary<string, T>> entries)
        where T : new()
    {
        foreach (var entry in section.GetChildren())
        {
            entries().TryAdd(entry.Key, new T());
        }
    }
}
