using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Policy;

/// <summary>What an operator has configured is changed by code at most: an object in its place would take his word back without a sign.</summary>
public sealed class ReplacedEntryTests
{
    private const string Settings = """
        { "McpSecurity": { "AnonymousRole": "guest", "Tools": { "purge": { "Access": "Deny" } }, "Roles": { "guest": { "Tools": { "*": "Allow" } } } } }
        """;

    private readonly Ran _ran = new();

    public static TheoryData<string, Action<McpSecurityOptions>> Replacements => new()
    {
        { "McpSecurity:Tools:purge", options => options.Tools["purge"] = new ToolOptions() },
        { "McpSecurity:Tools:purge", options => options.Tools["purge"] = new ToolOptions().Preview((_, _) => new("all of it")) },
        { "McpSecurity:Tools:purge", options => options.Tools.Remove("purge") },
        { "McpSecurity:Tools:purge", options => options.Tools.Clear() },
        { "McpSecurity:Roles:guest", options => options.Roles["guest"] = new RoleOptions() },
    };

    [Theory]
    [MemberData(nameof(Replacements))]
    public async Task Code_that_replaces_an_entry_of_the_configuration_stops_the_start(string path, Action<McpSecurityOptions> replaces)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(replaces));

        Assert.Contains($"{path} is configured, and code puts another object in its place or removes it", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_changes_the_entry_leaves_the_rest_of_it()
    {
        await using var session = await StartAsync(options =>
        {
            options.Tool("purge").Preview((_, _) => new("all of it"));
            options.Roles["guest"].Prompts["*"] = Access.Allow;
            options.Tools["other"] = new ToolOptions();
        });
        await using var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync("purge", "{}");

        Assert.Empty(_ran.Entries);
        Assert.StartsWith("-32602: Unknown tool", answer.Error(), StringComparison.Ordinal);
    }

    private Task<Session> StartAsync(Action<McpSecurityOptions> configure) => Session.StartAsync(
        server => server.WithTools([Given.Tool("purge", _ran), Given.Tool("other", _ran)]).AddMcpSecurity(configure), new SessionSetup { Settings = Settings });
}
