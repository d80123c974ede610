namespace McpSecure.Tests.Policy.Rules;

/// <summary>Rules that would not do what they say stop the start. Each error has the path, the value and the fix.</summary>
public sealed class RuleErrorTests
{
    private const string Path = "McpSecurity:Tools:refund:Arguments:a";

    [Theory]
    [InlineData("{}", " has no rule; use Equals, OneOf, Pattern, Minimum, Maximum, MinLength, MaxLength, MaxItems or AskAbove, or remove the line.")]
    [InlineData("null", " has no rule; use Equals, OneOf, Pattern, Minimum, Maximum, MinLength, MaxLength, MaxItems or AskAbove, or remove the line.")]
    [InlineData("""{ "Minimum": 2, "Maximum": 1.5 }""", ":Minimum is 2, above Maximum, 1.5: every call would be refused.")]
    [InlineData("""{ "MinLength": 2, "MaxLength": 1 }""", ":MinLength is 2, above MaxLength, 1: every call would be refused.")]
    [InlineData(
        """{ "AskAbove": 5000, "Maximum": 5000 }""",
        ":AskAbove is 5000, and Maximum is 5000: nobody would ever be asked. Lower AskAbove, or remove it.")]
    [InlineData("""{ "MaxLength": -1 }""", ":MaxLength is '-1'; use a whole number, 0 or more.")]
    [InlineData("""{ "MaxItems": "2.0" }""", ":MaxItems is '2.0'; use a whole number, 0 or more.")]
    [InlineData("""{ "MinLength": 99999999999 }""", ":MinLength is '99999999999'; use a whole number, 0 or more.")]
    [InlineData("""{ "Maximum": "5,000" }""", ":Maximum is '5,000'; use a number such as 5000 or 0.01, of at most 28 digits.")]
    [InlineData("""{ "Maximum": "5000 EUR" }""", ":Maximum is '5000 EUR'; use a number such as 5000 or 0.01, of at most 28 digits.")]
    [InlineData("""{ "Maximum": 1e-40 }""", ":Maximum is '1e-40'; use a number such as 5000 or 0.01, of at most 28 digits.")] // would be 0
    [InlineData("""{ "Maximum": 1e40 }""", ":Maximum is '1e40'; use a number such as 5000 or 0.01, of at most 28 digits.")]
    [InlineData("""{ "Maximum": "Infinity" }""", ":Maximum is 'Infinity'; use a number such as 5000 or 0.01, of at most 28 digits.")]
    [InlineData(
        """{ "Maximum": 0.99999999999999999999999999999 }""", // would be 1
        ":Maximum is '0.99999999999999999999999999999'; use a number such as 5000 or 0.01, of at most 28 digits.")]
    [InlineData(
        """{ "Maximum": 5, "MaxLength": 5 }""",
        " has rules for numbers and for texts; no value is both, so that every call would be refused.")]
    [InlineData("""{ "MaxItems": 5, "Pattern": "x" }""", " has rules for texts and for lists; no value is both, so that every call would be refused.")]
    [InlineData("""{ "Equals": null }""", ":Equals is empty; use the only value (OneOf takes several), or remove the line.")]
    [InlineData("""{ "Max": 5 }""", ":Max is no setting; use Equals, OneOf, Pattern, Minimum, Maximum, MinLength, MaxLength, MaxItems, AskAbove, or remove the line.")]
    [InlineData("""{ "Equals": ["x"] }""", ":Equals has entries of its own; it takes one value: the only value (OneOf takes several).")]
    [InlineData(
        """{ "OneOf": ["EUR", "USD"] }""",
        ":OneOf is a list; write values by what they get, such as { \"value\": \"Allow\" }, so that a later file can change one.")]
    [InlineData("""{ "OneOf": {} }""", ":OneOf is empty; write values by what they get, such as { \"value\": \"Allow\" }, or remove the line.")]
    [InlineData("""{ "OneOf": [] }""", ":OneOf is empty; it takes values by what they get, such as { \"value\": \"Allow\" }.")]
    [InlineData("""{ "OneOf": { "EUR": true } }""", ":OneOf:EUR is 'True'; use Deny, Ask or Allow.")]
    [InlineData(
        """{ "OneOf": { "EUR": "Deny" } }""",
        ":OneOf allows no value: what is not listed is refused too. List the values that are allowed, or deny the tool.")]
    [InlineData(
        """{ "OneOf": { "*": "Allow", "EUR": "Deny" } }""",
        ":OneOf:* would be the value *: what is not listed is refused. List the values, or use Pattern.")]
    [InlineData("""{ "OneOf": { "http://a": "Allow" } }""", ":OneOf:http has entries of its own; it takes one value: Deny, Ask or Allow.")]
    public void A_mistake_is_an_error(string rule, string expected) =>
        Assert.Equal(Path + expected, Written.Errors($$""" "Tools": { "refund": { "Arguments": { "a": {{rule}} } } } """)[0]);

    [Theory]
    [InlineData("(", "no regular expression")]
    [InlineData("a|b)|(c", "sound only between the brackets that make it the whole text")]
    [InlineData("(?=a)b", "a look-ahead")]
    [InlineData("(a)\\\\1", "a back-reference")]
    public void A_pattern_without_a_bound_on_its_cost_is_an_error(string pattern, string reason)
    {
        var error = Assert.Single(Written.Errors($$""" "Tools": { "refund": { "Arguments": { "a": { "Pattern": "{{pattern}}" } } } } """));

        Assert.True(error.StartsWith($"{Path}:Pattern is '{pattern.Replace(@"\\", @"\", StringComparison.Ordinal)}': ", StringComparison.Ordinal), $"{reason}: {error}");
    }

    [Fact]
    public void A_key_that_is_no_path_is_an_error() => Assert.Equal(
        [$"McpSecurity:Tools:refund:Arguments:lines[0].amount is no path to an argument; use a name, filter.status, edits[*].path (every element, never a single one), or ['a.b'] for a name with a dot."],
        Written.Errors(""" "Tools": { "refund": { "Arguments": { "lines[0].amount": { "Maximum": 1 } } } } """));

    [Fact]
    public void Two_rules_for_one_argument_are_an_error() => Assert.Equal(
        ["McpSecurity:Tools:refund:Arguments:['a'].b and McpSecurity:Tools:refund:Arguments:a.b are the same argument; write one rule."],
        Written.Errors(""" "Tools": { "refund": { "Arguments": { "a.b": { "Maximum": 1 }, "['a'].b": { "Maximum": 2 } } } } """));

    [Theory]
    [InlineData("""{ "Arguments": { "a": { "Maximum": 1 } } }""")]
    [InlineData("{}")]
    public void A_role_that_does_not_exist_is_an_error(string role) => Assert.Equal(
        ["McpSecurity:Tools:refund:Roles:Clerk names a role that McpSecurity:Roles does not have. Did you mean clerk?"],
        Written.Errors($$""" "Roles": { "clerk": {} }, "Tools": { "refund": { "Roles": { "Clerk": {{role}} } } } """));

    [Fact]
    public void Mistakes_of_a_role_have_its_path() => Assert.Equal(
        ["McpSecurity:Tools:refund:Roles:clerk:Arguments:a:Minimum is 2, above Maximum, 1: every call would be refused."],
        Written.Errors(""" "Roles": { "clerk": {} }, "Tools": { "refund": { "Roles": { "clerk": { "Arguments": { "a": { "Minimum": 2, "Maximum": 1 } } } } } } """));

    [Fact]
    public void What_code_sets_is_checked_too()
    {
        var source = Written.Source("");
        var options = Written.Options(source);
        options.Tool("refund").Arguments["a"] = new ArgumentRuleOptions { MaxItems = -1 };
        options.Tool("refund").Arguments["b"] = new ArgumentRuleOptions { OneOf = { ["x"] = (Access)7 } };

        Assert.Equal(
            ["McpSecurity:Tools:refund:Arguments:a:MaxItems is -1; use 0 or more.", "McpSecurity:Tools:refund:Arguments:b:OneOf:x is '7'; use Deny, Ask or Allow."],
            Written.Validator(source).Errors(options));
    }

    [Theory]
    [InlineData("""{ "amount": null }""", "the rule as a whole")]
    [InlineData("""{ "amount": {} }""", "without a line")]
    [InlineData("""{ "amount": { "Maximum": null } }""", "the line")]
    [InlineData("""{ "amount": "" }""", "an empty text")]
    public void A_later_file_cannot_empty_a_rule(string later, string reason)
    {
        string[] files =
        [
            """ "Tools": { "refund": { "Arguments": { "amount": { "Maximum": 100 } } } } """,
            $$""" "Tools": { "refund": { "Arguments": {{later}} } } """,
        ];

        Assert.True(Written.Errors(files).Length > 0 || Written.Options(files).Tools["refund"].Arguments["amount"].Maximum == 100, reason);
    }

    [Fact]
    public void A_later_file_takes_one_value_away_and_keeps_the_others()
    {
        var options = Written.Options(
            """ "Tools": { "refund": { "Arguments": { "account": { "OneOf": { "sales": "Allow", "claims": "Allow", "10": "Allow" } } } } } """,
            """ "Tools": { "refund": { "Arguments": { "account": { "OneOf": { "claims": "Deny", "10": "Ask" } } } } } """);

        var values = options.Tools["refund"].Arguments["account"].OneOf;
        Assert.Equal((Access.Allow, Access.Deny, Access.Ask), (values["sales"], values["claims"], values["10"]));
    }

    [Fact]
    public void Numbers_that_are_values_are_no_list() => Assert.Empty(
        Written.Errors(""" "Tools": { "refund": { "Arguments": { "a": { "OneOf": { "0": "Allow", "1": "Allow" } } } } } """));

    [Fact]
    public void Every_line_is_bound()
    {
        var options = Written.Options("""
            "Roles": { "clerk": {} },
            "Tools": {
              "refund": {
                "Arguments": {
                  "a": { "Equals": 5 }, "b": { "equals": true }, "c.d": { "Pattern": "x+", "MinLength": 1, "MaxLength": 2 },
                  "e[*]": { "Minimum": 0.01, "Maximum": 1e3, "AskAbove": 100 }, "f": { "MaxItems": 7 }, "g": { "OneOf": { "EUR": "Allow" } }
                },
                "Roles": { "clerk": { "Arguments": { "a": { "Equals": "x" } } } }
              }
            }
            """);

        var (rules, ofRole) = (options.Tools["refund"].Arguments, options.Tools["refund"].Roles["clerk"].Arguments);
        Assert.Equal(("5", "True", "x"), (rules["a"].EqualTo, rules["b"].EqualTo, ofRole["a"].EqualTo));
        Assert.Equal(("x+", 1, 2), (rules["c.d"].Pattern, rules["c.d"].MinLength, rules["c.d"].MaxLength));
        Assert.Equal((0.01m, 1000m, 100m), (rules["e[*]"].Minimum, rules["e[*]"].Maximum, rules["e[*]"].AskAbove));
        Assert.Equal((7, Access.Allow), (rules["f"].MaxItems, rules["g"].OneOf["EUR"]));
    }
}
