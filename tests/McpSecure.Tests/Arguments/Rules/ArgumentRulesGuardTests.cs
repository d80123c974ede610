using System.Text.Json;
using McpSecure.Calls;

namespace McpSecure.Tests.Arguments.Rules;

/// <summary>What each line means, value by value.</summary>
public sealed class ArgumentRulesGuardTests
{
    [Theory]
    [InlineData("""{ "Equals": "main" }""", "\"main\"", true)]
    [InlineData("""{ "Equals": "main" }""", "\"Main\"", false)]
    [InlineData("""{ "Equals": "main" }""", "\"main \"", false)]
    [InlineData("""{ "Equals": "main" }""", "\"\\u006dain\"", true)] // the same text
    [InlineData("""{ "Equals": "main" }""", "[\"main\"]", false)]
    [InlineData("""{ "Equals": 5 }""", "5", true)]
    [InlineData("""{ "Equals": 5 }""", "5.0", true)]
    [InlineData("""{ "Equals": 5 }""", "0.5e1", true)]
    [InlineData("""{ "Equals": 5 }""", "5.0000000000000000000001", false)]
    [InlineData("""{ "Equals": 5 }""", "\"5\"", true)] // where the schema takes a text: a setting cannot tell the two apart
    [InlineData("""{ "Equals": "5" }""", "5", true)]
    [InlineData("""{ "Equals": 5 }""", "\"5.0\"", false)] // another text
    [InlineData("""{ "Equals": 5 }""", "\" 5\"", false)]
    [InlineData("""{ "Equals": true }""", "true", true)]
    [InlineData("""{ "Equals": true }""", "false", false)]
    [InlineData("""{ "Equals": true }""", "1", false)]
    [InlineData("""{ "Equals": "false" }""", "false", true)]
    [InlineData("""{ "Equals": "null" }""", "null", false)]
    [InlineData("""{ "Equals": "007" }""", "\"007\"", true)]
    [InlineData("""{ "Equals": "007" }""", "7", false)]
    public void Equals_is_the_same_value(string rule, string value, bool passes) => AssertRule(rule, value, passes);

    [Theory]
    [InlineData("\"EUR\"", true)]
    [InlineData("\"CHF\"", false)] // taken out
    [InlineData("\"GBP\"", false)] // not listed
    [InlineData("\"eur\"", false)]
    [InlineData("10", true)]
    [InlineData("1e1", true)]
    [InlineData("null", false)]
    public void OneOf_is_one_of_the_listed_values(string value, bool passes) =>
        AssertRule("""{ "OneOf": { "EUR": "Allow", "CHF": "Deny", "10": "Allow" } }""", value, passes);

    [Theory]
    [InlineData("\"abc\"", true)]
    [InlineData("\"abc1\"", false)]
    [InlineData("\"1abc\"", false)]
    [InlineData("\"abc\\n\"", false)]
    [InlineData("\"\\nabc\"", false)]
    [InlineData("\"x\"", true)]
    [InlineData("\"xx\"", false)] // the second alternative is the whole text too
    [InlineData("\"\"", false)]
    [InlineData("1", false)]
    [InlineData("null", false)]
    public void Pattern_is_the_whole_text(string value, bool passes) => AssertRule("""{ "Pattern": "[a-c]+|x" }""", value, passes);

    [Theory]
    [InlineData("""{ "Minimum": 0.01 }""", "0.01", true)]
    [InlineData("""{ "Minimum": 0.01 }""", "0.0099999999999999999999999", false)]
    [InlineData("""{ "Minimum": 0 }""", "-1e-20", false)]
    [InlineData("""{ "Maximum": 5000 }""", "5e3", true)]
    [InlineData("""{ "Maximum": 5000 }""", "5000.00", true)]
    [InlineData("""{ "Maximum": 5000 }""", "1e4", false)]
    [InlineData("""{ "Maximum": 5000 }""", "5000.0000000000000000001", false)]
    [InlineData("""{ "Maximum": 5000 }""", "1e400", false)]
    [InlineData("""{ "Maximum": 5000 }""", "-1e400", true)] // is below: the schema's own business
    [InlineData("""{ "Maximum": 5000 }""", "\"1\"", false)]
    [InlineData("""{ "Maximum": 5000 }""", "null", false)]
    [InlineData("""{ "Maximum": 1e3 }""", "1001", false)]
    public void Bounds_are_exact(string rule, string value, bool passes) => AssertRule(rule, value, passes);

    [Theory]
    [InlineData("""{ "MinLength": 2 }""", "\"a\"", false)]
    [InlineData("""{ "MinLength": 2 }""", "\"\\ud83d\\ude00\"", false)] // one character, two code units
    [InlineData("""{ "MaxLength": 1 }""", "\"\\ud83d\\ude00\"", true)]
    [InlineData("""{ "MaxLength": 1 }""", "\"ab\"", false)]
    [InlineData("""{ "MaxLength": 0 }""", "\"\"", true)]
    [InlineData("""{ "MaxLength": 9 }""", "[\"a\"]", false)]
    [InlineData("""{ "MaxLength": 9 }""", "null", false)]
    [InlineData("""{ "MaxItems": 2 }""", "[1,2]", true)]
    [InlineData("""{ "MaxItems": 2 }""", "[1,2,3]", false)]
    [InlineData("""{ "MaxItems": 2 }""", "\"ab\"", false)]
    [InlineData("""{ "MaxItems": 2 }""", "{}", false)]
    public void Sizes_are_those_of_JSON(string rule, string value, bool passes) => AssertRule(rule, value, passes);

    [Theory]
    [InlineData("""{ "AskAbove": 100 }""", "100", "Allow")]
    [InlineData("""{ "AskAbove": 100 }""", "100.01", "Ask")]
    [InlineData("""{ "AskAbove": 100 }""", "1e400", "Ask")]
    [InlineData("""{ "AskAbove": 100, "Maximum": 500 }""", "501", "Deny")]
    [InlineData("""{ "AskAbove": 100 }""", "\"1\"", "Deny")]
    [InlineData("""{ "AskAbove": 100 }""", "null", "Deny")]
    [InlineData("""{ "OneOf": { "a": "Allow", "b": "Ask" } }""", "\"a\"", "Allow")]
    [InlineData("""{ "OneOf": { "a": "Allow", "b": "Ask" } }""", "\"b\"", "Ask")]
    [InlineData("""{ "OneOf": { "a": "Allow", "b": "Ask" } }""", "\"c\"", "Deny")]
    public void Some_values_need_a_persons_agreement(string rule, string value, string access) =>
        Assert.Equal(access, Anything("value", rule).Of($$"""{"value":{{value}}}""").Access.ToString());

    [Theory]
    [InlineData("a.b", """{"a":{"b":1}}""", true)]
    [InlineData("a.b", """{"a":{"b":9}}""", false)]
    [InlineData("a.b", """{"a":{}}""", false)]
    [InlineData("a.b", """{"a":null}""", false)]
    [InlineData("a.b", """{"a":[{"b":1}]}""", false)] // not there
    [InlineData("a[*].b", """{"a":[]}""", true)]
    [InlineData("a[*].b", """{"a":[{"b":1},{"b":2}]}""", true)]
    [InlineData("a[*].b", """{"a":[{"b":1},{"b":9}]}""", false)]
    [InlineData("a[*].b", """{"a":[{"b":1},{}]}""", false)]
    [InlineData("a[*].b", """{"a":[{"b":1},null]}""", false)]
    [InlineData("a[*].b", """{"a":{"b":1}}""", false)]
    [InlineData("a[*][*]", """{"a":[[1],[2,2]]}""", true)]
    [InlineData("a[*][*]", """{"a":[[1],[2,9]]}""", false)]
    [InlineData("a[*]", """{}""", false)]
    [InlineData("['a.b']", """{"a.b":1}""", true)]
    [InlineData("['a.b']", """{"a":{"b":1}}""", false)]
    public void A_path_leads_to_every_value_it_names(string path, string arguments, bool passes) =>
        Assert.Equal(passes ? Access.Allow : Access.Deny, Anything(path, """{ "Maximum": 5 }""").Of(arguments).Access);

    [Theory]
    [InlineData("branch", """{ "Equals": "main" }""", true)] // the tool's default is main
    [InlineData("branch", """{ "Equals": "release" }""", false)]
    [InlineData("branch", """{ "MaxLength": 4 }""", true)]
    [InlineData("branch", """{ "MaxLength": 3 }""", false)]
    [InlineData("size", """{ "Maximum": 10 }""", true)]
    [InlineData("size", """{ "Maximum": 9 }""", false)]
    [InlineData("note", """{ "MaxLength": 9 }""", false)] // null has no length, and may stand for anything
    [InlineData("ids", """{ "MaxItems": 9 }""", false)]
    [InlineData("filter.status", """{ "Equals": "open" }""", false)]
    public void What_is_left_out_passes_only_by_a_declared_default_that_keeps_the_rule(string path, string rule, bool passes)
    {
        var judged = new Judged(Section(path, rule), Search);

        Assert.Equal(passes ? Access.Allow : Access.Deny, judged.Of("{}").Access);
    }

    [Fact]
    public void A_default_of_a_member_counts_where_its_object_is_sent()
    {
        var judged = new Judged(Section("filter.status", """{ "Equals": "open" }"""), Search);

        Assert.Equal(Access.Allow, judged.Of("""{"filter":{"text":"x"}}""").Access);
        Assert.Equal(Access.Deny, judged.Of("""{"filter":{"text":"x","status":"closed"}}""").Access);
    }

    /// <summary>Which branch holds, nobody knows beforehand; under the other one the tool may have any value.</summary>
    [Theory]
    [InlineData("""{"properties":{"branch":{"type":"string"}}}""", false)]
    [InlineData("""{"properties":{"branch":{"type":"string","default":"all"}}}""", false)]
    [InlineData("""{"properties":{"branch":{"type":"string","default":"main"}}}""", true)]
    public void A_default_counts_only_if_every_branch_declares_one_that_keeps_the_rule(string other, bool passes)
    {
        var schema = $$$"""{"type":"object","anyOf":[{"properties":{"branch":{"type":"string","default":"main"}}},{{{other}}}]}""";

        Assert.Equal(passes ? Access.Allow : Access.Deny, new Judged(Section("branch", """{ "Equals": "main" }"""), schema).Of("{}").Access);
    }

    [Theory]
    [InlineData("""{ "AskAbove": 10 }""", "Allow")]
    [InlineData("""{ "AskAbove": 9 }""", "Ask")]
    public void A_default_above_the_bound_asks(string rule, string access) =>
        Assert.Equal(access, new Judged(Section("size", rule), Search).Of("{}").Access.ToString());

    [Fact]
    public void A_call_without_any_arguments_is_judged_too()
    {
        var judged = Anything("a", """{ "Maximum": 5 }""");
        var call = new Call(PrimitiveKind.Tool, "refund", Caller.Anonymous, PrimitiveFacts.None) { Decision = new(Access.Allow, "x") };

        Assert.Equal(VerdictKind.Refuse, judged.Check(call).Kind);
    }

    [Theory]
    [InlineData(PrimitiveKind.Prompt)]
    [InlineData(PrimitiveKind.Resource)]
    public void Rules_of_tools_are_for_tools(PrimitiveKind kind)
    {
        var call = new Call(kind, "refund", Caller.Anonymous, PrimitiveFacts.None) { Decision = new(Access.Allow, "x") };

        Assert.Equal(VerdictKind.Continue, Anything("a", """{ "Maximum": 5 }""").Check(call).Kind);
    }

    [Theory]
    [InlineData(11, "only '01', '02', '03', '04', '05', '06', '07', '08', '09', '10' and 1 more")]
    [InlineData(10, "only '01', '02', '03', '04', '05', '06', '07', '08', '09', '10'")]
    public void A_refusal_shows_ten_values(int count, string expected)
    {
        var values = string.Join(", ", Enumerable.Range(1, count).Select(number => $"\"{number:00}\": \"Allow\""));
        var judged = Anything("a", $$"""{ "OneOf": { {{values}} } }""");

        Assert.EndsWith($"- /a: the operator allows {expected} [OneOf]", judged.Check(judged.Call("""{"a":"secret"}""")).Refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Pattern": "[a-z]{1,8}" }""", "only texts that match [a-z]{1,8} as a whole [Pattern]")]
    [InlineData("""{ "Minimum": 0.01 }""", "at least 0.01 [Minimum]")]
    [InlineData("""{ "MinLength": 3 }""", "at least 3 characters [MinLength]")]
    [InlineData("""{ "MaxLength": 3 }""", "at most 3 characters [MaxLength]")]
    [InlineData("""{ "MaxItems": 3 }""", "at most 3 items [MaxItems]")]
    [InlineData("""{ "AskAbove": 3 }""", "only a number [AskAbove]")]
    [InlineData("""{ "Equals": "main" }""", "only 'main' [Equals]")]
    public void A_refusal_says_what_is_allowed_and_repeats_nothing(string rule, string expected)
    {
        var judged = Anything("a", rule);
        var message = judged.Check(judged.Call("""{"a":{"evil":"value"}}""")).Refusal!.Message;

        Assert.Equal($"Arguments for 'refund' were rejected (1 problem). Fix it and call again.\n- /a: the operator allows {expected}", message);
    }

    [Fact]
    public void A_reason_to_ask_does_not_say_how_to_split_the_value()
    {
        var judged = Anything("a[*].b", """{ "AskAbove": 100 }""");
        var call = judged.Call("""{"a":[{"b":1},{"b":777}]}""");

        var verdict = judged.Check(call);

        Assert.Equal(VerdictKind.Ask, verdict.Kind);
        Assert.Equal(
            "The tool 'refund' needs a person's approval, and this server cannot ask for it. It did not run. The operator requires that for this value of /a/1/b.",
            verdict.Refusal!.Message);
    }

    private static void AssertRule(string rule, string value, bool passes) =>
        Assert.Equal(passes ? Access.Allow : Access.Deny, Anything("value", rule).Of($$"""{"value":{{value}}}""").Access);

    /// <summary>A tool of whose arguments nothing is known, so that nothing but the rule speaks.</summary>
    private static Judged Anything(string path, string rule) => new(Section(path, rule), (JsonElement value) => "done");

    private static string Section(string path, string rule) => $$""" "Tools": { "refund": { "Arguments": { "{{path}}": {{rule}} } } } """;

    private static string Search(Filter? filter = null, string branch = "main", int size = 10, string? note = null, int[]? ids = null) => "done";

    internal sealed record Filter(string Text, string Status = "open");
}
