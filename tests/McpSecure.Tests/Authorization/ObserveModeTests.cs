using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Authorization;

/// <summary>Observe on a running server.</summary>
public sealed class ObserveModeTests
{
    private readonly Ran _ran = new();
    private readonly FakeTime _time = new(new DateTimeOffset(2026, 12, 24, 23, 59, 0, TimeSpan.Zero));

    [Fact]
    public async Task What_would_be_refused_passes_and_is_recorded_until_the_last_day_is_over()
    {
        await using var session = await StartAsync(Given.User("ada", "reader"));
        var peer = await session.ConnectRawAsync();

        var listed = await peer.RequestAsync("tools/list");
        await peer.CallToolAsync("purge", """{"path":"a"}""");
        _time.Advance(TimeSpan.FromMinutes(1));
        var hidden = await peer.RequestAsync("tools/list");
        var refused = await peer.CallToolAsync("purge", """{"path":"b"}""");
        await session.FinishAsync();

        Assert.Equal(2, listed.Result().GetProperty("tools").GetArrayLength());
        Assert.Equal(0, hidden.Result().GetProperty("tools").GetArrayLength());
        Assert.Equal(["purge(a)"], _ran.Entries);
        Assert.Equal("-32602: Unknown tool: 'purge'", refused.Error());
        var observed = Assert.Single(session.Logs.From("McpSecure"), entry => entry["Observed"] is true);
        Assert.Equal(("completed", "McpSecurity:Roles:reader:Tools:purge"), (observed["Outcome"], observed["DecidedBy"]));
    }

    [Fact]
    public async Task Structure_arguments_and_the_authors_ceilings_enforce()
    {
        await using var session = await StartAsync(Given.User("ada", "reader"));
        var peer = await session.ConnectRawAsync();

        var twice = await peer.CallToolAsync("purge", """{"path":"a","PATH":"b"}""");
        var extra = await peer.CallToolAsync("purge", """{"path":"a","extra":"b"}""");
        var approval = await peer.CallToolAsync("approve");
        var manager = await peer.CallToolAsync("manage");

        Assert.Contains("invalid_request", twice.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("invalid_arguments", extra.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("approval_required", approval.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("-32602: Unknown tool: 'manage'", manager.Error());
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task Identity_enforces()
    {
        await using var session = await StartAsync(user: null);
        var peer = await session.ConnectRawAsync();

        var refused = await peer.CallToolAsync("purge", """{"path":"a"}""");

        Assert.Equal("-32602: Unknown tool: 'purge'", refused.Error());
        Assert.Empty(_ran.Entries);
    }

    private Task<Session> StartAsync(System.Security.Claims.ClaimsPrincipal? user) => Session.StartAsync(
        server => server.AddMcpSecurity().WithTools(
        [
            Given.PathTool("purge", _ran),
            Given.Tool("approve", [RequiresApproval] () => _ran.Note("approve")),
            Given.Tool("manage", [RequireRole("manager")] () => _ran.Note("manage")),
        ]),
        new SessionSetup
        {
            Hosted = true,
            Settings = Written.Settings("""
                "Mode": "Observe", "ObserveUntil": "2026-12-24", "Roles": { "reader": { "Tools": { "purge": "Deny" } } }
                """),
            Services = services => services.AddSingleton<TimeProvider>(_time),
            User = _ => user,
        });
}
