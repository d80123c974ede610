using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Tests.Arguments.Rules;

namespace McpSecure.Tests.Allocation;

/// <summary>What a call that keeps all rules allocates in their guard: nothing.</summary>
[Collection(CountedBytes.Name)]
public sealed class ArgumentRulesTests
{
    private const string Rules = """
        "Roles": { "clerk": { "Tools": { "refund": "Allow" } }, "senior": { "Inherits": "clerk" } },
        "Tools": {
          "refund": {
            "Arguments": {
              "amount": { "Minimum": 0.01, "Maximum": 5000 }, "lines": { "MaxItems": 10 }, "lines[*].text": { "Pattern": "[a-z]{1,10}", "MaxLength": 10 },
              "currency": { "OneOf": { "EUR": "Allow", "USD": "Ask" } }, "branch": { "Equals": "main" }
            },
            "Roles": { "clerk": { "Arguments": { "amount": { "AskAbove": 100 }, "target.account": { "Equals": "sales" } } } }
          },
          "other": { "Arguments": { "amount": { "Maximum": 1 } } }
        }
        """;

    private const string Arguments = """{"amount":99.95,"lines":[{"text":"one"},{"text":"two"}],"currency":"EUR","target":{"account":"sales"}}""";

    [Theory]
    [InlineData("refund", "clerk")]
    [InlineData("refund", "senior", "clerk")]
    [InlineData("unruled", "clerk")]
    public void A_call_that_keeps_the_rules_allocates_nothing(string tool, params string[] roles) => Assert.Equal(0, BytesOf(Rules, tool, Arguments, roles));

    [Fact]
    public void A_rule_in_code_over_the_arguments_allocates_nothing() => Assert.Equal(
        0,
        BytesOf(Rules, "refund", Arguments, ["clerk"], options => options.Tool("refund").Require("own", static (arguments, caller) =>
            arguments.GetDecimal("amount") < 100 && arguments.TryGet("branch", out _) && caller.Subject is not null)));

    [Fact]
    public void Bytes_would_be_noticed() => Assert.NotEqual(0, BytesOf(Rules, "refund", Arguments, ["clerk"], options => options.Tool("refund").Require(
        "wasteful", static (arguments, _) => arguments.GetString("currency") is not null)));

    private static long BytesOf(string section, string tool, string arguments, string[] roles, Action<McpSecurityOptions>? configure = null)
    {
        var judged = new Judged(section, Refund, configure, tool);
        var call = judged.Call(arguments, roles);
        for (var warm = 0; warm < 200; warm++)
        {
            Assert.Equal(VerdictKind.Continue, judged.Ask(call));
        }

        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var time = 0; time < 100; time++)
            {
                judged.Ask(call);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static string Refund(double amount, Line[] lines, string currency, JsonElement target, string branch = "main") => "done";

    internal sealed record Line(string Text);
}
