using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using McpSecure.Policy;
using McpSecure.Policy.Rules;
using McpSecure.Tests.Support;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Policy.Rules;

/// <summary>Rules beside the arguments that a tool really has.</summary>
public sealed class RuleServerTests
{
    private const string Path = "McpSecurity:Tools:refund:Arguments:";

    [Theory]
    [InlineData("amount", """{ "Maximum": 1 }""")]
    [InlineData("count", """{ "Maximum": 1 }""")]
    [InlineData("note", """{ "Pattern": "x", "MinLength": 1, "MaxLength": 9 }""")]
    [InlineData("target.account", """{ "Equals": "x" }""")]
    [InlineData("lines", """{ "MaxItems": 1 }""")]
    [InlineData("lines[*].amount", """{ "AskAbove": 1 }""")]
    [InlineData("mode", """{ "OneOf": { "Fast": "Allow", "Slow": "Ask" } }""")]
    [InlineData("amount", """{ "OneOf": { "10": "Allow", "1e1": "Allow" } }""")]
    [InlineData("urgent", """{ "Equals": true }""")]
    [InlineData("tags.color", """{ "Equals": "red" }""")] // a dictionary has any name
    [InlineData("parent.parent.amount", """{ "Maximum": 1 }""")] // a type that refers to itself
    public void A_rule_for_what_a_tool_has_is_sound(string path, string rule) => Assert.Empty(Errors(path, rule));

    [Theory]
    [InlineData("amuont", """{ "Maximum": 1 }""", "amuont names an argument that 'refund' does not have: amuont. Did you mean amount?")]
    [InlineData("Amount", """{ "Maximum": 1 }""", "Amount names an argument that 'refund' does not have: Amount. Did you mean amount?")]
    [InlineData("target.acount", """{ "Equals": "x" }""", "target.acount names an argument that 'refund' does not have: acount. Did you mean account?")]
    [InlineData("amount.value", """{ "Maximum": 1 }""", "amount.value names an argument that 'refund' does not have: value.")]
    [InlineData("amount[*]", """{ "Maximum": 1 }""", "amount[*] goes into the elements of something that is no list in 'refund'.")]
    [InlineData("lines.amount", """{ "Maximum": 1 }""", "lines.amount names an argument that 'refund' does not have: amount. The elements of a list have it: write [*].amount.")]
    [InlineData("note", """{ "Minimum": 1 }""", "note:Minimum is for numbers, and the argument is string: every call would be refused.")]
    [InlineData("amount", """{ "MaxLength": 1 }""", "amount:MaxLength is for texts, and the argument is number: every call would be refused.")]
    [InlineData("amount", """{ "Minimum": 5001 }""", "amount:Minimum is 5001, and the schema allows at most 5000: every call would be refused.")]
    [InlineData("amount", """{ "Maximum": -1 }""", "amount:Maximum is -1, and the schema allows at least 0: every call would be refused.")]
    [InlineData("note", """{ "AskAbove": 1 }""", "note:AskAbove is for numbers, and the argument is string: every call would be refused.")]
    [InlineData("lines[*].amount", """{ "MaxItems": 1 }""", "lines[*].amount:MaxItems is for lists, and the argument is number: every call would be refused.")]
    [InlineData("lines", """{ "Pattern": "x" }""", "lines:Pattern is for texts, and the argument is array: every call would be refused.")]
    [InlineData("amount", """{ "Equals": "five" }""", "amount:Equals is 'five', which the argument cannot be: it is number.")]
    [InlineData("urgent", """{ "Equals": "yes" }""", "urgent:Equals is 'yes', which the argument cannot be: it is boolean.")]
    [InlineData("lines", """{ "Equals": "x" }""", "lines:Equals is 'x', which the argument cannot be: it is array.")]
    [InlineData(
        "mode",
        """{ "OneOf": { "Fats": "Allow" } }""",
        "mode:OneOf has 'Fats', which the argument cannot be: it is string, one of Fast, Slow. Did you mean Fast?")]
    public void A_rule_for_what_it_does_not_have_stops_the_start(string path, string rule, string expected) => Assert.Equal([Path + expected], Errors(path, rule));

    [Theory]
    [InlineData("anything", """{ "Maximum": 1 }""")]
    [InlineData("anything.at.all", """{ "Equals": "x" }""")]
    [InlineData("anything[*]", """{ "MaxLength": 1 }""")]
    public void A_rule_for_what_the_schema_does_not_describe_is_a_warning(string path, string rule)
    {
        Assert.Empty(Errors(path, rule));
        Assert.Equal(
            [$"{Path}{path} is about something that the schema of 'refund' does not describe: a misspelt name would refuse every call."],
            ServerCheck.Warnings(Server(), Options(path, rule)));
    }

    [Theory]
    [InlineData("note", """{ "MaxLength": 9 }""", true)] // null, which is no text
    [InlineData("branch", """{ "Equals": "main" }""", false)]
    [InlineData("branch", """{ "Equals": "release" }""", true)]
    [InlineData("mode", """{ "Equals": "Fast" }""", false)]
    [InlineData("amount", """{ "Maximum": 5 }""", false)] // the tool requires it itself
    [InlineData("size", """{ "Maximum": 5 }""", true)] // 10
    [InlineData("size", """{ "Maximum": 10 }""", false)]
    public void A_rule_that_makes_callers_send_more_is_noted(string path, string rule, bool isNoted)
    {
        var rules = new ArgumentRules(Microsoft.Extensions.Options.Options.Create(Options(path, rule)), Written.Rules);

        Assert.Equal(
            isNoted ? [$"{Path}{path}:"] : [],
            rules.Notes(Server()).Select(note => note[..(note.IndexOf($"{path}:", StringComparison.Ordinal) + path.Length + 1)]));
    }

    [Fact]
    public void A_note_says_what_to_expect() => Assert.Equal(
        [$"{Path}note:MaxLength makes callers send 'note': 'refund' does not require it, and its schema declares no default that the rule allows."],
        new ArgumentRules(Microsoft.Extensions.Options.Options.Create(Options("note", """{ "MaxLength": 9 }""")), Written.Rules).Notes(Server()));

    [Fact]
    public void A_tool_that_the_server_does_not_have_is_reported_once() => Assert.Equal(
        ["McpSecurity:Tools:refnud names a tool this server does not have. Did you mean refund?"],
        ServerCheck.Errors(Server(), Written.Options(""" "Tools": { "refnud": { "Arguments": { "nothing": { "Maximum": 1 } } } } """)));

    [Fact]
    public void What_code_reads_has_to_be_there()
    {
        var options = Written.Options("");
        options.Tool("refund").Require("small", RuleTypes.Default.Wrong, (arguments, _) => arguments.Amount < 5);

        Assert.Equal(
            ["The rule 'small' for 'refund' reads an argument that it does not have: Amount. Did you mean amount?"],
            ServerCheck.Errors(Server(), options));
    }

    private static string[] Errors(string path, string rule) => [.. ServerCheck.Errors(Server(), Options(path, rule))];

    private static McpSecurityOptions Options(string path, string rule) =>
        Written.Options($$""" "Tools": { "refund": { "Arguments": { "{{path}}": {{rule}} } } } """);

    private static McpServerOptions Server() => new() { ToolCollection = [Given.Tool("refund", Refund)] };

    [Description("A tool with every kind of argument.")]
    private static void Refund(
        [Range(0, 5000)] double amount, int count, Target target, Line[] lines, Mode mode, bool urgent, Dictionary<string, string> tags, JsonElement anything,
        Parent parent, string? note = null, string branch = "main", int size = 10)
    {
        // Only its schema is looked at.
    }

    internal sealed record Target(string Account);

    internal sealed record Line(decimal Amount);

    internal sealed record Parent(decimal Amount, [property: JsonPropertyName("parent")] Parent? Up);

    internal sealed record Wrong(decimal Amount);

    [JsonConverter(typeof(JsonStringEnumConverter<Mode>))]
    internal enum Mode
    {
        Fast,
        Slow,
    }
}

[JsonSerializable(typeof(RuleServerTests.Wrong))]
internal sealed partial class RuleTypes : JsonSerializerContext;
