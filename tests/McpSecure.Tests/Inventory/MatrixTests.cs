using McpSecure.Tests.Alerts.Simulation;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Inventory;

/// <summary>The report says what requests meet, whatever is configured: a reviewer who is shown less than there is signs for what he has not seen.</summary>
public sealed class MatrixTests : IDisposable
{
    private static readonly string[] Roles = ["clerk", "guest", "manager"];
    private static readonly string[] Names = ["made", "named", "orders_list", "orders_wipe", "owned", "signed"];
    private static readonly string[] Keys = [.. Names, "*", "orders_*", "Named", "o*"];

    private readonly Reviewed _reviewed = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task It_is_what_the_policy_explains_and_what_callers_are_listed(int seed)
    {
        await using var session = await _reviewed.StartAsync(Policy(new Dice(seed)), Serve);
        var (report, policy) = (Reviewed.Of(session).Create(), session.Services.GetRequiredService<IMcpSecurityPolicy>());
        var peer = await session.ConnectRawAsync();

        Assert.Equal(Roles, report.Roles.Select(role => role.Name));
        Assert.Equal(Names, report.Primitives.Where(primitive => primitive is { IsRegistered: true, Kind: PrimitiveKind.Tool }).Select(primitive => primitive.Name));
        Assert.Contains(report.Primitives, primitive => primitive.Kind == PrimitiveKind.Resource);
        foreach (var role in Roles)
        {
            _reviewed.User = Given.User("somebody", role);
            var listed = (await peer.RequestAsync("tools/list")).Result().GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!).ToArray();

            Assert.Equal(listed, Names.Where(name => Reviewed.Grant(report, name, role).Access > Access.Deny));
            Assert.All(report.Primitives, primitive =>
            {
                var (grant, explained) = (Reviewed.Grant(report, primitive.Name, role), policy.Explain([role], primitive.Kind, primitive.Name));
                Assert.Equal(
                    (explained.Access, explained.DecidedBy, explained.Observed, explained.HasArgumentRules),
                    (grant.Access, grant.DecidedBy, grant.IsObserved, grant.HasArgumentRules));
                Assert.True(grant.IsGranted || grant.Access == Access.Deny || grant.IsObserved, primitive.Name);
            });
        }
    }

    /// <summary>A caller in one role gets nothing of a tool whose author requires another. Somebody with both does: that must not look like nothing.</summary>
    [Fact]
    public async Task A_grant_that_needs_another_role_is_no_empty_cell()
    {
        await using var session = await _reviewed.StartAsync(""" "Roles": { "clerk": { "Tools": { "owned": "Allow" } }, "manager": {} } """, Serve);

        var report = Reviewed.Of(session).Create();
        var grant = Reviewed.Grant(report, "owned", "clerk");

        Assert.Equal((Access.Deny, Access.Allow, true), (grant.Access, grant.WithRequiredRoles, grant.IsGranted));
        Assert.Equal(["manager"], Reviewed.Row(report, "owned").RequiredRoles);
        Assert.Contains(report.UnusedGrants, unused => unused is { Name: "owned", Role: "clerk" });
        Assert.Contains("Deny (Allow with the roles that its author requires)", Reviewed.Of(session).ToMarkdown(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_roles_there_is_the_local_person()
    {
        await using var session = await _reviewed.StartAsync(""" "UnknownTools": "Refuse" """, Serve);

        var report = Reviewed.Of(session).Create();

        Assert.True(report.IsZeroConfiguration);
        Assert.Equal((Access.Allow, Access.Ask, Access.Deny), (Reviewed.Grant(report, "named", "").Access, Reviewed.Grant(report, "orders_wipe", "").Access, Reviewed.Grant(report, "made", "").Access));
        Assert.Contains("No roles are configured", Reviewed.Of(session).ToMarkdown(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_let_in_without_authentication_and_what_is_not_enforced_is_said_first()
    {
        await using var session = await _reviewed.StartAsync(
            """ "Mode": "Observe", "ObserveUntil": "2026-08-02", "AnonymousRole": "guest", "Roles": { "guest": { "Tools": { "named": "Allow" } } } """, Serve);

        var report = Reviewed.Of(session).Create();
        var page = Reviewed.Of(session).ToMarkdown(report);

        Assert.True(report.IsObserving);
        Assert.Equal((true, false), (Reviewed.Grant(report, "signed", "guest").IsObserved, Reviewed.Grant(report, "signed", "guest").IsGranted));
        Assert.InRange(page.IndexOf("NOTHING OF THIS IS ENFORCED", StringComparison.Ordinal), 0, 300);
        Assert.InRange(page.IndexOf("Everyone who reaches the server, without authentication, is in the role `guest`", StringComparison.Ordinal), 0, 600);
        Assert.Contains("observed: no role grants it", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_nothing_has_a_report()
    {
        await using var session = await _reviewed.StartAsync(""" "Roles": { "guest": {} } """, _ => { });

        var report = Reviewed.Of(session).Create();

        Assert.Empty(report.Primitives);
        Assert.Contains("## Tools\n\nNone.", Reviewed.Of(session).ToMarkdown(report), StringComparison.Ordinal);
    }

    public void Dispose() => _reviewed.Dispose();

    private void Serve(IMcpServerBuilder server) => server
        .WithTools([.. Given.ToolsOf(new Tools()), Given.Tool("orders_list", _reviewed.Ran), Given.Tool("named", (int amount) => _reviewed.Ran.Note($"{amount}")), Given.FunctionTool("made", _reviewed.Ran)])
        .WithPrompts([Given.Prompt("sum", _reviewed.Ran)])
        .WithResources([Given.Resource("docs://a", _reviewed.Ran), Given.Resource("docs://hr/{page}", (string page) => _reviewed.Ran.Note(page))]);

    private static string Policy(Dice dice)
    {
        var ceiling = dice.Is(0.5) ? $$""" "{{dice.Of(Names)}}": { "Access": "{{Any(dice)}}", "Roles": { "clerk": {} } }, """ : string.Empty;
        var mode = dice.Is(0.3) ? """ "Mode": "Observe", "ObserveUntil": "2026-08-02", """ : string.Empty;
        return $$"""
            "UnknownTools": "Warn", {{mode}}
            "Roles": { {{string.Join(',', Roles.Select((role, index) => $"\"{role}\": {Role(dice, index)}"))}} },
            "Tools": { {{ceiling}} "named": { "Arguments": { "amount": { "Maximum": 5 } } } }
            """;
    }

    private static string Role(Dice dice, int index)
    {
        var inherits = index > 0 && dice.Is(0.5) ? $"\"Inherits\": \"{Roles[index - 1]}\"," : string.Empty;
        var tools = Keys.Where(_ => dice.Is(0.3)).DistinctBy(key => key, StringComparer.OrdinalIgnoreCase).Select(key => $"\"{key}\": \"{Any(dice)}\"");
        var resources = dice.Is(0.6) ? $$""" "all": { "Uri": "docs://**", "Access": "{{Any(dice)}}" }, "hr": { "Uri": "docs://hr/**", "Access": "{{Any(dice)}}" } """ : string.Empty;
        return $$"""{ {{inherits}} "Tools": { {{string.Join(',', tools)}} }, "Prompts": { "s*": "{{Any(dice)}}" }, "Resources": { {{resources}} } }""";
    }

    private static Access Any(Dice dice) => dice.Of([Access.Deny, Access.Ask, Access.Allow, Access.Allow]);

    private sealed class Tools
    {
        [McpServerTool(Name = "orders_wipe", Destructive = true)]
        public static void Wipe()
        {
        }

        [McpServerTool(Name = "owned")]
        [RequireRole("manager")]
        public static void Owned()
        {
        }

        [McpServerTool(Name = "signed")]
        [RequiresApproval]
        public static void Signed()
        {
        }
    }
}
