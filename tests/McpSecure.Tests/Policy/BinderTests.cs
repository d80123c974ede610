using McpSecure.Policy;
using Microsoft.Extensions.Configuration;

namespace McpSecure.Tests.Policy;

/// <summary>What a binder makes of a mistake, and that ours makes an error of it. The numbers are the rows of the table of the design.</summary>
public sealed class BinderTests
{
    [Fact] // 1
    public void A_list_does_not_add_up_with_an_earlier_one_because_it_is_an_error()
    {
        var errors = Written.Errors(
            """ "Roles": { "reader": { "Tools": ["read", "write", "delete"] } } """,
            """ "Roles": { "reader": { "Tools": ["read"] } } """);

        Assert.Equal(
            ["McpSecurity:Roles:reader:Tools is a list; write entries by name, such as { \"name\": … }, so that a later file can change one."],
            errors);
    }

    [Fact] // 1b
    public void An_empty_list_does_not_silently_keep_the_earlier_entries()
    {
        var errors = Written.Errors(
            """ "Roles": { "reader": { "Tools": { "read": "Allow" } } } """,
            """ "Roles": { "reader": { "Tools": [] } } """);

        Assert.Equal(["McpSecurity:Roles:reader:Tools is empty; it takes entries by name, such as { \"name\": … }."], errors);
    }

    [Fact] // 2
    public void No_collection_has_a_default_that_configuration_could_be_appended_to()
    {
        var (options, role) = (new McpSecurityOptions(), new RoleOptions());

        Assert.Empty(options.AllowedMethods);
        Assert.Empty(options.Roles);
        Assert.Empty(options.Tools);
        Assert.Empty(options.PolicyFiles);
        Assert.Empty(role.Tools);
        Assert.Empty(role.Prompts);
        Assert.Empty(role.Resources);
        Assert.Empty(role.Members);
    }

    [Fact] // 3
    public void A_later_file_takes_one_entry_away_and_keeps_the_others()
    {
        var options = Written.Options(
            """ "Roles": { "editor": { "Tools": { "read": "Allow", "delete": "Allow" } } } """,
            """ "Roles": { "editor": { "Tools": { "delete": "Deny" } } } """);

        Assert.Equal(Access.Allow, options.Roles["editor"].Tools["read"]);
        Assert.Equal(Access.Deny, options.Roles["editor"].Tools["delete"]);
    }

    [Theory] // 4, 4c
    [InlineData(""" "LocalRol": "reader" """, "McpSecurity:LocalRol is no setting. Did you mean LocalRole?")]
    [InlineData(""" "Tools": { "read": { "Acess": "Deny" } } """, "McpSecurity:Tools:read:Acess is no setting. Did you mean Access?")]
    [InlineData(
        """ "Roles": { "reader": { "Resources": { "a": { "Url": "docs://a" } } } } """,
        "McpSecurity:Roles:reader:Resources:a:Url is no setting. Did you mean Uri?")]
    [InlineData(
        """ "Roles": { "reader": { "Members": { "a": { "Claims": "x", "Value": "y" } } } } """,
        "McpSecurity:Roles:reader:Members:a:Claims is no setting. Did you mean Claim?")]
    public void A_misspelt_key_is_named_with_its_path(string section, string expected) =>
        Assert.Equal(expected, Written.Errors(section)[0]);

    [Fact]
    public void A_setting_may_be_written_in_any_case() =>
        Assert.Equal(SecurityMode.Observe, Written.Options(""" "mode": "observe", "OBSERVEUNTIL": "2026-12-24" """).Mode);

    [Fact] // 5
    public void A_misspelt_name_in_a_map_is_not_dropped() => Assert.Equal(
        ["McpSecurity:Roles:reader:Tools:read is 'Alow'; use Deny, Ask or Allow. Did you mean Allow?"],
        Written.Errors(""" "Roles": { "reader": { "Tools": { "read": "Alow" } } } """));

    [Theory] // 5c, 9
    [InlineData("7", "a number beyond the enum")]
    [InlineData("1", "a number")]
    [InlineData("+1", "a number with a sign")]
    [InlineData("-1", "a negative one")]
    [InlineData(" Observe", "a blank")]
    [InlineData("Enforce,Observe", "two names")]
    [InlineData("Observe,", "half of two")]
    [InlineData("Off", "another word")]
    public void A_mode_is_one_of_its_names(string mode, string reason)
    {
        var errors = Written.Errors($$""" "Mode": "{{mode}}" """);

        Assert.True(errors is [{ } error] && error.StartsWith($"McpSecurity:Mode is '{mode}'; use Enforce or Observe.", StringComparison.Ordinal), reason);
    }

    [Theory] // 8, 9
    [InlineData("2", "a number")]
    [InlineData("\"2\"", "a number in quotes")]
    [InlineData("\"Deny,Ask\"", "two names")]
    [InlineData("true", "a truth")]
    [InlineData("null", "nothing")]
    [InlineData("\"\"", "an empty text")]
    [InlineData("\" \"", "a blank")]
    [InlineData("{ \"Access\": \"Deny\" }", "the shape of another setting")]
    [InlineData("[ \"Deny\" ]", "a list")]
    [InlineData("[]", "an empty list")]
    [InlineData("{}", "an empty object")]
    public void An_access_that_is_no_name_is_an_error_and_does_not_fall_back_to_the_wildcard(string value, string reason)
    {
        var errors = Written.Errors($$""" "Roles": { "reader": { "Tools": { "*": "Allow", "delete": {{value}} } } } """);

        Assert.True(errors is [{ } error] && error.StartsWith("McpSecurity:Roles:reader:Tools:delete ", StringComparison.Ordinal), reason);
    }

    [Theory] // 8
    [InlineData("null")]
    [InlineData("\"\"")]
    public void A_later_file_cannot_empty_a_denial(string value)
    {
        var errors = Written.Errors(
            """ "Roles": { "reader": { "Tools": { "*": "Allow", "delete": "Deny" } } } """,
            $$""" "Roles": { "reader": { "Tools": { "delete": {{value}} } } } """);

        Assert.Equal(["McpSecurity:Roles:reader:Tools:delete is empty; use Deny, Ask or Allow, or remove the line."], errors);
    }

    [Theory]
    [InlineData("\"\"", "is empty")]
    [InlineData("[]", "is empty")]
    [InlineData("\"none\"", "is 'none'")]
    [InlineData("false", "is 'False'")]
    public void Roles_that_are_no_map_are_not_taken_for_zero_configuration(string value, string what) => Assert.Equal(
        [$"McpSecurity:Roles {what}; it takes entries by name, such as {{ \"name\": … }}."],
        Written.Errors($$""" "Roles": {{value}} """));

    [Fact]
    public void One_value_beside_entries_is_not_ignored() => Assert.Equal(
        ["McpSecurity:Roles is 'off'; it takes entries by name, such as { \"name\": … }."],
        Written.Errors(""" "Roles": { "reader": { "Tools": { "read": "Allow" } } } """, """ "Roles": "off" """));

    [Fact]
    public void The_section_itself_has_a_shape()
    {
        var host = new ConfigurationBuilder().AddInMemoryCollection([new("McpSecurity", "off")]).Build();

        Assert.StartsWith("McpSecurity is 'off'; it takes the settings ", Assert.Single(SectionCheck.Of(host.GetSection("McpSecurity")).Errors), StringComparison.Ordinal);
    }

    [Fact] // 6
    public void A_later_file_that_changes_only_the_case_of_a_tool_names_a_tool_the_server_does_not_have()
    {
        var options = Written.Options(
            """ "Roles": { "reader": { "Tools": { "read_file": "Allow" } } } """,
            """ "Roles": { "reader": { "Tools": { "Read_File": "Deny" } } } """);

        Assert.Equal(["Read_File"], options.Roles["reader"].Tools.Keys);
        Assert.Equal(Access.Deny, Written.Compile(options).OnTool("read_file", "reader").Access);
        Assert.Equal(
            ["McpSecurity:Roles:reader:Tools:Read_File names a tool this server does not have. Did you mean read_file?"],
            UnknownNameTests.Errors(options, "read_file"));
    }

    [Fact] // 6
    public void A_later_file_that_changes_only_the_case_of_a_role_is_found_by_whoever_refers_to_it() => Assert.Equal(
        ["McpSecurity:LocalRole is 'reader', but McpSecurity:Roles has no such role. Did you mean Reader?"],
        Written.Errors(
            """ "LocalRole": "reader", "Roles": { "reader": { "Tools": { "read": "Allow" } } } """,
            """ "Roles": { "Reader": { "Tools": { "write": "Allow" } } } """));

    [Theory] // 7b
    [InlineData("ns:delete")]
    [InlineData("ns__delete:x")]
    public void A_key_with_a_colon_is_an_error(string name) => Assert.Contains(
        " has entries of its own; it takes one value: Deny, Ask or Allow.",
        Assert.Single(Written.Errors($$""" "Roles": { "reader": { "Tools": { "*": "Allow", "{{name}}": "Deny" } } } """)),
        StringComparison.Ordinal);

    [Fact] // 9b
    public void Several_mistakes_are_several_errors() => Assert.Equal(
        [
            "McpSecurity:Mode is '7'; use Enforce or Observe.",
            "McpSecurity:Refusals is 'Silent'; use Hide or Explain.",
            "McpSecurity:TrustRemoteParent is '1'; use true or false.",
            "McpSecurity:Typo is no setting; remove the line.",
        ],
        Written.Errors(""" "Mode": "7", "Typo": "x", "TrustRemoteParent": "1", "Refusals": "Silent" """));

    [Fact] // 10, 10c
    public void What_is_inside_a_map_is_validated() => Assert.Equal(
        [
            "McpSecurity:Roles:reader:Resources:a needs a Uri, such as docs://handbook/**.",
            "McpSecurity:Roles:reader:Members:b needs both Claim and Value.",
        ],
        Written.Errors("""
            "Roles": { "reader": { "Resources": { "a": { "Access": "Allow" } }, "Members": { "b": { "Value": "x" } } } }
            """));

    [Fact] // 11
    public void Names_are_compared_ordinally_after_binding()
    {
        var options = Written.Options("""
            "AllowedMethods": { "x/ping": "Allow" },
            "Roles": { "reader": { "Tools": { "read": "Allow" }, "Prompts": { "sum": "Allow" } } }, "Tools": { "read": { "Access": "Ask" } }
            """);

        Assert.False(options.Roles.ContainsKey("READER"));
        Assert.False(options.Roles["reader"].Tools.ContainsKey("READ"));
        Assert.False(options.Roles["reader"].Prompts.ContainsKey("SUM"));
        Assert.False(options.Tools.ContainsKey("READ"));
        Assert.False(options.AllowedMethods.ContainsKey("X/PING"));
    }

    [Fact] // 12
    public void Everything_that_is_written_is_bound()
    {
        var options = Written.Options("""
            "LocalRole": "reader", "AnonymousRole": "guest", "RoleClaim": "roles", "Mode": "Observe", "ObserveUntil": "2026-12-24",
            "Refusals": "Explain", "UnknownTools": "Warn", "TrustRemoteParent": "true", "AllowedMethods": { "x/ping": "Allow" },
            "Roles": {
              "guest": {},
              "reader": {
                "Inherits": "guest", "Tools": { "read": "Ask" }, "Prompts": { "sum": "Allow" },
                "Resources": { "a": { "Uri": "docs://a", "Access": "Ask" } }, "Members": { "m": { "Claim": "groups", "Value": "x" } }
              }
            },
            "Tools": { "read": { "Access": "Ask" } }
            """);

        var reader = options.Roles["reader"];
        Assert.Equal(
            ("reader", "guest", "roles", SecurityMode.Observe, new DateOnly(2026, 12, 24), RefusalStyle.Explain, UnknownNames.Warn, true),
            (options.LocalRole, options.AnonymousRole, options.RoleClaim, options.Mode, options.ObserveUntil, options.Refusals, options.UnknownTools, options.TrustRemoteParent));
        Assert.Equal(Access.Allow, options.AllowedMethods["x/ping"]);
        Assert.Equal(Access.Ask, options.Tools["read"].Access);
        Assert.Equal(["guest", "reader"], options.Roles.Keys.Order());
        Assert.Equal(("guest", Access.Ask, Access.Allow), (reader.Inherits, reader.Tools["read"], reader.Prompts["sum"]));
        Assert.Equal(("docs://a", Access.Ask), (reader.Resources["a"].Uri, reader.Resources["a"].Access));
        Assert.Equal(("groups", "x"), (reader.Members["m"].Claim, reader.Members["m"].Value));
    }
}
