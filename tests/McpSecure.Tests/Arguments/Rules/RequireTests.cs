using System.Text.Json;
using System.Text.Json.Serialization;
using McpSecure.Tests.Attacks;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpSecure.Tests.Arguments.Rules;

/// <summary>Rules in code, on a running server.</summary>
public sealed class RequireTests
{
    private const string Roles = """ "Roles": { "clerk": { "Tools": { "refund": "Allow" } } } """;

    private readonly Ran _ran = new();

    [Fact]
    public async Task A_rule_decides_on_arguments_and_caller()
    {
        await using var session = await StartAsync(options => options.Tool("refund")
            .Require("own orders only", (arguments, caller) => arguments.GetString("order") == $"{caller.Subject}-1"));
        var peer = await session.ConnectRawAsync();

        await peer.CallToolAsync("refund", """{"order":"carl-1"}""");
        var refused = await peer.CallToolAsync("refund", """{"order":"bert-1"}""");
        await session.FinishAsync();

        Assert.Equal(["carl-1 9000"], _ran.Entries);
        Assert.Equal("The tool 'refund' does not take these arguments from you, by its rule 'own orders only'.", refused.Text());
        Assert.Contains("""{"code":"invalid_arguments","retry":"after_fix"}""", refused.GetRawText(), StringComparison.Ordinal);
        var record = Assert.Single(session.Logs.From("McpSecure"), entry => Equals(entry["Outcome"], "refused"));
        Assert.Equal(("argument_rules", "Require(own orders only)"), (record["Guard"], record["DecidedBy"]));
    }

    [Theory]
    [InlineData("""{"order":"a","amount":5}""", true)]
    [InlineData("""{"order":"a","amount":5000}""", false)]
    [InlineData("""{"order":"a"}""", false)] // the tool's default is 9000
    public async Task A_rule_over_an_object_of_your_own_sees_the_defaults_of_the_tool(string arguments, bool passes)
    {
        await using var session = await StartAsync(options => options.Tool("refund")
            .Require("small", RequireTypes.Default.Refund, (refund, caller) => refund.Amount < 10 && caller.Roles.Contains("clerk")));

        await (await session.ConnectRawAsync()).CallToolAsync("refund", arguments);

        Assert.Equal(passes ? 1 : 0, _ran.Entries.Count);
    }

    [Fact]
    public async Task A_rule_that_throws_refuses_and_the_log_has_its_name_but_no_value()
    {
        await using var session = await StartAsync(options => options.Tool("refund")
            .Require("broken", (arguments, _) => throw new FormatException(arguments.GetString("order"))));
        var peer = await session.ConnectRawAsync();

        var refused = await peer.CallToolAsync("refund", """{"order":"secret-value"}""");
        await session.FinishAsync();

        Assert.Empty(_ran.Entries);
        Assert.Contains("guard_failed", refused.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("broken", refused.GetRawText(), StringComparison.Ordinal);
        var record = Assert.Single(session.Logs.From("McpSecure"), entry => entry.Level == LogLevel.Error);
        Assert.Contains("The rule 'broken' of the tool 'refund' threw System.FormatException", record.Exception!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", record.Exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", "an argument that was not sent and has no default")]
    [InlineData("order", "an argument of another kind")]
    public async Task What_cannot_be_read_refuses(string name, string reason)
    {
        await using var session = await StartAsync(options => options.Tool("refund").Require("reads", (arguments, _) => arguments.GetDecimal(name) < decimal.MaxValue));

        var refused = await (await session.ConnectRawAsync()).CallToolAsync("refund", """{"order":"a"}""");

        Assert.True(refused.GetRawText().Contains("guard_failed", StringComparison.Ordinal), reason);
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task A_rule_sees_only_what_the_other_checks_let_pass()
    {
        var asked = 0;
        await using var session = await StartAsync(
            options => options.Tool("refund").Require("counts", (_, _) => ++asked > 0),
            Roles + """, "Tools": { "refund": { "Arguments": { "amount": { "Maximum": 100 } } } } """);
        var peer = await session.ConnectRawAsync();

        await peer.CallToolAsync("refund", """{"order":"a","amount":101}""");
        await peer.CallToolAsync("refund", """{"order":"a","amount":1,"AMOUNT":101}""");
        await peer.CallToolAsync("refund", """{"order":"a","amount":1,"other":1}""");
        Assert.Equal(0, asked);

        await peer.CallToolAsync("refund", """{"order":"a","amount":1}""");
        Assert.Equal(1, asked);
    }

    [Fact]
    public void Code_adds_to_what_configuration_says()
    {
        var options = Written.Options(""" "Tools": { "refund": { "Access": "Ask" } } """);

        options.Tool("refund").Require("a", (_, _) => true).Arguments["amount"] = new ArgumentRuleOptions { Maximum = 5 };

        Assert.Equal(Access.Ask, options.Tools["refund"].Access);
        Assert.Same(options.Tools["refund"], options.Tool("refund"));
    }

    [Fact]
    public void Nothing_is_no_rule()
    {
        var tool = new ToolOptions();

        Assert.Throws<ArgumentException>(() => tool.Require(" ", (_, _) => true));
        Assert.Throws<ArgumentNullException>(() => tool.Require("a", null!));
        Assert.Throws<ArgumentNullException>(() => tool.Require("a", RequireTypes.Default.Refund, null!));
        Assert.Throws<ArgumentNullException>(() => tool.Require("a", null!, (Refund _, Caller _) => true));
        Assert.Throws<ArgumentException>(() => new McpSecurityOptions().Tool(""));
    }

    [Fact]
    public void Arguments_of_nothing_have_no_argument()
    {
        Assert.False(default(CallArguments).TryGet("a", out _));
        Assert.Throws<KeyNotFoundException>(() => default(CallArguments).GetString("a"));
        Assert.Throws<ArgumentNullException>(() => default(CallArguments).TryGet(null!, out _));
    }

    [Fact]
    public void An_argument_is_what_was_sent_or_its_default()
    {
        var arguments = new CallArguments(Members("""{"text":"x","count":7,"yes":true,"none":null}"""), Members("""{"count":8,"size":1.5}"""));

        Assert.Equal(("x", 7L, true, 1.5m), (arguments.GetString("text"), arguments.GetInt64("count"), arguments.GetBoolean("yes"), arguments.GetDecimal("size")));
        Assert.Null(arguments.GetString("none"));
        Assert.False(arguments.TryGet("TEXT", out _));
        Assert.Throws<FormatException>(() => arguments.GetInt64("size"));
        Assert.Throws<InvalidOperationException>(() => arguments.GetString("count"));
    }

    [Theory]
    [InlineData("""{"order":"a","amount":5}""", true)]
    [InlineData("""{"amount":5}""", true)] // a text can be nothing
    [InlineData("""{"order":"a"}""", false)] // a number cannot: 0 would be invented
    public void A_plain_value_is_not_invented(string sent, bool isRead) =>
        Assert.Equal(isRead, new CallArguments(Members(sent), Members("{}")).TryRead(RequireTypes.Default.Refund, out _));

    private static Dictionary<string, JsonElement> Members(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);

    private Task<Session> StartAsync(Action<McpSecurityOptions> configure, string section = Roles) => Target.StartAsync(
        server => server.AddMcpSecurity(configure).WithTools([Given.Tool("refund", (string order, int amount = 9000) => _ran.Note($"{order} {amount}"))]),
        policy: Written.Settings(section),
        hosted: true,
        user: Given.User("carl", "clerk"));

    internal sealed record Refund([property: JsonPropertyName("order")] string? Order, [property: JsonPropertyName("amount")] decimal Amount)
    {
        public bool IsComputed => Amount > 5;
    }
}

[JsonSerializable(typeof(RequireTests.Refund))]
internal sealed partial class RequireTypes : JsonSerializerContext;
