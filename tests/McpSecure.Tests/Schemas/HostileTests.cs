using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace McpSecure.Tests.Schemas;

/// <summary>Schemas and instances that are made to hurt. Each is answered, whatever the answer, in the time that its size deserves.</summary>
public sealed class HostileTests
{
    // Far above what it takes, far below what an explosion takes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("anyOf", 20)]
    [InlineData("oneOf", 60)]
    [InlineData("allOf", 60)]
    public void Doubling_references_use_up_the_budget(string keyword, int levels)
    {
        var compiled = Timed(() => Schema.Compile(Doubling(keyword, levels, """{"minimum":7}""")));

        var error = Assert.Single(Timed(() => compiled.Explain("5")));

        Assert.True(error.Keyword is "budget" or "minimum", error.Keyword);
    }

    [Fact]
    public void The_budget_is_the_one_that_was_set()
    {
        var schema = Doubling("anyOf", 6, """{"minimum":7}""");

        Assert.NotEqual("budget", Assert.Single(Schema.Compile(schema).Explain("5")).Keyword);
        Assert.Equal("budget", Assert.Single(Schema.Compile(schema, options => options.MaxVisits = 20).Explain("5")).Keyword);
    }

    [Theory]
    [InlineData("""{"not":{"items":{"const":1}}}""")]
    [InlineData("""{"oneOf":[{"items":{"const":1}},{"items":{"const":2}},true]}""")]
    [InlineData("""{"if":{"items":{"const":1}},"else":true}""")]
    public void A_budget_that_is_used_up_turns_no_no_into_a_yes(string schema) =>
        Assert.False(Schema.Compile(schema, options => options.MaxVisits = 3).Accepts("[5,5,5,5,5,5,5,5,5,5,5,5,5,5,5,5]"));

    [Fact]
    public void Many_references_are_resolved_in_linear_time()
    {
        var schema = Chain(2_000);

        Assert.Contains("lead to one another", Timed(() => Assert.Single(Schema.Problems(schema))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"items":{"$ref":"#"}}""")]
    [InlineData("true")]
    [InlineData("""{"uniqueItems":true}""")]
    [InlineData("""{"enum":[[]]}""")]
    [InlineData("""{"anyOf":[{"items":{"$ref":"#"}},{"type":"null"}]}""")]
    [InlineData("""{"unevaluatedItems":{"$ref":"#"}}""")]
    public void An_instance_of_any_depth_is_answered(string schema)
    {
        var compiled = Schema.Compile(schema);
        var deep = new string('[', 5_000) + new string(']', 5_000);

        Assert.False(Timed(() => compiled.IsValid(Schema.Parse(deep))));
        Assert.True(Timed(() => compiled.Explain(deep))[0].Keyword is "depth" or "enum");
    }

    [Fact]
    public void A_recursive_schema_goes_as_deep_as_the_transport_does() =>
        Assert.True(Schema.Compile("""{"anyOf":[{"allOf":[{"type":"array","items":{"$ref":"#"}}]},{"type":"integer"}]}""").Accepts(new string('[', 64) + "1" + new string(']', 64)));

    [Theory]
    [InlineData("""{"items":{"$ref":"#"}}""")]
    [InlineData("true")]
    [InlineData("""{"uniqueItems":true}""")]
    [InlineData("""{"contains":{"const":-1}}""")]
    [InlineData("""{"unevaluatedItems":{"type":"integer"}}""")]
    public void A_megabyte_costs_linear_time(string schema)
    {
        var compiled = Schema.Compile(schema);
        var instance = Schema.Parse(new string('[', 63) + "[" + string.Join(',', Enumerable.Range(0, 170_000)) + "]" + new string(']', 63));

        Timed(() => compiled.IsValid(instance));
    }

    [Theory]
    [InlineData("""{"properties":{"a":{}}}""")]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""")]
    [InlineData("""{"unevaluatedProperties":{"type":"integer"},"allOf":[{"properties":{"a":{}}}]}""")]
    [InlineData("""{"additionalProperties":false}""")]
    public void Many_unknown_names_cost_linear_time(string schema)
    {
        var compiled = Schema.Compile(schema);
        var instance = Schema.Parse("{" + string.Join(',', Enumerable.Range(0, 80_000).Select(index => $"\"k{index}\":1")) + "}");

        Timed(() => compiled.IsValid(instance));
    }

    [Fact]
    public void Names_that_look_alike_cost_linear_time()
    {
        // Same length, same beginning, same end.
        var instance = Schema.Parse("{" + string.Join(',', Enumerable.Range(0, 40_000).Select(index => $"\"aaaaaaaa{index:D6}zzzzzzzz\":1")) + "}");

        Assert.True(Timed(() => Schema.Compile("true").IsValid(instance)));
    }

    [Theory]
    [InlineData("""{"type":"integer","minimum":0}""", "1e400")]
    [InlineData("""{"multipleOf":0.7,"maximum":1}""", "1e999999999")]
    [InlineData("""{"enum":[1]}""", "1e-999999999999999999999999")]
    [InlineData("""{"uniqueItems":true}""", "[1e400,-1e400,1e-400]")]
    [InlineData("""{"properties":{"\ud800":{"pattern":"^a","maxLength":1,"format":"date"}},"additionalProperties":false}""", """{"\ud800":"\udc00"}""")]
    [InlineData("""{"propertyNames":{"pattern":"^a$"},"patternProperties":{"b":{}}}""", """{"\udfff":1}""")]
    [InlineData("""{"enum":["\ud800"]}""", "\"\\udfff\"")]
    [InlineData("""{"const":{"\ud800":1}}""", """{"\ud800":2}""")]
    [InlineData("""{"uniqueItems":true}""", "[{\"\\ud800\":\"\\ud800\"},\"\\ud800\"]")]
    public void Nothing_throws_on_any_instance(string schema, string instance)
    {
        var compiled = Schema.Compile(schema);
        var element = Schema.Parse(instance);

        Assert.Equal(compiled.IsValid(element), compiled.Explain(instance).Count == 0);
    }

    [Fact]
    public void A_value_that_is_none_is_not_valid() => Assert.False(Schema.Compile("true").IsValid(default(System.Text.Json.JsonElement)));

    [Theory]
    [InlineData("true", """{"a":1,"a":2}""")]
    [InlineData("true", """{"a":1,"\u0061":2}""")]
    [InlineData("true", """[[{"b":{"a":1,"a":2}}]]""")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1,"\u0061":1}""")]
    [InlineData("""{"properties":{"a":{}}}""", """{"b":1,"b":1}""")]
    [InlineData("""{"properties":{"a":{}}}""", """{"b":[{"c":1,"c":1}]}""")]
    [InlineData("""{"properties":{"a":{"type":"object"}}}""", """{"a":{"c":1,"c":1}}""")]
    [InlineData("""{"not":{"properties":{"a":{}},"additionalProperties":false}}""", """{"a":1,"a":1}""")]
    [InlineData("""{"anyOf":[{"properties":{"a":{}},"additionalProperties":false},true]}""", """{"a":1,"a":1}""")]
    [InlineData("""{"contains":{"const":1}}""", """[1,{"a":1,"a":1}]""")]
    [InlineData("""{"if":{"required":["a"]},"then":true}""", """{"a":1,"a":1}""")]
    public void A_name_that_is_there_twice_is_refused_whatever_the_schema_says(string schema, string instance)
    {
        var compiled = Schema.Compile(schema);

        Assert.False(compiled.IsValid(Schema.Parse(instance)));
        Assert.Equal("duplicate", compiled.Explain(instance)[0].Keyword);
    }

    [Fact]
    public void Deep_schemas_are_refused() =>
        Assert.NotEmpty(Timed(() => Schema.Problems(string.Concat(Enumerable.Repeat("{\"not\":", 5_000)) + "true" + new string('}', 5_000))));

    [Fact]
    public void Many_threads_may_ask_at_once()
    {
        var compiled = Schema.Compile("""{"properties":{"a":{"type":"array","uniqueItems":true,"items":{"pattern":"^[a-z]+$"}}},"unevaluatedProperties":false}""");
        var (good, bad) = (Schema.Members("""{"a":["x","y"]}"""), Schema.Members("""{"a":["x","x"]}"""));

        Parallel.For(0, 10_000, index => Assert.Equal(index % 2 == 0, compiled.IsValid(index % 2 == 0 ? good : bad)));
    }

    [Theory]
    [InlineData("anyOf", """{"a":1}""", true)]
    [InlineData("oneOf", """{"b":1,"c":2}""", true)]
    [InlineData("anyOf", """{"a":1,"b":1}""", false)]
    [InlineData("oneOf", """{"b":1,"a":1}""", false)]
    [InlineData("anyOf", """{"c":2}""", false)]
    [InlineData("anyOf", "{}", false)]
    [InlineData("oneOf", """{"a":1,"a":1}""", false)]
    public void Closed_alternatives_are_told_apart_by_what_each_requires(string keyword, string instance, bool valid)
    {
        const string Choice = """
            {"type":"array","items":{"KEYWORD":[
                {"properties":{"a":{}},"required":["a"],"additionalProperties":false},
                {"properties":{"c":{},"b":{}},"required":["b"],"additionalProperties":false}]}}
            """;
        var compiled = Schema.Compile(Choice.Replace("KEYWORD", keyword, StringComparison.Ordinal));

        Assert.Equal(valid, compiled.Accepts($"[{instance}]"));
    }

    /// <summary>A pattern on the engine that goes back may run out of its time. Neither "it matches" nor "it does not" would be safe.</summary>
    [Theory]
    [InlineData("""{"pattern":"P"}""", """ "V" """)]
    [InlineData("""{"not":{"pattern":"P"}}""", """ "V" """)]
    [InlineData("""{"oneOf":[true,{"pattern":"P"}]}""", """ "V" """)]
    [InlineData("""{"if":{"pattern":"P"},"then":false}""", """ "V" """)]
    [InlineData("""{"patternProperties":{"P":false}}""", """{"V":1}""")]
    public void What_could_not_be_decided_is_not_valid(string schema, string instance)
    {
        var compiled = Schema.Compile(schema.Replace("\"P\"", "\"^(?=a)(a+)+$\"", StringComparison.Ordinal), options => options.AllowBacktracking = true);

        Assert.False(compiled.Accepts(instance.Replace("V", $"{new string('a', 60)}!", StringComparison.Ordinal)));
    }

    private static T Timed<T>(Func<T> action)
    {
        var start = Stopwatch.GetTimestamp();
        var result = action();
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Patience);
        return result;
    }

    private static string Doubling(string keyword, int levels, string last)
    {
        var schema = new StringBuilder("""{"$ref":"#/$defs/d0","$defs":{""");
        for (var level = 0; level < levels; level++)
        {
            schema.Append(CultureInfo.InvariantCulture, $$"""
                "d{{level}}":{"{{keyword}}":[{"$ref":"#/$defs/d{{level + 1}}"},{"$ref":"#/$defs/d{{level + 1}}"}]},
                """);
        }

        return schema.Append(CultureInfo.InvariantCulture, $"\"d{levels}\":{last}}}}}").ToString();
    }

    private static string Chain(int length)
    {
        var schema = new StringBuilder("""{"$ref":"#/$defs/d0","$defs":{""");
        for (var level = 0; level < length; level++)
        {
            schema.Append(CultureInfo.InvariantCulture, $$"""
                "d{{level}}":{"$ref":"#/$defs/d{{level + 1}}"},
                """);
        }

        return schema.Append(CultureInfo.InvariantCulture, $"\"d{length}\":{{}}}}}}").ToString();
    }
}
