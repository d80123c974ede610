using McpSecure.Tests.Approvals;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Inventory;

/// <summary>What the journal of a real server says of the use of what its policy grants.</summary>
public sealed class UseTests : IDisposable
{
    private const string Policy = """
        "LocalRole": "clerk",
        "Roles": {
          "clerk": { "Tools": { "erase": "Ask", "read": "Allow", "silent": "Allow", "confirm": "Allow" } },
          "guest": { "Tools": { "r*": "Allow" } },
          "admin": { "Tools": { "*": "Allow" }, "Prompts": { "*": "Allow" }, "Resources": { "all": { "Uri": "docs://**", "Access": "Allow" } } }
        },
        "Tools": { "silent": { "AuditLevel": "None" } }
        """;

    private static readonly string[] Tools = ["read", "erase", "silent", "confirm", "rest"];

    private readonly Reviewed _reviewed = new();

    [Fact]
    public async Task It_counts_calls_refusals_and_callers_by_tool_and_by_role()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        await CallsAsync(peer, "read", "ann/clerk", "ann/clerk", "bob/clerk,guest", "carl/guest");
        await CallsAsync(peer, "erase", "carl/guest"); // refused: no role of his grants it

        var report = await ReportAsync(session, report => Reviewed.Row(report, "erase").Use!.Refusals == 1);

        var (all, clerk, guest, admin) = (Reviewed.Row(report, "read").Use!, Use(report, "read", "clerk"), Use(report, "read", "guest"), Use(report, "read", "admin"));
        Assert.Equal((4L, 3L, 2L, 0L), (all.Calls, clerk.Calls, guest.Calls, admin.Calls));
        Assert.Equal([("ann", 2L), ("bob", 1L), ("carl", 1L)], all.Callers.Select(caller => (caller.User!, caller.Calls)));
        Assert.Equal((0L, 1L), (Use(report, "erase", "clerk").Refusals, Use(report, "erase", "guest").Refusals));
        Assert.Equal(_reviewed.Time.GetUtcNow(), all.LastUse);
        Assert.True(report.Journal is { IsIntact: true, IsSigned: true, Problem: null });
    }

    /// <summary>The wildcards of two roles, as what they expand to.</summary>
    [Fact]
    public async Task What_no_caller_of_a_role_has_used_is_an_unused_grant()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        await CallsAsync(peer, "read", "carl/guest");
        await CallsAsync(peer, "confirm", "root/admin");

        var report = await ReportAsync(session, report => Use(report, "confirm", "admin").Calls == 1);

        Assert.Equal(
            ["confirm clerk", "erase admin", "erase clerk", "read admin", "read clerk", "rest admin", "rest guest", "sum admin", "docs://a admin"],
            report.UnusedGrants.Select(grant => $"{grant.Name} {grant.Role}"));
        Assert.DoesNotContain(report.UnusedGrants, grant => grant.Name == "silent");
    }

    /// <summary>Nothing is kept of it: that nobody used it would be a guess.</summary>
    [Fact]
    public async Task Of_what_is_not_kept_nothing_is_said()
    {
        await using var session = await StartAsync();
        await CallsAsync(await session.ConnectRawAsync(), "silent", "ann/clerk");

        var report = Reviewed.Of(session).Create();

        Assert.Null(Reviewed.Row(report, "silent").Use);
        Assert.Contains("Not known, because nothing is kept of it (`AuditLevel` `None`) or the server does not hold it: `silent`", Reviewed.Of(session).ToMarkdown(report), StringComparison.Ordinal);
    }

    /// <summary>A role that is recorded must not make a tool look as if nobody else could have used it.</summary>
    [Fact]
    public async Task Of_what_is_kept_for_one_role_only_the_rest_is_said_to_be_missing()
    {
        const string policy = """ "Roles": { "clerk": { "AuditLevel": "Full", "Tools": { "read": "Allow" } }, "guest": { "Tools": { "read": "Allow" } } }, "Tools": { "read": { "AuditLevel": "None" } } """;
        await using var session = await _reviewed.StartAsync(policy, server => server.WithTools([Given.Tool("read", _reviewed.Ran)]));
        var peer = await session.ConnectRawAsync();
        await CallsAsync(peer, "read", "ann/clerk", "carl/guest");

        var report = Reviewed.Of(session).Create();

        Assert.Equal(
            [("clerk", AuditLevel.Full, (long?)1), ("guest", AuditLevel.None, null)],
            Reviewed.Row(report, "read").Grants.Select(grant => (grant.Role, grant.AuditLevel, grant.Use?.Calls)));
        Assert.Empty(report.UnusedGrants);
        Assert.Contains("(in part not recorded) | 1 |", Reviewed.Of(session).ToMarkdown(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_waited_for_a_person_is_one_call_and_one_that_nobody_agreed_to_is_none()
    {
        _reviewed.User = Given.User("ann", "clerk");
        await using var session = await StartAsync();
        var visit = new Visit(session.ConnectRaw());
        const string Erase = """{"name":"erase","arguments":{}}""";

        Assert.Equal("ran", Visit.CodeOf(await visit.ComesBackAsync(Erase, await visit.AskedAsync(Erase))));
        await visit.ComesBackAsync(Erase, await visit.AskedAsync(Erase), """{"action":"decline"}""");
        await visit.AskedAsync(Erase); // and nobody comes back

        var report = await ReportAsync(session, report => Reviewed.Row(report, "erase").Use!.Refusals == 1);
        Assert.Equal((1L, 1L), (Reviewed.Row(report, "erase").Use!.Calls, Use(report, "erase", "clerk").Calls));
    }

    /// <summary>Each round has an intent of its own.</summary>
    [Fact]
    public async Task A_tool_that_asks_by_itself_in_three_rounds_is_called_once()
    {
        var desk = new Desk();
        await using var session = await desk.StartAsync(policy: $$""" "Audit": { {{_reviewed.JournalSection}} }, {{Desk.Policy}} """);
        var visit = new Visit(session.ConnectRaw());
        const string Confirm = """{"name":"confirm","arguments":{"what":"x"}}""";

        var state = await visit.AskedAsync(Confirm);
        await visit.ComesBackWithAsync(Confirm, state, """{"sure":{"action":"accept","content":{}}}""");

        Assert.Equal(1, Reviewed.Row(Reviewed.Of(session).Create(), "confirm").Use!.Calls);
    }

    [Fact]
    public async Task Only_the_period_counts_and_a_journal_that_does_not_reach_back_says_so()
    {
        var start = _reviewed.Time.GetUtcNow();
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        await CallsAsync(peer, "read", "ann/clerk");
        _reviewed.Time.Advance(TimeSpan.FromDays(30));
        await CallsAsync(peer, "read", "bob/clerk");

        var report = await ReportAsync(session, report => Reviewed.Row(report, "read").Use!.Calls == 1, start.AddDays(1));

        Assert.Equal(["bob"], Reviewed.Row(report, "read").Use!.Callers.Select(caller => caller.User!));
        Assert.DoesNotContain("does not reach back", Reviewed.Of(session).ToMarkdown(report), StringComparison.Ordinal);
        Assert.Contains("does not reach back to 2026-05-03", Reviewed.Of(session).ToMarkdown(Reviewed.Of(session).Create(start.AddDays(-90))), StringComparison.Ordinal);
    }

    /// <summary>Of a flood the first ten are kept, and the rest is a number without a tool.</summary>
    [Fact]
    public async Task Refusals_that_are_only_counted_are_told_apart()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();
        await CallsAsync(peer, "erase", [.. Enumerable.Repeat("carl/guest", 25)]);

        await session.FinishAsync(); // a refusal is counted once its answer is out
        _reviewed.Time.Advance(TimeSpan.FromMinutes(1));

        var report = await ReportAsync(session, report => report.Journal!.CountedRefusals > 0);

        Assert.Equal((10L, 15L), (Reviewed.Row(report, "erase").Use!.Refusals, report.Journal!.CountedRefusals));
    }

    [Fact]
    public async Task Who_was_not_authenticated_is_one_caller_without_a_name()
    {
        await using var session = await _reviewed.StartAsync(""" "AnonymousRole": "guest", "Roles": { "guest": { "Tools": { "read": "Allow" } } } """, Serve);
        var peer = await session.ConnectRawAsync();
        await peer.CallToolAsync("read");

        var use = Use(await ReportAsync(session, report => Use(report, "read", "guest").Calls == 1), "read", "guest");

        Assert.Equal([null], use.Callers.Select(caller => caller.User));
    }

    [Fact]
    public async Task Of_a_server_without_roles_the_local_person_is_the_one_who_used_it()
    {
        await using var session = await _reviewed.StartAsync(
            """ "UnknownTools": "Refuse" """, server => server.AddMcpSecurity(options => options.LocalTransport = true).WithTools([Given.Tool("read", _reviewed.Ran), Given.Tool("rest", _reviewed.Ran)]));
        var peer = await session.ConnectRawAsync();
        await peer.CallToolAsync("read");

        var report = await ReportAsync(session, report => Reviewed.Row(report, "read").Use!.Calls == 1);

        Assert.Equal((1L, "rest"), (Use(report, "read", "").Calls, Assert.Single(report.UnusedGrants).Name));
        Assert.Contains("| the local person |", Reviewed.Of(session).ToMarkdown(report), StringComparison.Ordinal);
    }

    /// <summary>What will be refused once it is enforced is not a use that is granted.</summary>
    [Fact]
    public async Task Calls_that_only_observing_let_pass_are_told_apart()
    {
        await using var session = await _reviewed.StartAsync(""" "Mode": "Observe", "ObserveUntil": "2026-08-02", "AnonymousRole": "guest", "Roles": { "guest": { "Tools": { "rest": "Allow" } } } """, Serve);
        var peer = await session.ConnectRawAsync();
        await peer.CallToolAsync("read");
        await peer.CallToolAsync("rest");

        var report = await ReportAsync(session, report => Reviewed.Row(report, "rest").Use!.Calls == 1);

        Assert.Equal((1L, 1L, 0L), (Use(report, "read", "guest").Calls, Use(report, "read", "guest").ObservedCalls, Use(report, "rest", "guest").ObservedCalls));
        Assert.DoesNotContain(report.UnusedGrants, grant => grant.Name is "read" or "rest");
    }

    public void Dispose() => _reviewed.Dispose();

    private static ReportedUse Use(McpSecurityReport report, string name, string role) => Reviewed.Grant(report, name, role).Use!;

    private static async Task<McpSecurityReport> ReportAsync(Session session, Func<McpSecurityReport, bool> isThere, DateTimeOffset? since = null)
    {
        McpSecurityReport? report = null;
        await Patience.UntilAsync(() => isThere(report = Reviewed.Of(session).Create(since)));
        return report!;
    }

    private async Task CallsAsync(RawPeer peer, string tool, params string[] callers)
    {
        foreach (var caller in callers.Select(text => text.Split('/')))
        {
            _reviewed.User = Given.User(caller[0], caller[1].Split(','));
            await peer.CallToolAsync(tool);
        }
    }

    private Task<Session> StartAsync() => _reviewed.StartAsync(Policy, Serve);

    private void Serve(IMcpServerBuilder server) => server
        .WithTools([.. Tools.Select(name => Given.Tool(name, _reviewed.Ran))])
        .WithPrompts([Given.Prompt("sum", _reviewed.Ran)])
        .WithResources([Given.Resource("docs://a", _reviewed.Ran)]);
}
