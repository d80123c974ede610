using McpSecure.Schemas;

namespace McpSecure.Tests.Schemas;

/// <summary>What cannot be enforced to the letter is not compiled, and everything wrong is told at once.</summary>
public sealed class CompileTests
{
    [Theory]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#"}""", "", "$schema", "is not known")]
    [InlineData("""{"properties":{"a":{"tpye":"string"}}}""", "/properties/a", "tpye", "Did you mean 'type'?")]
    [InlineData("""{"nullable":true}""", "", "nullable", "[\"string\", \"null\"]")]
    [InlineData("""{"additionalproperties":false}""", "", "additionalproperties", "Did you mean 'additionalProperties'?")]
    [InlineData("""{"id":"a"}""", "", "id", "Did you mean '$id'?")]
    [InlineData("""{"$ref":"#/$defs/a"}""", "", "$ref", "leads nowhere. Define what it names")]
    [InlineData("""{"$ref":"http://127.0.0.1:1/a.json"}""", "", "$ref", "none is ever fetched. Define the schema under '$defs', or add it to SchemaCompileOptions.Documents.")]
    [InlineData("""{"$ref":"file:///etc/passwd"}""", "", "$ref", "none is ever fetched")]
    [InlineData("""{"items":[{}]}""", "", "items", "prefixItems")]
    [InlineData("""{"dependencies":{}}""", "", "dependencies", "dependentRequired")]
    [InlineData("""{"type":"strin"}""", "", "type", "Did you mean 'string'?")]
    [InlineData("""{"type":[]}""", "", "type", "empty list")]
    [InlineData("""{"type":1}""", "", "type", "list of strings")]
    [InlineData("""{"exclusiveMinimum":true}""", "", "exclusiveMinimum", "Expected a number, not a boolean.")]
    [InlineData("""{"minLength":-1}""", "", "minLength", "0 or more")]
    [InlineData("""{"minLength":1.5}""", "", "minLength", "0 or more")]
    [InlineData("""{"multipleOf":0}""", "", "multipleOf", "greater than 0")]
    [InlineData("""{"required":"a"}""", "", "required", "list of strings")]
    [InlineData("""{"required":["a","a"]}""", "", "required", "twice")]
    [InlineData("""{"properties":[]}""", "", "properties", "object of schemas")]
    [InlineData("""{"properties":{"a/b":1}}""", "/properties/a~1b", "", "Expected a schema")]
    [InlineData("""{"anyOf":[]}""", "", "anyOf", "one schema or more")]
    [InlineData("""{"enum":1}""", "", "enum", "array of values")]
    [InlineData("""{"uniqueItems":1}""", "", "uniqueItems", "true or false")]
    [InlineData("""{"pattern":"("}""", "", "pattern", "cannot be enforced")]
    [InlineData("""{"pattern":"(?=a)b"}""", "", "pattern", "SchemaCompileOptions.AllowBacktracking")]
    [InlineData("""{"patternProperties":{"[":{}}}""", "", "patternProperties", "cannot be enforced")]
    [InlineData("""{"format":"iri"}""", "", "format", "cannot be checked")]
    [InlineData("""{"minimum":1,"minimum":2}""", "", "minimum", "twice")]
    [InlineData("""{"$anchor":"1"}""", "", "$anchor", "starts with a letter")]
    [InlineData("""{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}""", "/$defs/b", "$anchor", "twice")]
    [InlineData("""{"$defs":{"a":{"$id":"http://x.y/z"},"b":{"$id":"http://x.y/z"}}}""", "/$defs/b", "$id", "another schema")]
    [InlineData("""{"$ref":"#"}""", "", "", "circle")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}}}""", "/$defs/a", "", "circle")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","dependentRequired":{}}""", "", "dependentRequired", "2020-12")]
    [InlineData("1", "", "", "Expected a schema")]
    public void A_schema_that_says_what_cannot_be_meant_is_refused(string schema, string location, string keyword, string message)
    {
        var problem = Assert.Single(Schema.Problems(schema));

        Assert.Equal((location, keyword), (problem.Location, problem.Keyword));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once() => Assert.Equal(
        ["# [requird]", "#/properties/a [type]", "#/properties/b [$ref]"],
        Schema.Problems("""{"properties":{"a":{"type":"txt"},"b":{"$ref":"#/no"}},"requird":["a"]}""")
            .Select(problem => problem.ToString().Split(':')[0])
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Unknown_keywords_are_ignored_if_that_is_wanted() =>
        Assert.True(Schema.Compile("""{"nullable":true}""", options => options.AllowUnknownKeywords = true).Accepts("1"));

    [Fact]
    public void Names_that_begin_with_x_are_anybodys() => Assert.True(Schema.Compile("""{"x-order":1}""").Accepts("1"));

    [Theory]
    [InlineData("""{"type":"string"}""", nameof(SchemaCompileOptions.MaxSchemaBytes))]
    [InlineData("""{"not":{"not":{"not":{}}}}""", nameof(SchemaCompileOptions.MaxDepth))]
    [InlineData("""{"allOf":[{},{},{}]}""", nameof(SchemaCompileOptions.MaxSubschemas))]
    [InlineData("""{"enum":["abcdef"]}""", nameof(SchemaCompileOptions.MaxEnumBytes))]
    [InlineData("""{"pattern":"abcdef"}""", nameof(SchemaCompileOptions.MaxPatternLength))]
    public void A_budget_that_is_used_up_is_named(string schema, string option)
    {
        var problems = Schema.Problems(schema, options =>
        {
            options.MaxSchemaBytes = option == nameof(options.MaxSchemaBytes) ? 5 : options.MaxSchemaBytes;
            options.MaxDepth = option == nameof(options.MaxDepth) ? 3 : options.MaxDepth;
            options.MaxSubschemas = option == nameof(options.MaxSubschemas) ? 3 : options.MaxSubschemas;
            options.MaxEnumBytes = option == nameof(options.MaxEnumBytes) ? 5 : options.MaxEnumBytes;
            options.MaxPatternLength = option == nameof(options.MaxPatternLength) ? 5 : options.MaxPatternLength;
        });

        Assert.Contains($"raise {option}", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_need_not_outlive_its_compilation()
    {
        CompiledSchema compiled;
        using (var document = System.Text.Json.JsonDocument.Parse("""{"enum":[{"a":[1]},"b"]}"""))
        {
            compiled = new McpSecureSchemaEngine().Compile(document.RootElement, new SchemaCompileOptions());
        }

        Assert.True(compiled.Accepts("{\"a\":[1]}"));
        Assert.False(compiled.Accepts("{\"a\":[2]}"));
    }

    [Fact]
    public void No_schema_at_all_is_a_problem() =>
        Assert.Throws<SchemaException>(() => new McpSecureSchemaEngine().Compile(default, new SchemaCompileOptions()));
}
