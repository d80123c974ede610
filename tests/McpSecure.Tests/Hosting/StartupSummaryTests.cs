using System.Globalization;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpSecure.Tests.Hosting;

/// <summary>What the operator reads once the server has started.</summary>
public sealed class StartupSummaryTests
{
    private readonly Ran _ran = new();

    [Fact]
    public async Task It_has_the_effective_access_of_each_role_to_each_tool()
    {
        var matrix = Assert.Single(await SummaryAsync(
            """
            "Roles": { "reader": { "Tools": { "read": "Allow" } }, "admin": { "Tools": { "*": "Allow" } } }, "Tools": { "wipe": { "Access": "Ask" } }
            """,
            "read", "wipe"), entry => entry.EventId.Id == 15);

        Assert.Equal(LogLevel.Information, matrix.Level);
        Assert.Equal(
            [
                "Access by role and tool:",
                "  admin read: Allow  (McpSecurity:Roles:admin:Tools:*)",
                "  admin wipe: Ask  (McpSecurity:Tools:wipe:Access)",
                "  reader read: Allow  (McpSecurity:Roles:reader:Tools:read)",
                "  reader wipe: Deny  (no role grants it)",
            ],
            matrix.Message.Split(Environment.NewLine));
    }

    [Fact]
    public async Task It_says_where_rules_take_away_from_a_grant_call_by_call()
    {
        var summary = await SummaryAsync(
            """
            "Roles": { "clerk": { "Tools": { "*": "Allow" } }, "senior": { "Inherits": "clerk" }, "boss": { "Tools": { "pay": "Allow" } } },
            "Tools": { "pay": { "Roles": { "clerk": { "Arguments": { "amount": { "Maximum": 1 } } } } }, "read": { "Arguments": { "path": { "MaxLength": 9 } } } }
            """,
            [Given.Tool("pay", (int amount) => _ran.Note("pay")), Given.Tool("read", (string? path = null) => _ran.Note("read"))]);

        Assert.Equal(
            [
                "Access by role and tool:",
                "  boss pay: Allow  (McpSecurity:Roles:boss:Tools:pay)",
                "  boss read: Deny  (no role grants it)",
                "  clerk pay: Allow  (McpSecurity:Roles:clerk:Tools:*), by the rules for its arguments",
                "  clerk read: Allow  (McpSecurity:Roles:clerk:Tools:*), by the rules for its arguments",
                "  senior pay: Allow  (McpSecurity:Roles:clerk:Tools:*), by the rules for its arguments",
                "  senior read: Allow  (McpSecurity:Roles:clerk:Tools:*), by the rules for its arguments",
            ],
            Assert.Single(summary, entry => entry.EventId.Id == 15).Message.Split(Environment.NewLine));
        Assert.StartsWith(
            "McpSecurity:Tools:read:Arguments:path:MaxLength makes callers send 'path': ",
            Assert.Single(summary, entry => entry.EventId.Id == 10).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50, false)]
    [InlineData(51, true)]
    public async Task Above_fifty_tools_it_is_one_line_a_role_and_the_matrix_at_Debug(int count, bool isShort)
    {
        var tools = Enumerable.Range(1, count).Select(number => $"tool_{number.ToString(CultureInfo.InvariantCulture)}").ToArray();

        var summary = await SummaryAsync(""" "Roles": { "a": { "Tools": { "*": "Allow", "tool_1": "Ask", "tool_2": "Deny" } } } """, tools);

        Assert.Equal(isShort ? LogLevel.Debug : LogLevel.Information, Assert.Single(summary, entry => entry.EventId.Id == 15).Level);
        var lines = summary.Where(entry => entry.EventId.Id == 14).Select(entry => (entry.Level, entry.Message.Split(Environment.NewLine)[1]));
        Assert.Equal(isShort ? [(LogLevel.Information, $"  a: {count - 2} allowed, 1 to ask, 1 denied")] : [], lines);
    }

    [Fact]
    public async Task It_says_where_code_has_the_last_word()
    {
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity(options => options.AnonymousRole = "b"),
            new SessionSetup { Hosted = true, Settings = """{ "McpSecurity": { "AnonymousRole": "a", "Roles": { "a": {}, "b": {} } } }""" });

        var values = Assert.Single(session.Logs.Entries, entry => entry is { Category: "McpSecure", EventId.Id: 13 });

        Assert.Equal(["Policy values and where they come from:", "  McpSecurity:AnonymousRole = b  (code)"], values.Message.Split(Environment.NewLine));
    }

    [Fact]
    public async Task It_names_the_provider_of_each_value()
    {
        var origins = Assert.Single(
            await SummaryAsync(""" "Roles": { "reader": { "Tools": { "read": "Allow" } } } """, "read"), entry => entry.EventId.Id == 13);

        Assert.Contains(
            "  McpSecurity:Roles:reader:Tools:read = Allow  (JsonStreamConfigurationProvider)", origins.Message.Split(Environment.NewLine));
    }

    [Fact]
    public async Task It_names_them_without_roles_too()
    {
        var origins = Assert.Single(await SummaryAsync(""" "Tools": { "read": { "Access": "Deny" } } """, "read"), entry => entry.EventId.Id == 13);

        Assert.Contains("McpSecurity:Tools:read:Access = Deny", origins.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_names_none_where_there_is_none() =>
        Assert.DoesNotContain(await SummaryAsync("", "read"), entry => entry.EventId.Id == 13);

    [Fact]
    public async Task It_warns_as_long_as_nothing_is_enforced()
    {
        var warning = Assert.Single(
            await SummaryAsync(""" "Mode": "Observe", "ObserveUntil": "2026-12-24", "Roles": { "reader": {} } """, "read"), entry => entry.EventId.Id == 11);

        Assert.Equal((LogLevel.Warning, "2026-12-24"), (warning.Level, warning["Day"]));
    }

    [Fact]
    public async Task It_warns_of_names_that_may_still_turn_up()
    {
        var warning = Assert.Single(
            await SummaryAsync(""" "UnknownTools": "Warn", "Roles": { "reader": { "Tools": { "red": "Allow" } } } """, "read"), entry => entry.EventId.Id == 10);

        Assert.Equal(
            "McpSecurity:Roles:reader:Tools:red names a tool this server does not have. Did you mean read? It may turn up in a handler or at run time.",
            warning.Message);
    }

    [Fact]
    public async Task Without_roles_it_shows_lines_to_paste_that_work()
    {
        var warning = Assert.Single(await SummaryAsync("", "read"), entry => entry.EventId.Id == 12);
        var example = Assert.IsType<string>(warning["Example"]);

        Assert.Equal(LogLevel.Warning, warning.Level);
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity(options => options.LocalTransport = true).WithTools([Given.Tool("read", _ran)]),
            new SessionSetup { Hosted = true, Settings = $"{{{example}}}" });
        await (await session.ConnectRawAsync()).CallToolAsync("read");
        Assert.Equal(["read"], _ran.Entries);
    }

    private Task<IReadOnlyList<LogEntry>> SummaryAsync(string section, params string[] tools) =>
        SummaryAsync(section, [.. tools.Select(tool => Given.Tool(tool, _ran))]);

    private static async Task<IReadOnlyList<LogEntry>> SummaryAsync(string section, ModelContextProtocol.Server.McpServerTool[] tools)
    {
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity().WithTools(tools),
            new SessionSetup { Hosted = true, Settings = Written.Settings(section) });
        return session.Logs.From("McpSecure");
    }
}
