using McpSecure.Schemas;

namespace McpSecure.Tests.Schemas;

/// <summary>Every keyword, with a value that it takes and one that it does not.</summary>
public sealed class KeywordTests
{
    [Theory]
    [InlineData("""{"type":"null"}""", "null", "0")]
    [InlineData("""{"type":"boolean"}""", "false", "\"false\"")]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5")]
    [InlineData("""{"type":"integer"}""", "1e2", "1e-2")]
    [InlineData("""{"type":"number"}""", "1.5", "\"1.5\"")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"enum":["a",1,true,null,[1],{"a":1}]}""", "{\"a\":1.0}", "{\"a\":2}")]
    [InlineData("""{"enum":["a",1,true,null]}""", "1.0", "false")]
    [InlineData("""{"enum":[0.5,1e400,12345678901234567890]}""", "0.50e0", "1e401")]
    [InlineData("""{"const":{"a":1,"b":[true]}}""", "{\"b\":[true],\"a\":1}", "{\"b\":[1],\"a\":1}")]
    [InlineData("""{"const":1}""", "1.00", "true")]
    [InlineData("""{"const":"\u0061"}""", "\"a\"", "\"b\"")]
    public void Types_and_values(string schema, string taken, string refused) => AssertSchema(schema, taken, refused);

    [Theory]
    [InlineData("""{"minimum":1}""", "1", "0.99999999999999999999")]
    [InlineData("""{"minimum":1.5}""", "2", "1")]
    [InlineData("""{"maximum":100}""", "100.0", "100.00000000000000000001")]
    [InlineData("""{"maximum":100}""", "-1e400", "1e400")]
    [InlineData("""{"exclusiveMinimum":0}""", "1e-400", "0")]
    [InlineData("""{"exclusiveMinimum":-1}""", "-0.5", "-1.0")]
    [InlineData("""{"exclusiveMaximum":10}""", "9.9", "10")]
    [InlineData("""{"exclusiveMaximum":-0.5}""", "-1", "-0.5")]
    [InlineData("""{"minimum":9007199254740993}""", "9007199254740993", "9007199254740992")] // which are one double
    [InlineData("""{"multipleOf":0.1}""", "0.3", "0.35")]
    [InlineData("""{"multipleOf":0.01}""", "19.99", "19.999")]
    [InlineData("""{"multipleOf":7}""", "-49", "50")]
    [InlineData("""{"multipleOf":5}""", "1e999999999", "1e-999999999")]
    [InlineData("""{"multipleOf":1e-8}""", "12391239123", "1e-9")]
    public void Numbers(string schema, string taken, string refused) => AssertSchema(schema, taken, refused);

    [Theory]
    [InlineData("""{"minLength":2}""", "\"\\ud83d\\ude00a\"", "\"\\ud83d\\ude00\"")] // characters, not code units
    [InlineData("""{"maxLength":1}""", "\"\ud83d\ude00\"", "\"ab\"")]
    [InlineData("""{"maxLength":2}""", "\"\\u0061\\n\"", "\"\\u0061\\n\\\\\"")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"\\u0061bc\"", "\"abc\\n\"")] // the end is the end
    [InlineData("""{"format":"uuid"}""", "\"2eb8aa08-aa98-11ea-b4aa-73b441d16380\"", "\"2eb8aa08\"")]
    public void Strings(string schema, string taken, string refused) => AssertSchema(schema, taken, refused);

    [Theory]
    [InlineData("""{"items":{"type":"string"}}""", "[\"a\"]", "[\"a\",1]")]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,2.0]", "[1,2.5]")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":{"type":"null"}}""", "[\"a\",null]", "[\"a\",1]")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", "[\"a\"]", "[\"a\",1]")]
    [InlineData("""{"minItems":2}""", "[1,1]", "[1]")]
    [InlineData("""{"maxItems":1}""", "[1]", "[1,1]")]
    [InlineData("""{"uniqueItems":true}""", "[1,true,\"1\",[1],{\"a\":1}]", "[1,1.0]")]
    [InlineData("""{"uniqueItems":true}""", "[{\"a\":1,\"b\":2},{\"a\":1,\"b\":3}]", "[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1.0}]")]
    [InlineData("""{"contains":{"const":1}}""", "[0,1]", "[0]")]
    [InlineData("""{"contains":{"const":1},"minContains":2}""", "[1,1]", "[1,0]")]
    [InlineData("""{"contains":{"const":1},"maxContains":1}""", "[1,0]", "[1,1]")]
    [InlineData("""{"contains":{"const":1},"minContains":0,"minItems":1}""", "[0]", "[]")]
    [InlineData("""{"prefixItems":[{}],"contains":{"const":1},"unevaluatedItems":false}""", "[0,1]", "[0,2]")]
    [InlineData("""{"allOf":[{"prefixItems":[{}]}],"unevaluatedItems":{"type":"null"}}""", "[0,null]", "[0,1]")]
    public void Arrays(string schema, string taken, string refused) => AssertSchema(schema, taken, refused);

    [Theory]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", "{\"a\":\"\",\"b\":1}", "{\"a\":1}")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", "{\"\\u0061\":1}", "{\"A\":1}")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":{"type":"null"}}""", "{\"a\":1,\"b\":null}", "{\"b\":1}")]
    [InlineData("""{"patternProperties":{"^x":{"type":"null"}},"additionalProperties":false}""", "{\"x1\":null}", "{\"x1\":1}")]
    [InlineData("""{"properties":{"x1":{"minimum":1}},"patternProperties":{"^x":{"maximum":2}}}""", "{\"x1\":2}", "{\"x1\":3}")]
    [InlineData("""{"required":["a"]}""", "{\"a\":null}", "{\"b\":1}")]
    [InlineData("""{"required":["a"],"additionalProperties":{"type":"null"}}""", "{\"a\":null}", "{\"a\":1}")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", "{\"a\":1}", "{\"ab\":1}")]
    [InlineData("""{"properties":{"ab":{}},"propertyNames":{"anyOf":[{"pattern":"^a$"},{"const":"c"}]}}""", "{\"a\":1,\"c\":1}", "{\"ab\":1}")]
    [InlineData("""{"minProperties":1}""", "{\"a\":1}", "{}")]
    [InlineData("""{"maxProperties":1}""", "{\"a\":1}", "{\"a\":1,\"b\":1}")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", "{\"a\":1,\"b\":1}", "{\"a\":1}")]
    [InlineData("""{"dependentSchemas":{"a":{"required":["b"]}}}""", "{\"b\":1}", "{\"a\":1}")]
    [InlineData("""{"allOf":[{"properties":{"a":{}}}],"unevaluatedProperties":false}""", "{\"a\":1}", "{\"b\":1}")]
    [InlineData("""{"anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":{}}}],"unevaluatedProperties":false}""", "{\"a\":1,\"b\":1}", "{\"a\":2}")]
    [InlineData("""{"if":{"properties":{"a":{"const":1}},"required":["a"]},"then":{"properties":{"b":{}}},"unevaluatedProperties":false}""", "{\"a\":1,\"b\":1}", "{\"b\":1}")]
    public void Objects(string schema, string taken, string refused) => AssertSchema(schema, taken, refused);

    [Theory]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "2", "3")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "null", "1")]
    [InlineData("""{"anyOf":[{"type":"string","maxLength":1},{"type":"string","pattern":"^b+$"}]}""", "\"bbb\"", "\"aa\"")]
    [InlineData("""{"oneOf":[{"minimum":1},{"maximum":2}]}""", "3", "2")]
    [InlineData("""{"oneOf":[{"properties":{"k":{"const":"a"},"x":{"type":"null"}},"required":["k"]},{"properties":{"k":{"const":"b"}},"required":["k"]}]}""", "{\"k\":\"b\",\"x\":1}", "{\"k\":\"a\",\"x\":1}")]
    [InlineData("""{"oneOf":[{"properties":{"k":{"const":"a"}},"required":["k"]},{"properties":{"k":{"const":"b"}},"required":["k"]}]}""", "{\"k\":\"\\u0062\"}", "{\"k\":\"c\"}")]
    [InlineData("""{"not":{"type":"string"}}""", "1", "\"\"")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":1},"else":{"minimum":1}}""", "1", "0")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":1},"else":{"minimum":1}}""", "\"a\"", "\"\"")]
    [InlineData("""{"$ref":"#/$defs/a~1b","maximum":5,"$defs":{"a/b":{"minimum":1}}}""", "5", "6")]
    [InlineData("""{"$ref":"#here","$defs":{"a":{"$anchor":"here","minimum":1}}}""", "1", "0")]
    [InlineData("""{"$id":"http://x.y/a","$ref":"b","$defs":{"a":{"$id":"b","minimum":1}}}""", "1", "0")]
    [InlineData("""{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}""", "{\"next\":{\"next\":{}}}", "{\"next\":{\"nxt\":{}}}")]
    [InlineData("""{"$id":"http://x.y/strict","$dynamicAnchor":"n","$ref":"tree","unevaluatedProperties":false,"$defs":{"t":{"$id":"tree","$dynamicAnchor":"n","properties":{"c":{"$dynamicRef":"#n"}}}}}""", "{\"c\":{\"c\":{}}}", "{\"c\":{\"d\":{}}}")]
    [InlineData("""{"$defs":{"a":true},"definitions":{"b":false},"$comment":"c","title":"t","description":"d","default":1,"examples":[1],"deprecated":true,"readOnly":true,"writeOnly":true,"contentEncoding":"base64","contentMediaType":"a/b","contentSchema":{},"x-any":1,"minimum":1}""", "1", "0")]
    [InlineData("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}""", "{\"minLength\":1}", "{\"minLength\":-1}")]
    public void Subschemas_and_references(string schema, string taken, string refused) => AssertSchema(schema, taken, refused);

    [Theory]
    [InlineData("""{"items":[{"type":"string"}],"additionalItems":false}""", "[\"a\"]", "[\"a\",1]")]
    [InlineData("""{"items":[{"type":"string"}],"additionalItems":{"type":"null"}}""", "[\"a\",null]", "[1]")]
    [InlineData("""{"items":{"type":"string"},"additionalItems":false}""", "[\"a\",\"b\"]", "[1]")]
    [InlineData("""{"dependencies":{"a":["b"],"c":{"required":["d"]}}}""", "{\"c\":1,\"d\":1}", "{\"a\":1}")]
    [InlineData("""{"dependencies":{"a":["b"],"c":{"required":["d"]}}}""", "{\"a\":1,\"b\":1}", "{\"c\":1}")]
    [InlineData("""{"properties":{"a":{"$ref":"#/definitions/a","maximum":1}},"definitions":{"a":{"minimum":1}}}""", "{\"a\":5}", "{\"a\":0}")] // nothing beside a reference counts
    [InlineData("""{"$ref":"#a","definitions":{"a":{"$id":"#a","minimum":1}}}""", "1", "0")]
    [InlineData("""{"$ref":"http://json-schema.org/draft-07/schema#"}""", "{\"minLength\":1}", "{\"minLength\":-1}")]
    [InlineData("""{"contains":{"const":1}}""", "[0,1]", "[0]")]
    public void Draft_07(string schema, string taken, string refused)
    {
        var compiled = Schema.CompileDraft7(schema);

        Assert.True(compiled.Accepts(taken));
        Assert.False(compiled.Accepts(refused));
        Assert.Equal(SchemaDialect.Draft7, compiled.Facts.Dialect);
    }

    [Fact]
    public void True_takes_everything_and_false_nothing()
    {
        Assert.True(Schema.Compile("true").Accepts("{\"a\":[1]}"));
        Assert.True(Schema.Compile("{}").Accepts("null"));
        Assert.False(Schema.Compile("false").Accepts("null"));
    }

    private static void AssertSchema(string schema, string taken, string refused)
    {
        var compiled = Schema.Compile(schema);

        Assert.True(compiled.Accepts(taken), taken);
        Assert.False(compiled.Accepts(refused), refused);
    }
}
