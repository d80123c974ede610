using System.Globalization;
using McpSecure.Arguments.Rules;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Attacks;

/// <summary>A clerk who may refund tries to refund what the operator does not allow him.</summary>
public sealed class ArgumentRuleTests
{
    private const string Policy = """
        "Roles": { "clerk": { "Tools": { "refund": "Allow" } } },
        "Tools": {
          "refund": {
            "Arguments": {
              "amount": { "Minimum": 0.01, "Maximum": 5000 },
              "lines[*].amount": { "Maximum": 50 },
              "target.account": { "OneOf": { "sales": "Allow", "claims": "Allow", "payroll": "Deny" } }
            },
            "Roles": { "clerk": { "Arguments": { "amount": { "Maximum": 100 } } } }
          }
        }
        """;

    private readonly Ran _ran = new();

    [Fact]
    public async Task What_the_rules_allow_runs()
    {
        await using var session = await StartAsync();

        await (await session.ConnectRawAsync()).CallToolAsync("refund", Arguments("100"));

        Assert.Equal(["100 sales 1"], _ran.Entries);
    }

    [Theory]
    [InlineData("4999", "what the tool may do, and a clerk may not")]
    [InlineData("5001", "what nobody may do")]
    [InlineData("1e4", "an exponent")]
    [InlineData("1E+4", "another exponent")]
    [InlineData("100.01", "a cent")]
    [InlineData("100.0000000000000000000000001", "next to nothing")]
    [InlineData("0", "nothing")]
    [InlineData("-1", "the other way round")]
    public async Task An_amount_beyond_the_rules_does_not_reach_the_tool(string amount, string reason)
    {
        Assert.True(await IsStoppedAsync(Arguments(amount)), reason);
        Assert.False(await IsStoppedAsync(Arguments(amount), Without.Guard<ArgumentRulesGuard>()), "it would reach the tool: " + reason);
    }

    [Theory]
    [InlineData("""{"target":{"account":"sales"},"lines":[]}""", "the default of the tool would count, 9000")]
    [InlineData("""{"amount":1,"lines":[]}""", "the tool has a target of its own")]
    [InlineData("""{"amount":1,"target":null,"lines":[]}""", "no target")]
    [InlineData("""{"amount":1,"target":{"account":"payroll"},"lines":[]}""", "a value that was taken out")]
    [InlineData("""{"amount":1,"target":{"account":"Sales"},"lines":[]}""", "another case")]
    [InlineData("""{"amount":1,"target":{"account":"sales"},"lines":[{"amount":1},{"amount":50},{"amount":51}]}""", "the last element")]
    public async Task What_is_left_out_null_or_in_one_element_does_not_go_free(string arguments, string reason)
    {
        Assert.True(await IsStoppedAsync(arguments), reason);
        Assert.False(await IsStoppedAsync(arguments, Without.Guard<ArgumentRulesGuard>()), "it would reach the tool: " + reason);
    }

    /// <summary>Other guards, or the SDK, stop some of these as well; together nothing is left.</summary>
    [Theory]
    [InlineData("\"50\"", "a number in a text")]
    [InlineData("\"5000\"", "a large number in a text")]
    [InlineData("null", "nothing")]
    [InlineData("1e400", "more than any type holds")]
    [InlineData("1e999999999999", "an exponent that no type holds")]
    [InlineData("-1e-999999999999", "less than nothing")]
    [InlineData("[1]", "a list")]
    [InlineData("{}", "an object")]
    [InlineData("true", "a truth")]
    public async Task What_is_no_number_does_not_go_free(string amount, string reason) => Assert.True(await IsStoppedAsync(Arguments(amount)), reason);

    [Theory]
    [InlineData("""{"AMOUNT":4999,"target":{"account":"sales"},"lines":[]}""", "another case")]
    [InlineData("""{"amount":1,"AMOUNT":4999,"target":{"account":"sales"},"lines":[]}""", "two cases")]
    [InlineData("""{"amount":1,"amount":4999,"target":{"account":"sales"},"lines":[]}""", "twice")]
    [InlineData("""{"amount":4999,"amount":1,"target":{"account":"sales"},"lines":[]}""", "twice, the other way round")]
    [InlineData("""{"amount":1,"\u0061mount":4999,"target":{"account":"sales"},"lines":[]}""", "twice, escaped")]
    [InlineData("""{"amount":1,"target":{"account":"sales","ACCOUNT":"payroll"},"lines":[]}""", "two cases within")]
    [InlineData("""{"amount":1,"target":{"account":"payroll","account":"sales"},"lines":[]}""", "twice within")]
    [InlineData("""{"amount":1,"target":{"Account":"payroll"},"lines":[]}""", "another case within")]
    [InlineData("""{"amount":1,"target":{"account":"sales"},"lines":[{"Amount":51}]}""", "another case within an element")]
    [InlineData("""{"amount":1,"target":{"account":"sales"},"lines":[{}]}""", "an element without it")]
    public async Task A_name_that_could_be_read_in_two_ways_does_not_go_free(string arguments, string reason) =>
        Assert.True(await IsStoppedAsync(arguments), reason);

    [Fact]
    public async Task The_answer_says_what_to_fix_and_the_record_who_decided()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var ofRole = await peer.CallToolAsync("refund", Arguments("4999"));
        var ofTool = await peer.CallToolAsync("refund", """{"amount":7777,"target":{"account":"evil-value"},"lines":[{"amount":1},{"amount":8888}]}""");
        var missing = await peer.CallToolAsync("refund", """{"amount":1,"lines":[]}""");
        await session.FinishAsync();

        Assert.Equal(
            "Arguments for 'refund' were rejected (1 problem). Fix it and call again.\n- /amount: the operator allows at most 100 [Maximum]",
            ofRole.Text());
        Assert.Equal(
            """
            Arguments for 'refund' were rejected (3 problems). Fix them and call again.
            - /amount: the operator allows at most 5000 [Maximum]
            - /lines/1/amount: the operator allows at most 50 [Maximum]
            - /target/account: the operator allows only 'claims', 'sales' [OneOf]
            """.ReplaceLineEndings("\n"),
            ofTool.Text());
        Assert.Equal(
            "Arguments for 'refund' were rejected (1 problem). Fix it and call again.\n" +
            "- /target/account: missing; the operator allows only 'claims', 'sales' [OneOf]",
            missing.Text());
        Assert.Contains("""{"code":"invalid_arguments","retry":"after_fix"}""", ofRole.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            ["McpSecurity:Tools:refund:Arguments:amount:Maximum", "McpSecurity:Tools:refund:Arguments:target.account:OneOf", "McpSecurity:Tools:refund:Roles:clerk:Arguments:amount:Maximum"],
            session.Logs.From("McpSecure").Where(entry => Equals(entry["Guard"], "argument_rules")).Select(entry => entry["DecidedBy"]!.ToString()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("McpSecurity", ofRole.GetRawText() + ofTool.GetRawText() + missing.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task A_filter_that_changes_the_arguments_afterwards_meets_the_rules_again()
    {
        await using var session = await StartAsync(more: server => server.WithRequestFilters(filters => filters.AddCallToolFilter(next => (request, cancellationToken) =>
        {
            request.Params.Arguments!["amount"] = System.Text.Json.JsonElement.Parse("4999");
            return next(request, cancellationToken);
        })));

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("refund", Arguments("1"));

        Assert.Contains("/amount: the operator allows at most 100 [Maximum]", answer.Text(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task A_schema_whose_document_is_gone_takes_no_rule_and_no_tool_with_it()
    {
        var tool = Given.Tool("refund", (int amount) => _ran.Note($"{amount}"));
        await using var session = await Target.StartAsync(
            server => server.WithTools([tool]),
            policy: Written.Settings("""
                "Roles": { "clerk": { "Tools": { "refund": "Allow" } } },
                "Tools": { "refund": { "Arguments": { "amount": { "Maximum": 5 } } } }
                """),
            hosted: true,
            user: Given.User("carl", "clerk"));
        var peer = await session.ConnectRawAsync();
        using (var document = System.Text.Json.JsonDocument.Parse("""{"type":"object","properties":{"amount":{"type":"integer"}}}"""))
        {
            tool.ProtocolTool.InputSchema = document.RootElement;
            await peer.CallToolAsync("refund", """{"amount":1}""");
            tool.ProtocolTool.InputSchema = System.Text.Json.JsonElement.Parse("""{"type":"object","properties":{"amount":{"minimum":0}}}""");
        }

        await peer.CallToolAsync("refund", """{"amount":6}""");
        await peer.CallToolAsync("refund", """{"amount":5}""");

        Assert.Equal(["1", "5"], _ran.Entries);
    }

    private static string Arguments(string amount) => $$"""{"amount":{{amount}},"target":{"account":"sales"},"lines":[{"amount":50}]}""";

    private async Task<bool> IsStoppedAsync(string arguments, Action<IServiceCollection>? without = null)
    {
        await using var session = await StartAsync(without);
        var before = _ran.Entries.Count;
        await (await session.ConnectRawAsync()).CallToolAsync("refund", arguments);
        return _ran.Entries.Count == before;
    }

    private Task<Session> StartAsync(Action<IServiceCollection>? without = null, Action<IMcpServerBuilder>? more = null) => Target.StartAsync(
        server =>
        {
            server.WithTools([Given.Tool("refund", Refund)]);
            more?.Invoke(server);
        },
        without,
        Written.Settings(Policy),
        hosted: true,
        Given.User("carl", "clerk"));

    private string Refund(decimal amount = 9000, Account? target = null, Line[]? lines = null) =>
        _ran.Note($"{amount.ToString(CultureInfo.InvariantCulture)} {target?.Name ?? "none"} {lines?.Length ?? 0}");

    private sealed record Account([property: System.Text.Json.Serialization.JsonPropertyName("account")] string Name);

    private sealed record Line(decimal Amount);
}
