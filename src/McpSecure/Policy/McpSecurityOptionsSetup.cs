using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace McpSecure.Policy;

/// <summary>Binds what <see cref="SectionCheck"/> found sound. Its errors are reported by the validator, with all the others.</summary>
internal sealed class McpSecurityOptionsSetup(PolicySource source) : IConfigureOptions<McpSecurityOptions>
{
    public void Configure(McpSecurityOptions options)
    {
        source.Checked.Bind(options);

        // An entry without a line has nothing to bind, and would be dropped.
        foreach (var role in source.Checked.GetSection(nameof(McpSecurityOptions.Roles)).GetChildren())
        {
            options.Roles.TryAdd(role.Key, new RoleOptions());
        }
    }
}
