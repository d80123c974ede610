namespace McpSecure.Tests.Arguments.Rules;

/// <summary>Across a caller's roles the widest wins; across layers the tightest.</summary>
public sealed class RoleRulesTests
{
    private const string OfTool = "McpSecurity:Tools:refund:Arguments:amount:";
    private const string OfRoles = "McpSecurity:Tools:refund:Roles:";

    private static readonly Judged Desk = new("""
        "Roles": {
          "clerk": { "Tools": { "refund": "Allow" } },
          "senior": { "Inherits": "clerk" },
          "trainee": { "Inherits": "clerk", "Tools": { "refund": "Ask" } },
          "manager": { "Tools": { "*": "Allow" } },
          "auditor": { "Tools": { "read": "Allow" } },
          "asker": { "Tools": { "refund": "Ask" } }
        },
        "Tools": {
          "refund": {
            "Arguments": { "amount": { "Maximum": 5000 } },
            "Roles": {
              "clerk": { "Arguments": { "amount": { "Maximum": 100, "AskAbove": 50 } } },
              "senior": { "Arguments": { "amount": { "Maximum": 1000 } } },
              "auditor": { "Arguments": { "amount": { "Maximum": 1 } } }
            }
          }
        }
        """);

    [Theory]
    [InlineData("50", "Allow", "McpSecurity:Roles:clerk:Tools:refund", "clerk")]
    [InlineData("50.01", "Ask", OfRoles + "clerk:Arguments:amount:AskAbove", "clerk")]
    [InlineData("101", "Deny", OfRoles + "clerk:Arguments:amount:Maximum", "clerk")]
    [InlineData("5001", "Deny", OfTool + "Maximum", "clerk")]
    public void The_rules_of_the_tool_and_of_the_role_both_hold(string amount, string access, string decidedBy, params string[] roles) =>
        AssertDecision(amount, access, decidedBy, roles);

    [Theory]
    [InlineData("5000", "Allow", "McpSecurity:Roles:manager:Tools:*", "manager")]
    [InlineData("5001", "Deny", OfTool + "Maximum", "manager")]
    [InlineData("5000", "Allow", "McpSecurity:Roles:manager:Tools:*", "clerk", "manager")] // a role without rules has no bound of its own
    [InlineData("5000", "Allow", "McpSecurity:Roles:manager:Tools:*", "manager", "clerk")]
    [InlineData("60", "Allow", "McpSecurity:Roles:manager:Tools:*", "clerk", "manager")]
    [InlineData("5001", "Deny", OfTool + "Maximum", "manager", "clerk")]
    public void Of_several_roles_the_widest_counts(string amount, string access, string decidedBy, params string[] roles) =>
        AssertDecision(amount, access, decidedBy, roles);

    [Theory]
    [InlineData("500", "Deny", OfRoles + "clerk:Arguments:amount:Maximum", "clerk", "auditor")] // rules of a role that does not grant it
    [InlineData("2", "Allow", "McpSecurity:Roles:clerk:Tools:refund", "clerk", "auditor")] // take nothing away either
    [InlineData("500", "Deny", OfRoles + "clerk:Arguments:amount:Maximum", "clerk", "nobody")]
    [InlineData("500", "Deny", OfRoles + "clerk:Arguments:amount:Maximum", "clerk", "Manager")]
    public void A_role_that_does_not_grant_the_tool_does_not_count(string amount, string access, string decidedBy, params string[] roles) =>
        AssertDecision(amount, access, decidedBy, roles);

    [Theory]
    [InlineData("500", "Ask", "McpSecurity:Roles:asker:Tools:refund", "clerk", "asker")] // beyond the clerk's rules only the asker is left
    [InlineData("500", "Ask", "McpSecurity:Roles:asker:Tools:refund", "asker", "clerk")]
    [InlineData("20", "Allow", "McpSecurity:Roles:clerk:Tools:refund", "asker", "clerk")]
    public void A_role_whose_rules_are_broken_lends_its_grant_to_no_other(string amount, string access, string decidedBy, params string[] roles) =>
        AssertDecision(amount, access, decidedBy, roles);

    [Theory]
    [InlineData("1000", "Allow", "McpSecurity:Roles:clerk:Tools:refund", "senior")] // its own rule in place of the inherited one, AskAbove included
    [InlineData("1001", "Deny", OfRoles + "senior:Arguments:amount:Maximum", "senior")]
    [InlineData("101", "Deny", OfRoles + "clerk:Arguments:amount:Maximum", "trainee")] // inherited with the role
    [InlineData("10", "Ask", "McpSecurity:Roles:trainee:Tools:refund", "trainee")]
    public void A_role_inherits_rules_and_its_own_come_in_their_place(string amount, string access, string decidedBy, params string[] roles) =>
        AssertDecision(amount, access, decidedBy, roles);

    [Fact]
    public void Without_roles_the_rules_of_the_tool_hold_for_the_local_person()
    {
        var judged = new Judged(""" "Tools": { "refund": { "Arguments": { "amount": { "Maximum": 10 } } } } """);

        Assert.Equal(Access.Allow, judged.Of("""{"amount":10}""").Access);
        Assert.Equal((Access.Deny, OfTool + "Maximum"), judged.Of("""{"amount":11}"""));
    }

    [Fact]
    public void The_name_of_a_tool_binds_in_every_case()
    {
        var judged = new Judged("", configure: options =>
        {
            options.Tool("REFUND").Arguments["amount"] = new ArgumentRuleOptions { Maximum = 10 };
            options.Tool("Refund").Arguments["amount"] = new ArgumentRuleOptions { Minimum = 5 };
        });

        Assert.Equal(Access.Allow, judged.Of("""{"amount":7}""").Access);
        Assert.Equal(Access.Deny, judged.Of("""{"amount":11}""").Access);
        Assert.Equal(Access.Deny, judged.Of("""{"amount":4}""").Access);
    }

    private static void AssertDecision(string amount, string access, string decidedBy, string[] roles)
    {
        var (decided, by) = Desk.Of($$"""{"amount":{{amount}}}""", roles);

        Assert.Equal((access, decidedBy), (decided.ToString(), by));
    }
}
