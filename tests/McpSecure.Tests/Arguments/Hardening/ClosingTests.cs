namespace McpSecure.Tests.Arguments.Hardening;

/// <summary>Objects take nothing that they do not name; who says that they do is believed.</summary>
public sealed class ClosingTests
{
    private const string Draft7 = "\"$schema\":\"http://json-schema.org/draft-07/schema#\",";

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{}}}""", """{"type":"object","properties":{"a":{}},"additionalProperties":false}""")]
    [InlineData("""{"type":"object"}""", """{"type":"object","additionalProperties":false}""")] // a tool without arguments
    [InlineData("""{"type":"object","required":["a"],"properties":{}}""", """{"type":"object","required":["a"],"properties":{},"additionalProperties":false}""")]
    [InlineData(
        """{"type":"object","properties":{"a":{"type":"array","items":{"properties":{"b":{}}}}}}""",
        """{"type":"object","properties":{"a":{"type":"array","items":{"properties":{"b":{}},"additionalProperties":false}}},"additionalProperties":false}""")]
    [InlineData(
        """{"properties":{"a":{"type":"object","additionalProperties":{"properties":{"b":{}}}}}}""",
        """{"properties":{"a":{"type":"object","additionalProperties":{"properties":{"b":{}},"additionalProperties":false}}},"additionalProperties":false}""")]
    public void An_object_is_closed_at_every_level(string schema, string expected) => Assert.Equal(expected, Hardened.Of(schema));

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":true}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"integer"}}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"unevaluatedProperties":{}}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"patternProperties":{"^x":{}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object"}},"additionalProperties":false}""")] // opaque, and reported as that
    [InlineData("""{"type":["object","null"]}""")]
    [InlineData("""{"type":"object","anyOf":[{"type":"object"},{"properties":{"a":{}}}]}""")] // one alternative takes any object
    [InlineData("""true""")]
    [InlineData("""false""")]
    [InlineData("""5""")]
    [InlineData("""{"type":"object","properties":5}""")] // no schema: the engine says so
    [InlineData("""{"type":"string"}""")]
    public void What_its_author_left_open_stays_open(string schema) => Assert.Equal(
        schema.Replace("\"properties\":5}", "\"properties\":5,\"additionalProperties\":false}", StringComparison.Ordinal), Hardened.Of(schema));

    [Theory]
    [InlineData("default")]
    [InlineData("const")]
    [InlineData("x-note")]
    public void What_only_looks_like_a_schema_is_left_alone(string keyword)
    {
        var value = """{"type":"object","properties":{"a":{"pattern":"a"}},"n":1.50,"e":1E400}""";

        Assert.Contains($"\"{keyword}\":{value}", Hardened.Of("""{"properties":{"p":{"K":V}}}""".Replace("K", keyword, StringComparison.Ordinal).Replace("V", value, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"properties":{"a":{}},"allOf":[{"properties":{"b":{}}}]}""", "the pieces of an object")]
    [InlineData("""{"allOf":[{"properties":{"a":{}}},{"properties":{"b":{}}}]}""", "nothing but pieces")]
    [InlineData("""{"type":"object","anyOf":[{"properties":{"a":{}}},{"properties":{"b":{}}}]}""", "alternatives that can both hold")]
    [InlineData("""{"properties":{"a":{}},"anyOf":[{"properties":{"b":{}}},{"required":["a"]}]}""", "one alternative adds a name")]
    [InlineData("""{"properties":{"a":{}},"if":{"properties":{"a":{"const":1}}},"then":{"properties":{"b":{}}}}""", "names on a condition")]
    [InlineData("""{"properties":{"a":{}},"dependentSchemas":{"a":{"properties":{"b":{}}}}}""", "names on another condition")]
    public void Where_names_are_spread_the_whole_is_closed_and_no_piece(string schema, string reason) =>
        Assert.Equal(($"{schema[..^1]},\"unevaluatedProperties\":false}}", reason), (Hardened.Of(schema), reason));

    [Theory]
    [InlineData("""{"properties":{"a":{}},"anyOf":[{"required":["a"]},{"required":["b"]}]}""", "conditions that name nothing")]
    [InlineData("""{"properties":{"a":{},"b":{}},"allOf":[{"properties":{"a":{"type":"string"}}}]}""", "pieces that name nothing new")]
    [InlineData("""{"properties":{"a":{}},"not":{"properties":{"b":{}}}}""", "what must not be adds no names")]
    public void Where_the_pieces_add_no_names_the_plain_keyword_is_enough(string schema, string reason) =>
        Assert.Equal(($"{schema[..^1]},\"additionalProperties\":false}}", reason), (Hardened.Of(schema), reason));

    [Theory]
    [InlineData("""{"if":{"properties":{"a":{"const":1}}},"then":{"properties":{"b":{}}}}""")] // without "a" beside it, every other object would be refused
    [InlineData("""{"properties":{"b":{}},"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]}}""")]
    public void Names_that_only_a_condition_knows_leave_the_object_open(string schema) => Assert.Equal(schema, Hardened.Of(schema));

    [Theory]
    [InlineData("""{"properties":{"a":{"anyOf":[{"properties":{"b":{}}@},{"type":"null"}]}},"additionalProperties":false}""", "the nullable object")]
    [InlineData("""{"properties":{"a":{"oneOf":[{"type":"object","properties":{"b":{}}@},{"type":["string","null"]}]}},"additionalProperties":false}""", "the same with oneOf")]
    [InlineData("""{"properties":{"a":{"allOf":[{"properties":{"b":{}}@}],"description":"d"}},"additionalProperties":false}""", "a detour")]
    [InlineData(
        """{"properties":{"a":{"oneOf":[{"type":"object","properties":{"k":{"const":"x"}},"required":["k"]@},{"type":"object","properties":{"k":{"const":"y"},"n":{}},"required":["k"]@}]}},"additionalProperties":false}""",
        "alternatives that a name tells apart")]
    public void An_alternative_that_no_other_can_help_is_closed_itself(string schema, string reason)
    {
        foreach (var dialect in new[] { string.Empty, Draft7 })
        {
            var written = schema.Insert(1, dialect);

            Assert.Equal(
                (written.Replace("@", ",\"additionalProperties\":false", StringComparison.Ordinal), reason),
                (Hardened.Of(written.Replace("@", string.Empty, StringComparison.Ordinal)), reason));
        }
    }

    /// <summary>Closing the first would make the second alternative the only one, where before two were too many.</summary>
    [Theory]
    [InlineData("""{"properties":{"a":{"oneOf":[{"properties":{"b":{}}},{"properties":{"c":{}}}],@}},"additionalProperties":false}""")]
    [InlineData("""{"properties":{"a":{"oneOf":[{"properties":{"b":{"properties":{"d":{}}}}},{"properties":{"c":{}}}],@}},"additionalProperties":false}""")]
    public void Alternatives_of_which_one_alone_may_hold_are_left_as_they_are(string schema) => Assert.Equal(
        schema.Replace("@", "\"unevaluatedProperties\":false", StringComparison.Ordinal),
        Hardened.Of(schema.Replace(",@", string.Empty, StringComparison.Ordinal)));

    [Theory]
    [InlineData("not")]
    [InlineData("if")]
    [InlineData("contains")]
    public void What_is_looser_when_its_inside_is_stricter_is_left_alone(string keyword)
    {
        var schema = $$"""{"properties":{"a":{"{{keyword}}":{"properties":{"b":{"properties":{"c":{} } } } } } },"additionalProperties":false}""".Replace(" ", "", StringComparison.Ordinal);

        Assert.Equal(schema, Hardened.Of(schema));
    }

    [Fact]
    public void Two_pieces_that_describe_the_same_member_leave_it_open()
    {
        var schema = """{"properties":{"a":{"properties":{"x":{}}}},"allOf":[{"properties":{"a":{"properties":{"y":{}}}}}]}""";

        Assert.Equal($"{schema[..^1]},\"additionalProperties\":false}}", Hardened.Of(schema));
    }

    [Fact]
    public void Two_alternatives_that_describe_the_same_member_close_it_each()
    {
        Assert.Equal(
            """{"anyOf":[{"properties":{"a":{"properties":{"x":{}},"additionalProperties":false}}},{"properties":{"a":{"properties":{"y":{}},"additionalProperties":false}}}],"unevaluatedProperties":false}""",
            Hardened.Of("""{"anyOf":[{"properties":{"a":{"properties":{"x":{}}}}},{"properties":{"a":{"properties":{"y":{}}}}}]}"""));
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/d"},"b":{"items":{"$ref":"#/$defs/d"}}},"$defs":{"d":{"properties":{"x":{}}@}},"additionalProperties":false}""", "places of its own")]
    [InlineData("""{"properties":{"n":{"properties":{"c":{"items":{"$ref":"#/properties/n"}}}@}},"additionalProperties":false}""", "a type that holds itself, as the SDK writes it")]
    [InlineData("""{"properties":{"a":{"$ref":"#"}}@}""", "the root again")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/d"},"b":{"allOf":[{"$ref":"#/$defs/d"},{"properties":{"y":{}}}],"unevaluatedProperties":false}},"$defs":{"d":{"properties":{"x":{}}}},"additionalProperties":false}""", "a piece elsewhere", """{"$ref":"#/$defs/d"!}""")]
    [InlineData("""{"properties":{"a":{"not":{"$ref":"#/$defs/d"}},"b":{"$ref":"#/$defs/d"!}},"$defs":{"d":{"properties":{"x":{}}}},"additionalProperties":false}""", "what must not be elsewhere")]
    public void What_is_referred_to_is_closed_if_every_reference_is_a_place_of_its_own(string schema, string reason, string? first = null)
    {
        if (first is not null)
        {
            schema = schema.Replace($"\"a\":{first.Replace("!", string.Empty, StringComparison.Ordinal)}", $"\"a\":{first}", StringComparison.Ordinal);
        }

        var before = schema.Replace("@", "", StringComparison.Ordinal).Replace("!", "", StringComparison.Ordinal);
        var after = schema.Replace("@", ",\"additionalProperties\":false", StringComparison.Ordinal).Replace("!", ",\"unevaluatedProperties\":false", StringComparison.Ordinal);
        Assert.Equal((after, reason), (Hardened.Of(before), reason));
    }

    [Theory]
    [InlineData("allOf")]
    [InlineData("anyOf")]
    public void In_draft_07_what_cannot_be_closed_in_one_place_stays_open(string keyword)
    {
        var schema = $$"""{{{Draft7}}"properties":{"a":{} },"{{keyword}}":[{"properties":{"b":{} } },{"properties":{"c":{} } }]}""".Replace(" ", "", StringComparison.Ordinal);

        Assert.Equal(schema, Hardened.Of(schema));
    }

    [Fact]
    public void In_draft_07_what_stands_beside_a_reference_means_nothing_and_stays()
    {
        var schema = $$"""{{{Draft7}}"properties":{"a":{"$ref":"#/definitions/d","properties":{"z":{"properties":{} } } } },"definitions":{"d":{"properties":{"x":{} }@} },"additionalProperties":false}""".Replace(" ", "", StringComparison.Ordinal);

        Assert.Equal(
            schema.Replace("@", ",\"additionalProperties\":false", StringComparison.Ordinal),
            Hardened.Of(schema.Replace("@", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2019-09/schema","properties":{"a":{}}}""", "another dialect")]
    [InlineData("""{"properties":{"a":{"$dynamicRef":"#x"}}}""", "a reference that depends on the way")]
    [InlineData("""{"properties":{"a":{"$ref":"#x"},"b":{"$anchor":"x","properties":{}}}}""", "a name for a place")]
    [InlineData("""{"properties":{"a":{"$ref":"#/x-y"}},"x-y":{"properties":{}}}""", "a place that is no schema")]
    [InlineData("""{"$id":"https://a.example/","properties":{"a":{"$ref":"https://a.example/#/$defs/d"}}}""", "a way back through its own name")]
    [InlineData("""{"properties":{"a":{"$id":"https://a.example/","properties":{}}}}""", "a document inside")]
    [InlineData("""{"properties":{"a":{"title":"\ud800"}}}""", "half of a character")]
    public void What_cannot_be_followed_is_left_to_its_author(string schema, string reason) => Assert.Equal((schema, reason), (Hardened.Of(schema), reason));

    [Fact]
    public void Another_document_may_say_more_about_the_place_that_refers_to_it()
    {
        Assert.Equal(
            """{"properties":{"a":{"$ref":"https://a.example/d","properties":{"x":{}}},"b":{"properties":{},"additionalProperties":false}},"additionalProperties":false}""",
            Hardened.Of("""{"properties":{"a":{"$ref":"https://a.example/d","properties":{"x":{}}},"b":{"properties":{}}}}"""));
    }

    [Fact]
    public void A_schema_of_any_depth_is_no_trouble()
    {
        var schema = $"{string.Concat(Enumerable.Repeat("{\"properties\":{\"a\":", 30))}{{}}{string.Concat(Enumerable.Repeat("}}", 30))}";

        Assert.Equal(30, Hardened.Of(schema).Split("additionalProperties").Length - 1);
    }

    /// <summary>Each reference doubles the ways to the last; whoever follows all of them never arrives.</summary>
    [Theory]
    [InlineData("anyOf")]
    [InlineData("oneOf")]
    [InlineData("allOf")]
    public void A_schema_that_doubles_with_every_step_is_looked_at_once(string keyword)
    {
        var steps = Enumerable.Range(0, 60).Select(step => $"\"d{step}\":{{\"{keyword}\":[{{\"$ref\":\"#/$defs/d{step + 1}\"}},{{\"$ref\":\"#/$defs/d{step + 1}\"}}]}}");
        var schema = $"{{\"properties\":{{\"a\":{{\"$ref\":\"#/$defs/d0\"}}}},\"$defs\":{{{string.Join(',', steps)},\"d60\":{{\"properties\":{{}}}}}}}}";

        Assert.EndsWith(",\"additionalProperties\":false}", Hardened.Of(schema), StringComparison.Ordinal);
    }
}
