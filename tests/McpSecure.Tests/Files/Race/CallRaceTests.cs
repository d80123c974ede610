using System.Globalization;
using McpSecure.Files;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;
using Xunit.Abstractions;

namespace McpSecure.Tests.Files.Race;

/// <summary>
/// The same race through <c>tools/call</c>: a role has the directory that holds the two names, the guard looks at the path first, and the tool
/// uses it afterwards.
/// </summary>
public sealed class CallRaceTests(ITestOutputHelper output)
{
    // A call costs a hundred opens.
    private const int CallsOfEachKind = 500;

    [LinuxFact]
    public async Task A_role_that_has_a_directory_of_the_root_reaches_nothing_else_while_it_is_swapped()
    {
        using var arena = new Arena("drafts");
        await using var session = await StartAsync(arena);
        var peer = await session.ConnectRawAsync();
        var (done, refused) = (0, 0);
        for (var call = 0; call < Math.Max(CallsOfEachKind, Tries.Wanted / 4); call++)
        {
            var tool = (call % 4) switch { 0 => "read", 1 => "create", 2 => "write", _ => "delete" };
            var name = tool == "create" ? string.Create(CultureInfo.InvariantCulture, $"new{call}") : "f";
            var answer = await peer.CallToolAsync(tool, $$"""{"path":"drafts/d/{{name}}"}""");

            Assert.NotEqual("outside", answer.Text());
            Assert.False(arena.TakeDamage(), tool);
            _ = answer.IsToolError() ? refused++ : done++;
        }

        var swaps = arena.Stop();
        output.WriteLine($"{done + refused} calls, {swaps} swaps: 0 escaped, {done} done, {refused} refused");
        Assert.NotEqual(0, done);
        Assert.NotEqual(0, refused);
    }

    private Task<Session> StartAsync(Arena arena)
    {
        var tools = Given.ToolsOf(this);
        var narrowed = string.Join(",", tools.Select(tool => $$"""
            "{{tool.ProtocolTool.Name}}": { "Roles": { "editor": { "Paths": { "path": { "Under": "drafts" } } } } }
            """));
        return Session.StartAsync(
            server => server.WithTools(tools).AddMcpSecurity(),
            new SessionSetup
            {
                Settings = Written.Settings($$"""
                    "Roles": { "editor": { "Tools": { "*": "Allow" } } },
                    "Paths": { "docs": { "Root": "{{arena.Root}}", "Access": "ReadWrite" } },
                    "Tools": { {{narrowed}} }
                    """),
                Hosted = true,
                User = _ => Given.User("eva", "editor"),
            });
    }

    [McpServerTool(Name = "read")]
    private static string Read([ConfinedPath("docs")] string path, [FromKeyedServices("docs")] SecureRoot root) => root.ReadAllText(path);

    [McpServerTool(Name = "create")]
    private static string Create([ConfinedPath("docs", PathAccess.ReadWrite)] string path, [FromKeyedServices("docs")] SecureRoot root)
    {
        root.CreateNew(path).Dispose();
        return "created";
    }

    [McpServerTool(Name = "write")]
    private static string Write([ConfinedPath("docs", PathAccess.ReadWrite)] string path, [FromKeyedServices("docs")] SecureRoot root)
    {
        root.WriteAllTextAtomic(path, "inside");
        return "written";
    }

    [McpServerTool(Name = "delete")]
    private static string Delete([ConfinedPath("docs", PathAccess.ReadWrite)] string path, [FromKeyedServices("docs")] SecureRoot root)
    {
        root.Delete(path);
        return "deleted";
    }
}
