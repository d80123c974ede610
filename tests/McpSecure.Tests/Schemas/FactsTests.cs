using McpSecure.Schemas;

namespace McpSecure.Tests.Schemas;

/// <summary>What the author of a schema should know of it.</summary>
public sealed class FactsTests
{
    [Theory]
    [InlineData("""{"properties":{"a":true,"b":{},"c":{"type":"object"},"d":{"type":"string"},"e":{"type":"object","properties":{"f":{}}}},"additionalProperties":false}""", "/properties/a /properties/b /properties/c /properties/e/properties/f")]
    [InlineData("""{"properties":{"a":{"items":true}},"additionalProperties":false}""", "/properties/a/items")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", "")]
    public void Opaque_is_what_nothing_is_said_of(string schema, string pointers) =>
        Assert.Equal(pointers, string.Join(' ', Schema.Compile(schema).Facts.OpaquePointers));

    [Theory]
    [InlineData("""{"properties":{"a":{"properties":{"b":{"type":"null"}}}},"additionalProperties":false}""", "/properties/a")]
    [InlineData("""{"properties":{"a":{"type":"null"}}}""", "/")]
    [InlineData("""{"properties":{"a":{"type":"null"}},"additionalProperties":true}""", "/")]
    [InlineData("""{"allOf":[{"properties":{"a":{"type":"null"}}}],"unevaluatedProperties":false}""", "")]
    [InlineData("""{"allOf":[{"properties":{"a":{"type":"null"}}}]}""", "/")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/d"}},"additionalProperties":false,"$defs":{"d":{"properties":{"x":{"type":"null"}}}}}""", "/$defs/d")]
    public void Open_is_what_takes_members_that_it_does_not_name(string schema, string pointers) =>
        Assert.Equal(pointers, string.Join(' ', Schema.Compile(schema).Facts.OpenObjectPointers.Select(pointer => pointer.Length == 0 ? "/" : pointer)));

    [Fact]
    public void Patterns_and_formats_are_told()
    {
        var facts = Schema.Compile("""{"properties":{"a":{"pattern":"a"},"b":{"pattern":"^a$"},"c":{"pattern":"^(?=a)a$"},"d":{"format":"unheard-of"}}}""", options => options.AllowBacktracking = true).Facts;

        Assert.Equal(["/properties/a/pattern"], facts.UnanchoredPatternPointers);
        Assert.Equal(["/properties/c/pattern"], facts.BacktrackingPointers);
        Assert.Equal(["unheard-of"], facts.IgnoredFormats);
        Assert.Equal(SchemaDialect.Draft202012, facts.Dialect);
    }

    [Fact]
    public void Formats_are_ignored_if_that_is_wanted()
    {
        var compiled = Schema.Compile("""{"format":"uuid"}""", options => options.AssertFormats = false);

        Assert.True(compiled.Accepts("\"x\""));
        Assert.Equal(["uuid"], compiled.Facts.IgnoredFormats);
    }
}
