namespace McpSecure.Benchmarks.Support;

/// <summary>The policy of a measured server: every role names every tool, so that the last one is as far away as it can be.</summary>
internal static class Policy
{
    public static void Fill(McpSecurityOptions options, Load load)
    {
        // Measured is what a call costs that may begin: a benchmark makes more of them than any caller may.
        options.Limits.CallsPerMinute = null;
        options.Limits.RefusalsPerMinute = null;
        options.Limits.ConcurrentCalls = load.ConcurrentCalls;
        options.LocalTransport = load.User is null;
        options.LocalRole = load.User is null ? Names.Role(load.Roles - 1) : null;
        for (var index = 0; index < load.Roles; index++)
        {
            options.Roles[Names.Role(index)] = Role(load.Tools);
        }

        load.Security?.Invoke(options);
    }

    private static RoleOptions Role(int tools)
    {
        var role = new RoleOptions();
        role.Tools[Names.Denied] = Access.Deny;
        role.Tools[Names.Asking] = Access.Ask;
        for (var index = 0; index < tools; index++)
        {
            role.Tools[Names.Tool(index)] = Access.Allow;
        }

        return role;
    }
}
