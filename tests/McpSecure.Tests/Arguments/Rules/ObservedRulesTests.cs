using McpSecure.Tests.Attacks;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Arguments.Rules;

/// <summary>Observe lets pass what configured rules would refuse, recorded as such; what code requires and what asks enforce.</summary>
public sealed class ObservedRulesTests
{
    private const string Observing = """
        "Mode": "Observe", "ObserveUntil": "2026-12-24",
        "Roles": { "clerk": { "Tools": { "refund": "Allow" } }, "guest": {} },
        "Tools": {
          "refund": {
            "Arguments": { "amount": { "Maximum": 5000, "AskAbove": 1000 } },
            "Roles": { "clerk": { "Arguments": { "amount": { "Maximum": 100 } } } }
          }
        }
        """;

    private readonly Ran _ran = new();
    private readonly FakeTime _time = new(new DateTimeOffset(2026, 12, 24, 23, 59, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("101", "McpSecurity:Tools:refund:Roles:clerk:Arguments:amount:Maximum", "clerk")]
    [InlineData("\"1\"", "McpSecurity:Tools:refund:Arguments:amount:Maximum", "clerk")]
    [InlineData("1", "no role grants it", "guest")]
    [InlineData("\"1\"", "no role grants it", "guest")] // what objected first
    public async Task What_would_be_refused_passes_and_is_recorded_until_the_last_day_is_over(string amount, string decidedBy, string role)
    {
        await using var session = await StartAsync(role);
        var peer = await session.ConnectRawAsync();

        var passed = await peer.CallToolAsync("refund", $$"""{"amount":{{amount}}}""");
        _time.Advance(TimeSpan.FromMinutes(1));
        await peer.CallToolAsync("refund", $$"""{"amount":{{amount}}}""");
        await session.FinishAsync();

        Assert.False(passed.IsToolError());
        Assert.Single(_ran.Entries);
        var observed = Assert.Single(session.Logs.From("McpSecure"), entry => entry["Observed"] is true);
        Assert.Equal(("completed", decidedBy), (observed["Outcome"], observed["DecidedBy"]));
    }

    [Theory]
    [InlineData("1001")] // beyond the clerk's bound, which is observed, and where a person has to agree, which is not
    [InlineData("4999")]
    public async Task What_asks_still_asks(string amount)
    {
        await using var session = await StartAsync("clerk");

        var asked = await (await session.ConnectRawAsync()).CallToolAsync("refund", $$"""{"amount":{{amount}}}""");

        Assert.Contains("approval_required", asked.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task What_code_requires_is_required()
    {
        await using var session = await StartAsync("clerk", options => options.Tool("refund").Require("never", (_, _) => false));

        var refused = await (await session.ConnectRawAsync()).CallToolAsync("refund", """{"amount":1}""");

        Assert.Contains("invalid_arguments", refused.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    private Task<Session> StartAsync(string role, Action<McpSecurityOptions>? configure = null) => Target.StartAsync(
        server => server.AddMcpSecurity(configure).WithTools([Given.Tool("refund", (System.Text.Json.JsonElement amount) => _ran.Note(amount.ToString()))]),
        services => services.AddSingleton<TimeProvider>(_time),
        Written.Settings(Observing),
        hosted: true,
        Given.User("carl", role));
}
