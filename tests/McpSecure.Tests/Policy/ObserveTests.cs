using McpSecure.Calls;
using McpSecure.Policy;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Policy;

/// <summary>Observe lets what role grants would refuse pass, recorded as such, until a date. Everything else enforces.</summary>
public sealed class ObserveTests
{
    private const string Observing = """
        "Mode": "Observe", "ObserveUntil": "2026-12-24",
        "Roles": { "reader": { "Tools": { "read": "Allow", "never": "Deny", "ask": "Ask" } } }, "Tools": { "capped": { "Access": "Ask" }, "off": { "Access": "Deny" } }
        """;

    private readonly FakeTime _time = new(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly AccessPolicy _policy;

    public ObserveTests() => _policy = Written.Policy(Observing, _time);

    [Theory]
    [InlineData("other", "no role grants it")]
    [InlineData("never", "McpSecurity:Roles:reader:Tools:never")]
    public void What_the_roles_would_refuse_passes_and_says_so(string tool, string decidedBy)
    {
        var decision = _policy.OnTool(tool, "reader");

        Assert.Equal(new AccessExplanation(Access.Allow, decidedBy) { Observed = true }, decision);
    }

    [Fact]
    public void What_a_role_grants_is_not_observed() => Assert.False(_policy.OnTool("read", "reader").Observed);

    [Fact]
    public void Approval_enforces() => Assert.Equal(Access.Ask, _policy.OnTool("ask", "reader").Access);

    [Theory]
    [InlineData("capped", Access.Ask, true)]
    [InlineData("off", Access.Deny, false)] // refused, so nothing passed
    public void A_ceiling_of_a_tool_enforces(string tool, Access expected, bool observed)
    {
        var decision = _policy.OnTool(tool, "reader");

        Assert.Equal((expected, observed), (decision.Access, decision.Observed));
        Assert.Equal($"McpSecurity:Tools:{tool}:Access", decision.DecidedBy);
    }

    [Fact]
    public void The_ceilings_of_the_author_enforce()
    {
        var manager = PrimitiveFacts.Of(Given.Tool("x", [RequireRole("manager")] () => "done"));
        var approval = PrimitiveFacts.Of(Given.Tool("x", [RequiresApproval] () => "done"));
        var destructive = PrimitiveFacts.Of(Given.Tool("x", () => "done", options => options.Destructive = true));

        Assert.Equal(new AccessExplanation(Access.Deny, "[RequireRole(manager)]"), _policy.On(PrimitiveKind.Tool, "x", manager, "reader"));
        Assert.Equal(Access.Ask, _policy.On(PrimitiveKind.Tool, "x", approval, "reader").Access);
        Assert.Equal(Access.Ask, _policy.On(PrimitiveKind.Tool, "x", destructive, "reader").Access);
    }

    [Theory]
    [InlineData()]
    [InlineData("nobody")]
    [InlineData("Reader")]
    public void A_caller_without_a_role_is_nobody_and_passes_nothing(params string[] roles) =>
        Assert.Equal(Access.Deny, _policy.OnTool("other", roles).Access);

    [Theory]
    [InlineData("2026-12-24T23:59:59.9999999+00:00", true)]
    [InlineData("2026-12-25T00:00:00+00:00", false)]
    [InlineData("2026-12-25T00:59:59+01:00", true)]   // still the 24th in UTC
    [InlineData("2026-12-24T23:30:00-01:00", false)]  // already the 25th
    [InlineData("2027-12-01T00:00:00+00:00", false)]
    public void The_last_day_ends_at_midnight_UTC(string now, bool passes)
    {
        _time.SetUtcNow(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(passes ? Access.Allow : Access.Deny, _policy.OnTool("other", "reader").Access);
        Assert.Equal(passes, _policy.MayHaveAny(PrimitiveKind.Prompt, new Caller { Roles = ["reader"] }));
    }

    [Fact]
    public void It_ends_while_the_server_runs()
    {
        Assert.True(_policy.OnTool("other", "reader").Observed);

        _time.Advance(TimeSpan.FromDays(24));

        Assert.Equal(new AccessExplanation(Access.Deny, "no role grants it"), _policy.OnTool("other", "reader"));
        Assert.Equal(Access.Allow, _policy.OnTool("read", "reader").Access);
    }

    [Fact]
    public void The_last_of_all_days_is_a_day()
    {
        var policy = Written.Policy(""" "Mode": "Observe", "ObserveUntil": "9999-12-31", "Roles": { "reader": {} } """, _time);

        Assert.True(policy.OnTool("other", "reader").Observed);
    }

    [Fact]
    public void A_date_without_the_mode_observes_nothing()
    {
        var policy = Written.Policy(""" "ObserveUntil": "2026-12-24", "Roles": { "reader": {} } """, _time);

        Assert.Equal(Access.Deny, policy.OnTool("other", "reader").Access);
    }

    [Fact]
    public void Nobody_is_let_into_a_server_without_roles()
    {
        var policy = Written.Policy(""" "Mode": "Observe", "ObserveUntil": "2026-12-24" """, _time);

        Assert.Equal(Access.Deny, policy.OnTool("other", "reader").Access);
    }
}
