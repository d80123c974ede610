namespace McpSecure.Tests.Policy;

/// <summary>Mistakes that span settings. Each error has the path, the value and the fix.</summary>
public sealed class PolicyErrorTests
{
    [Theory]
    [InlineData(
        """ "Roles": { "editor": { "Inherits": "writer" } } """,
        "McpSecurity:Roles:editor:Inherits leads to 'writer', but McpSecurity:Roles has no such role.")]
    [InlineData(
        """ "Roles": { "editor": { "Inherits": "Editor2" }, "editor2": {} } """,
        "McpSecurity:Roles:editor:Inherits leads to 'Editor2', but McpSecurity:Roles has no such role. Did you mean editor2?")]
    [InlineData(
        """ "Roles": { "a": { "Inherits": "a" } } """,
        "McpSecurity:Roles:a:Inherits comes back to 'a'; roles cannot inherit in a circle.")]
    [InlineData(
        """ "Roles": { "a": { "Inherits": "b" }, "b": { "Inherits": "c" }, "c": { "Inherits": "b" } } """,
        "McpSecurity:Roles:a:Inherits comes back to 'b'; roles cannot inherit in a circle.",
        "McpSecurity:Roles:b:Inherits comes back to 'b'; roles cannot inherit in a circle.",
        "McpSecurity:Roles:c:Inherits comes back to 'c'; roles cannot inherit in a circle.")]
    [InlineData(
        """ "LocalRole": "editer", "AnonymousRole": "nobody", "Roles": { "editor": {} } """,
        "McpSecurity:LocalRole is 'editer', but McpSecurity:Roles has no such role. Did you mean editor?",
        "McpSecurity:AnonymousRole is 'nobody', but McpSecurity:Roles has no such role.")]
    [InlineData(
        """ "LocalRole": "editor" """, // without any role the local person may use everything: not with one that does not exist
        "McpSecurity:LocalRole is 'editor', but McpSecurity:Roles has no such role.")]
    [InlineData(
        """ "Mode": "Observe" """,
        "McpSecurity:Mode is 'Observe' without an end; set McpSecurity:ObserveUntil to the last day, such as 2026-12-24.")]
    [InlineData(
        """ "Mode": "Observe", "ObserveUntil": "2026-12-24T00:00:00Z" """,
        "McpSecurity:ObserveUntil is '2026-12-24T00:00:00Z'; use a date such as 2026-12-24.",
        "McpSecurity:Mode is 'Observe' without an end; set McpSecurity:ObserveUntil to the last day, such as 2026-12-24.")]
    [InlineData(
        """ "AllowedMethods": { "x/ping": "Ask" } """,
        "McpSecurity:AllowedMethods:x/ping is 'Ask'; a custom method cannot ask. Use Deny or Allow.")]
    [InlineData(
        """ "AllowedMethods": { "tasks/other": "Allow" } """,
        "McpSecurity:AllowedMethods:tasks/other cannot be allowed: a task id works for whoever knows it, and nobody knows where this method has one, so that it cannot be bound to its owner. Known are tasks/cancel, tasks/get, tasks/list, tasks/result, tasks/update.")]
    [InlineData(
        """ "AllowedMethods": { "tools/call": "Allow" } """,
        "McpSecurity:AllowedMethods:tools/call is a method of MCP itself, which the roles decide. Remove the line.")]
    [InlineData(
        """ "Tools": { "orders_*": { "Access": "Deny" } } """,
        "McpSecurity:Tools:orders_* has a *; settings of a tool take its exact name.")]
    [InlineData(
        """ "Roles": { "a": { "Tools": { "a*b": "Deny", "*c": "Deny", "d**": "Deny", "**": "Deny" } } } """,
        "McpSecurity:Roles:a:Tools:** has a * that is not the last character; use a name, a prefix such as orders_*, or *.",
        "McpSecurity:Roles:a:Tools:*c has a * that is not the last character; use a name, a prefix such as orders_*, or *.",
        "McpSecurity:Roles:a:Tools:a*b has a * that is not the last character; use a name, a prefix such as orders_*, or *.",
        "McpSecurity:Roles:a:Tools:d** has a * that is not the last character; use a name, a prefix such as orders_*, or *.")]
    [InlineData(
        """ "Roles": { "a": { "Resources": { "x": { "Uri": "docs://a%20b", "Access": "Deny" } } } } """,
        @"McpSecurity:Roles:a:Resources:x:Uri is 'docs://a%20b', which no request can match: write the decoded URI, with a lower-case scheme and without \, % or dot segments.")]
    [InlineData(
        """ "Roles": { "a": { "Resources": { "x": { "Uri": "DOCS://a/**", "Access": "Deny" } } } } """,
        @"McpSecurity:Roles:a:Resources:x:Uri is 'DOCS://a/**', which no request can match: write the decoded URI, with a lower-case scheme and without \, % or dot segments.")]
    [InlineData(
        """ "Roles": { "a": { "Members": { "m": { "Claim": "groups" } } } } """,
        "McpSecurity:Roles:a:Members:m needs both Claim and Value.")]
    public void A_mistake_is_an_error(string section, params string[] expected) => Assert.Equal(expected, Written.Errors(section));

    [Theory]
    [InlineData("Marking")]
    public void A_setting_that_does_not_exist_yet_is_not_ignored(string setting)
    {
        Assert.Equal([$"McpSecurity:{setting} is no setting; remove the line."], Written.Errors($$""" "{{setting}}": { "a": "b" } """));
        Assert.Equal(
            [$"McpSecurity:Tools:read:{setting} is no setting; use Access, Limits, Approval, AuditLevel, UnknownFields, UnvalidatedArguments, Arguments, Paths, Sensitive, Roles, or remove the line."], Written.Errors($$""" "Tools": { "read": { "{{setting}}": { "a": "b" } } } """));
    }

    [Theory]
    [InlineData("""{ "CallsPerMinute": 0 }""", "CallsPerMinute is '0'; use a whole number from 1 to 1000000.")]
    [InlineData("""{ "ConcurrentCalls": -1 }""", "ConcurrentCalls is '-1'; use a whole number from 1 to 1000000.")]
    [InlineData("""{ "CallsPerMinute": 1000001 }""", "CallsPerMinute is '1000001'; use a whole number from 1 to 1000000.")]
    [InlineData("""{ "ConcurrentCalls": "many" }""", "ConcurrentCalls is 'many'; use a whole number from 1 to 1000000.")]
    [InlineData("""{ "CallsPerSecond": 1 }""", "CallsPerSecond is no setting; did you mean CallsPerMinute?")]
    public void A_limit_that_limits_nothing_or_everything_stops_the_start(string limits, string error)
    {
        foreach (var (before, after, path) in ((string, string, string)[])
                 [("", "", "McpSecurity"), (""" "Roles": { "reader": { """, " } }", "McpSecurity:Roles:reader"), (""" "Tools": { "read": { """, " } }", "McpSecurity:Tools:read")])
        {
            var found = Assert.Single(Written.Errors($"""{before} "Limits": {limits} {after}"""));
            Assert.StartsWith($"{path}:Limits:{error.Split(';')[0]}", found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_limit_that_code_sets_is_checked_as_well()
    {
        var source = Written.Source("");
        var options = Written.Options(source);
        options.Limits.ConcurrentCalls = 0;

        Assert.Equal(["McpSecurity:Limits:ConcurrentCalls is '0'; use a whole number from 1 to 1000000."], Written.Validator(source).Errors(options));
    }

    [Fact]
    public void An_empty_section_is_sound() => Assert.Empty(Written.Errors(""));

    [Fact]
    public void A_role_without_a_line_is_a_role()
    {
        Assert.Empty(Written.Errors(""" "AnonymousRole": "guest", "Roles": { "guest": {} } """));
        Assert.False(Written.Policy(""" "Roles": { "guest": {} } """).IsZeroConfiguration);
    }

    [Fact]
    public void A_role_claim_of_nothing_is_an_error() => Assert.Equal(
        ["McpSecurity:RoleClaim is empty; use a claim type, or remove the line."], Written.Errors(""" "RoleClaim": "" """));

    [Fact]
    public void A_value_that_code_sets_has_a_name_too()
    {
        var source = Written.Source("");
        var options = Written.Options(source);
        options.Mode = (SecurityMode)2;

        Assert.Equal(
            ["McpSecurity:Mode, Refusals or UnknownTools was set in code to a value without a name."],
            Written.Validator(source).Errors(options));
    }
}
