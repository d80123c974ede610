namespace McpSecure.Tests.Schemas;

/// <summary>References lead to documents that were handed over, and to nothing else.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void A_document_is_found_by_its_URI_and_by_the_name_it_gives_itself()
    {
        var compiled = Schema.Compile("""{"properties":{"a":{"$ref":"http://x.y/a.json#/$defs/n"},"b":{"$ref":"http://x.y/a.json"}}}""", options =>
            options.Documents["http://x.y/a.json"] = Schema.Parse("""{"$id":"http://x.y/other","type":"string","$defs":{"n":{"type":"number"}}}"""));

        Assert.True(compiled.Accepts("{\"a\":1,\"b\":\"\"}"));
        Assert.False(compiled.Accepts("{\"a\":\"\"}"));
        Assert.False(compiled.Accepts("{\"b\":1}"));
    }

    [Fact]
    public void A_problem_in_a_document_names_the_document()
    {
        var problem = Assert.Single(Schema.Problems("""{"$ref":"http://x.y/a"}""", options => options.Documents["http://x.y/a"] = Schema.Parse("""{"not":{"type":"x"}}""")));

        Assert.Equal("http://x.y/a#/not", problem.Location);
    }

    [Fact]
    public void A_document_has_its_own_dialect() =>
        Assert.False(Schema.Compile("""{"$ref":"http://x.y/a"}""", options => options.Documents["http://x.y/a"] =
            Schema.Parse("""{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"string"}]}""")).Accepts("[1]"));

    [Theory]
    [InlineData("""{"$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/core":true,"http://x.y/vocabulary":true}}""", "requires the vocabulary 'http://x.y/vocabulary'")]
    [InlineData("""{"$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/core":true,"http://x.y/vocabulary":false}}""", "no vocabulary with 'minimum'")]
    public void A_meta_schema_says_what_may_be_said(string vocabulary, string message)
    {
        var meta = vocabulary.Replace("{\"$v", "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$v", StringComparison.Ordinal);

        var problem = Assert.Single(Schema.Problems("""{"$schema":"http://x.y/meta","minimum":1}""", options => options.Documents["http://x.y/meta"] = Schema.Parse(meta)), problem => problem.Message.Contains(message, StringComparison.Ordinal));

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://a/b/c/d", "../g", "http://a/b/g")]
    [InlineData("http://a/b/c/d", "g/./h/../i?q", "http://a/b/c/g/i?q")]
    [InlineData("http://a/b/c/d", "//h/i", "http://h/i")]
    [InlineData("http://a", "g", "http://a/g")]
    [InlineData("http://a/b?q", "?r", "http://a/b?r")]
    [InlineData("http://a/b", "../../../g", "http://a/g")]
    [InlineData("urn:a:b", "urn:c:d", "urn:c:d")]
    public void References_are_resolved_as_RFC_3986_has_it(string origin, string reference, string target)
    {
        var schema = $$$"""{"$id":"{{{origin}}}","$ref":"{{{reference}}}"}""";

        Assert.False(Schema.Compile(schema, options => options.Documents[target] = Schema.Parse("false")).Accepts("1"));
    }
}
