using McpSecure.Calls;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Policy;

/// <summary>access = Min( author's ceiling , Tools:&lt;tool&gt;:Access , Max over the caller's roles )</summary>
public sealed class WhoWinsTests
{
    [Theory]
    [InlineData("Deny", "Deny", Access.Deny)]
    [InlineData("Deny", "Ask", Access.Ask)]
    [InlineData("Ask", "Allow", Access.Allow)]
    [InlineData("Allow", "Deny", Access.Allow)]
    public void Across_the_roles_of_a_caller_the_widest_wins(string one, string other, Access expected)
    {
        var policy = Written.Policy($$"""
            "Roles": { "one": { "Tools": { "read": "{{one}}" } }, "other": { "Tools": { "read": "{{other}}" } } }
            """);

        Assert.Equal(expected, policy.OnTool("read", "one", "other").Access);
        Assert.Equal(expected, policy.OnTool("read", "other", "one").Access);
    }

    [Theory]
    [InlineData("Deny", "Allow", Access.Deny)]
    [InlineData("Deny", "Ask", Access.Deny)]
    [InlineData("Ask", "Allow", Access.Ask)]
    [InlineData("Ask", "Deny", Access.Deny)] // a ceiling grants nothing
    [InlineData("Allow", "Ask", Access.Ask)]
    [InlineData("Allow", "Deny", Access.Deny)]
    public void Across_layers_the_tightest_wins(string tool, string role, Access expected)
    {
        var policy = Written.Policy($$"""
            "Roles": { "reader": { "Tools": { "read": "{{role}}" } } }, "Tools": { "read": { "Access": "{{tool}}" } }
            """);

        Assert.Equal(expected, policy.OnTool("read", "reader").Access);
    }

    [Fact]
    public void A_ceiling_on_a_tool_grants_nothing_to_a_role_that_does_not_name_it()
    {
        var policy = Written.Policy("""
            "Roles": { "reader": { "Tools": { "other": "Allow" } } }, "Tools": { "read": { "Access": "Allow" } }
            """);

        Assert.Equal(Access.Deny, policy.OnTool("read", "reader").Access);
    }

    [Theory]
    [InlineData("orders_list", Access.Deny, "orders_list")]    // an exact name beats every prefix
    [InlineData("orders_item_get", Access.Ask, "orders_item_*")] // the longest prefix beats a shorter one
    [InlineData("orders_get", Access.Allow, "orders_*")]       // a prefix beats *
    [InlineData("orders_", Access.Allow, "orders_*")]          // nothing is a rest too
    [InlineData("order", Access.Ask, "*")]
    public void Within_a_role_the_most_exact_entry_wins(string tool, Access expected, string entry)
    {
        var policy = Written.Policy("""
            "Roles": { "clerk": { "Tools": { "*": "Ask", "orders_*": "Allow", "orders_item_*": "Ask", "orders_list": "Deny" } } }
            """);

        var decision = policy.OnTool(tool, "clerk");

        Assert.Equal(expected, decision.Access);
        Assert.Equal($"McpSecurity:Roles:clerk:Tools:{entry}", decision.DecidedBy);
    }

    [Theory]
    [InlineData("read", Access.Allow, "reader:Tools:read")]       // not named by the child: inherited
    [InlineData("write", Access.Ask, "editor:Tools:write")]       // the child's own entry overrides, stricter
    [InlineData("orders_x", Access.Allow, "editor:Tools:orders_*")] // ... and wider
    public void A_role_overrides_what_it_inherits(string tool, Access expected, string entry)
    {
        var policy = Written.Policy("""
            "Roles": {
              "reader": { "Tools": { "read": "Allow", "write": "Allow", "orders_x": "Deny" } },
              "editor": { "Inherits": "reader", "Tools": { "write": "Ask", "orders_*": "Allow" } }
            }
            """);

        var decision = policy.OnTool(tool, "editor");

        Assert.Equal(expected, decision.Access);
        Assert.Equal($"McpSecurity:Roles:{entry}", decision.DecidedBy);
    }

    [Fact]
    public void The_wildcard_of_a_role_overrides_even_an_exact_name_it_inherits()
    {
        var policy = Written.Policy("""
            "Roles": {
              "reader": { "Tools": { "read": "Allow", "purge": "Deny" } },
              "locked": { "Inherits": "reader", "Tools": { "*": "Deny" } },
              "open": { "Inherits": "reader", "Tools": { "*": "Allow" } }
            }
            """);

        Assert.Equal(Access.Deny, policy.OnTool("read", "locked").Access);
        Assert.Equal(Access.Allow, policy.OnTool("purge", "open").Access);
    }

    [Fact]
    public void A_grandparent_is_inherited_too_and_grants_nothing_to_its_children_back()
    {
        var policy = Written.Policy("""
            "Roles": {
              "a": { "Tools": { "read": "Allow" } },
              "b": { "Inherits": "a" },
              "c": { "Inherits": "b", "Tools": { "write": "Allow" } }
            }
            """);

        Assert.Equal(Access.Allow, policy.OnTool("read", "c").Access);
        Assert.Equal(Access.Deny, policy.OnTool("write", "a").Access);
    }

    [Fact]
    public void Prompts_follow_the_same_rules_and_do_not_grant_tools()
    {
        var policy = Written.Policy("""
            "Roles": { "reader": { "Prompts": { "*": "Allow", "sum_*": "Ask", "sum_up": "Deny" } } }
            """);

        Assert.Equal(Access.Allow, policy.On(PrimitiveKind.Prompt, "greet", PrimitiveFacts.None, "reader").Access);
        Assert.Equal(Access.Ask, policy.On(PrimitiveKind.Prompt, "sum_x", PrimitiveFacts.None, "reader").Access);
        Assert.Equal(Access.Deny, policy.On(PrimitiveKind.Prompt, "sum_up", PrimitiveFacts.None, "reader").Access);
        Assert.Equal(Access.Deny, policy.OnTool("greet", "reader").Access);
    }

    [Theory]
    [InlineData("READ", "a name in the wrong case is another name")]
    [InlineData("reaD", "one letter is enough")]
    [InlineData("read ", "a blank is a character")]
    [InlineData("ｒｅａｄ", "fullwidth letters are other letters")]
    public void A_grant_is_for_the_exact_name(string tool, string reason)
    {
        var policy = Written.Policy(""" "Roles": { "reader": { "Tools": { "read": "Allow" } } } """);

        Assert.True(policy.OnTool(tool, "reader").Access == Access.Deny, reason);
    }

    [Theory]
    [InlineData("Purge", "purge")]       // the name
    [InlineData("ORDERS_*", "orders_x")] // a prefix
    public void A_denial_in_the_wrong_case_denies_all_the_same(string denied, string tool)
    {
        var policy = Written.Policy($$""" "Roles": { "admin": { "Tools": { "*": "Allow", "{{denied}}": "Deny" } } } """);

        Assert.Equal(Access.Deny, policy.OnTool(tool, "admin").Access);
        Assert.Equal(Access.Allow, policy.OnTool("read", "admin").Access);
    }

    [Fact]
    public void A_ceiling_in_the_wrong_case_binds_all_the_same()
    {
        var policy = Written.Policy("""
            "Roles": { "admin": { "Tools": { "*": "Allow" } } }, "Tools": { "Purge": { "Access": "Deny" } }
            """);

        Assert.Equal(Access.Deny, policy.OnTool("purge", "admin").Access);
    }

    [Theory]
    [InlineData("Reader")]
    [InlineData("READER")]
    [InlineData("reader ")]
    [InlineData("nobody")]
    [InlineData("*")] // a role is no pattern
    [InlineData("")]
    public void A_role_is_its_exact_name(string role)
    {
        var policy = Written.Policy(""" "Roles": { "reader": { "Tools": { "*": "Allow" } } } """);

        Assert.Equal(Access.Deny, policy.OnTool("read", role).Access);
    }

    [Fact]
    public void RequiresApproval_caps_at_Ask_and_configuration_cannot_loosen_it()
    {
        var policy = Written.Policy("""
            "Roles": { "admin": { "Tools": { "*": "Allow", "refund": "Allow" } } }, "Tools": { "refund": { "Access": "Allow" } }
            """);
        var facts = PrimitiveFacts.Of(Given.Tool("refund", [RequiresApproval] () => "done"));

        var decision = policy.On(PrimitiveKind.Tool, "refund", facts, "admin");

        Assert.Equal(new AccessExplanation(Access.Ask, "[RequiresApproval]"), decision);
    }

    [Theory]
    [InlineData(Access.Deny, "admin")]                       // everything is granted, and refused
    [InlineData(Access.Allow, "admin", "manager")]
    [InlineData(Access.Allow, "admin", "owner")]             // the names of one attribute are alternatives
    [InlineData(Access.Deny, "admin", "Manager")]            // ordinally
    [InlineData(Access.Deny, "manager")]                     // being in a named role grants nothing
    public void RequireRole_refuses_everyone_else(Access expected, params string[] roles)
    {
        var policy = Written.Policy(""" "Roles": { "admin": { "Tools": { "*": "Allow", "refund": "Allow" } } } """);
        var facts = PrimitiveFacts.Of(Given.Tool("refund", [RequireRole("manager", "owner")] () => "done"));

        Assert.Equal(expected, policy.On(PrimitiveKind.Tool, "refund", facts, roles).Access);
    }

    [Fact]
    public void Several_RequireRole_all_have_to_be_satisfied()
    {
        var policy = Written.Policy(""" "Roles": { "admin": { "Tools": { "*": "Allow" } } } """);
        var facts = PrimitiveFacts.Of(Given.Tool("refund", [RequireRole("manager")][RequireRole("auditor")] () => "done"));

        Assert.Equal(Access.Deny, policy.On(PrimitiveKind.Tool, "refund", facts, "admin", "manager").Access);
        Assert.Equal(Access.Allow, policy.On(PrimitiveKind.Tool, "refund", facts, "admin", "manager", "auditor").Access);
    }

    [Theory]
    [InlineData("*", Access.Ask)]       // a wildcard is no decision about this tool
    [InlineData("delete_*", Access.Ask)] // nor is a prefix
    [InlineData("delete_file", Access.Allow)] // naming it is
    public void Destructive_turns_a_wildcard_Allow_into_Ask(string entry, Access expected)
    {
        var policy = Written.Policy($$""" "Roles": { "admin": { "Tools": { "{{entry}}": "Allow" } } } """);
        var facts = PrimitiveFacts.Of(Given.Tool("delete_file", () => "done", options => options.Destructive = true));

        Assert.Equal(expected, policy.On(PrimitiveKind.Tool, "delete_file", facts, "admin").Access);
    }

    [Fact]
    public void An_absent_annotation_says_nothing()
    {
        var policy = Written.Policy(""" "Roles": { "admin": { "Tools": { "*": "Allow" } } } """);

        Assert.Equal(Access.Allow, policy.OnTool("delete_file", "admin").Access);
    }

    [Fact]
    public void Destructive_is_read_when_the_call_comes()
    {
        var policy = Written.Policy(""" "Roles": { "admin": { "Tools": { "*": "Allow" } } } """);
        var tool = Given.Tool("delete_file", () => "done");
        var facts = PrimitiveFacts.Of(tool);
        Assert.Equal(Access.Allow, policy.On(PrimitiveKind.Tool, "delete_file", facts, "admin").Access);

        tool.ProtocolTool.Annotations = new ModelContextProtocol.Protocol.ToolAnnotations { DestructiveHint = true };

        Assert.Equal(Access.Ask, policy.On(PrimitiveKind.Tool, "delete_file", facts, "admin").Access);
    }

    [Theory]
    [InlineData("*", Access.Deny)]
    [InlineData("fun*", Access.Deny)]
    [InlineData("function", Access.Allow)]
    public void A_tool_without_metadata_has_to_be_named(string entry, Access expected)
    {
        var policy = Written.Policy($$""" "Roles": { "admin": { "Tools": { "{{entry}}": "Allow" } } } """);
        var facts = PrimitiveFacts.Of(Given.FunctionTool("function", new Ran()));

        Assert.Equal(expected, policy.On(PrimitiveKind.Tool, "function", facts, "admin").Access);
    }

    [Fact]
    public void Every_decision_says_what_decided_it()
    {
        var policy = Written.Policy("""
            "Roles": { "reader": { "Tools": { "read": "Allow", "write": "Deny" } } }, "Tools": { "read": { "Access": "Ask" } }
            """);

        Assert.Equal("McpSecurity:Tools:read:Access", policy.OnTool("read", "reader").DecidedBy);
        Assert.Equal("McpSecurity:Roles:reader:Tools:write", policy.OnTool("write", "reader").DecidedBy);
        Assert.Equal("no role grants it", policy.OnTool("other", "reader").DecidedBy);
    }

    [Fact]
    public void Code_runs_after_configuration_and_passes_the_same_checks()
    {
        var source = Written.Source(""" "Roles": { "reader": { "Tools": { "read": "Allow" } } } """);
        var options = Written.Options(source);
        options.Roles["reader"].Tools["read"] = (Access)7;
        options.LocalRole = "writer";

        var errors = Written.Validator(source).Errors(options);

        Assert.Equal(
            [
                "McpSecurity:LocalRole is 'writer', but McpSecurity:Roles has no such role.",
                "McpSecurity:Roles:reader:Tools:read is '7'; use Deny, Ask or Allow.",
            ],
            errors);
    }

    [Fact]
    public void No_access_at_all_is_the_default() => Assert.Equal(Access.Deny, default(AccessExplanation).Access);
}
