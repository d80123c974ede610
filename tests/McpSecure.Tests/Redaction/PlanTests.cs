using System.ComponentModel;
using System.Text.Json;
using McpSecure.Policy.Sensitive;
using McpSecure.Redaction;
using McpSecure.Tests.Support;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Redaction;

/// <summary>Who may say that an argument is a secret: its author, the schema, the operator; and one does not take back what another says.</summary>
public sealed class PlanTests
{
    private const string Secret = "hunter2hunter2";

    [Theory]
    [InlineData("""{"word":"hunter2hunter2"}""", true)]
    [InlineData("""{"card":{"number":"hunter2hunter2"}}""", true)]
    [InlineData("""{"card":{"owner":"hunter2hunter2"}}""", false)]
    [InlineData("""{"card":{"limit":"hunter2hunter2"}}""", true)] // on the parameter of the constructor
    [InlineData("""{"cards":[{"number":"a"},{"number":"hunter2hunter2"}]}""", true)]
    [InlineData("""{"byName":{"x":{"number":"hunter2hunter2"}}}""", true)]
    [InlineData("""{"card":{"parent":{"parent":{"number":"hunter2hunter2"}}}}""", true)] // a type that holds itself
    [InlineData("""{"note":"hunter2hunter2"}""", false)]
    public void The_author_says_so_with_an_attribute(string arguments, bool isSecret) => AssertKept(!isSecret, arguments, Pay());

    [Theory]
    [InlineData("""{"type":"object","properties":{"word":{"type":"string","format":"password"}}}""", """{"word":"hunter2hunter2"}""")]
    [InlineData("""{"type":"object","properties":{"word":{"anyOf":[{"type":"null"},{"type":"string","writeOnly":true}]}}}""", """{"word":"hunter2hunter2"}""")]
    [InlineData("""{"type":"object","properties":{"o":{"anyOf":[{},{"properties":{"word":{"writeOnly":true}}}]}}}""", """{"o":{"word":"hunter2hunter2"}}""")]
    [InlineData("""{"type":"object","$defs":{"w":{"format":"password"}},"properties":{"o":{"properties":{"w":{"$ref":"#/$defs/w"}}}}}""", """{"o":{"w":"hunter2hunter2"}}""")]
    [InlineData("""{"type":"object","properties":{"l":{"type":"array","items":{"writeOnly":true}}}}""", """{"l":["hunter2hunter2"]}""")]
    [InlineData("""{"type":"object","additionalProperties":{"writeOnly":true}}""", """{"any":"hunter2hunter2"}""")]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"},"word":{"writeOnly":true}}}""", """{"next":{"next":{"next":{"word":"hunter2hunter2"}}}}""")]
    public void The_schema_says_so(string schema, string arguments)
    {
        var tool = Given.Tool("run", () => "ran");
        AssertKept(true, arguments, tool);

        tool = Given.Tool("run", () => "ran");
        tool.ProtocolTool.InputSchema = JsonElement.Parse(schema);
        AssertKept(false, arguments, tool);
    }

    [Theory]
    [InlineData("note", """{"note":"hunter2hunter2"}""")]
    [InlineData("NOTE", """{"note":"hunter2hunter2"}""")]
    [InlineData("card.owner", """{"card":{"owner":"hunter2hunter2"}}""")]
    [InlineData("cards[*].owner", """{"cards":[{"owner":"hunter2hunter2"}]}""")]
    [InlineData("card.owner", """{"card":{" Owner ":"hunter2hunter2"}}""")]
    [InlineData("['a.b']", """{"a.b":"hunter2hunter2"}""")]
    public void The_operator_says_so_with_a_path(string path, string arguments)
    {
        AssertKept(true, arguments, Pay());
        AssertKept(false, arguments, Pay(), options => options.Tool("pay").Sensitive[path] = true);
        AssertKept(false, arguments, Pay(), options => options.Tool("PAY").Sensitive[path] = true);
        AssertKept(true, arguments, Pay(), options => options.Tool("pay").Sensitive[path] = false);
        AssertKept(true, arguments, Pay(), options => options.Tool("other").Sensitive[path] = true);
    }

    /// <summary>What no schema lets pass is kept as well, as what was refused: there, in case of doubt, nothing is.</summary>
    [Theory]
    [InlineData("""{"cards":{"owner":"hunter2hunter2"}}""")]
    [InlineData("""{"cards":{"x":{"owner":"hunter2hunter2"}}}""")]
    [InlineData("""{"cards":{"0":[{"owner":"hunter2hunter2"}]}}""")]
    public void An_object_in_place_of_a_list_hides_nothing(string arguments) =>
        AssertKept(false, arguments, Pay(), options => options.Tool("pay").Sensitive["cards[*].owner"] = true);

    [Fact]
    public void The_operator_says_so_of_a_tool_that_only_a_handler_knows() =>
        AssertKept(false, """{"note":"hunter2hunter2"}""", tool: null, options => options.Tool("pay").Sensitive["note"] = true);

    [Fact]
    public void The_operator_does_not_take_back_what_the_author_says() =>
        AssertKept(false, """{"word":"hunter2hunter2"}""", Pay(), options => options.Tool("pay").Sensitive["word"] = false);

    [Fact]
    public void A_plan_is_made_once()
    {
        var plans = new RedactionPlans(Options.Create(new McpSecurityOptions()));
        var tool = Pay();

        Assert.Same(plans.Of(tool, PrimitiveKind.Tool, "pay"), plans.Of(tool, PrimitiveKind.Tool, "pay"));
        Assert.Same(RedactionPlan.None, plans.Of(primitive: null, PrimitiveKind.Tool, "invented"));
    }

    /// <summary>What is said for records holds for whoever is asked.</summary>
    [Fact]
    public async Task Whoever_is_asked_does_not_see_it_either()
    {
        var options = new McpSecurityOptions();
        options.Tool("pay").Sensitive["note"] = true;
        options.Audit.Redaction.Keys["owner"] = true;

        var text = await Approvals.Shown.OfAsync(Pay(), """{"word":"hunter2hunter2","note":"hunter2hunter2","card":{"number":"hunter2hunter2","owner":"hunter2hunter2","name":"ann"}}""", options);

        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Contains("- note: ••• (14 characters)\n", text, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"ann\"", text, StringComparison.Ordinal);
    }

    private static void AssertKept(bool isKept, string arguments, McpServerTool? tool, Action<McpSecurityOptions>? configure = null)
    {
        var options = new McpSecurityOptions();
        configure?.Invoke(options);

        var text = Written.Of(arguments, new RedactionPlans(Options.Create(options)).Of(tool, PrimitiveKind.Tool, "pay"));

        Assert.Equal(isKept, text.Contains(Secret, StringComparison.Ordinal));
    }

    private static McpServerTool Pay() => Given.Tool(
        "pay",
        ([Sensitive] string? word = null, Card? card = null, Card[]? cards = null, Dictionary<string, Card>? byName = null, [Description("any")] string? note = null) => $"{word}{card}{cards}{byName}{note}");

    private sealed record Card([property: Sensitive] string? Number, string? Owner, [Sensitive] string? Limit, Card? Parent);
}
