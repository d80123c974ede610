using System.Text.Json;
using McpSecure.Arguments;

namespace McpSecure.Tests.Arguments;

public sealed class DeclaredNamesTests
{
    private const string Schema = """
        {
          "properties": {
            "file": { "$ref": "#/$defs/file" },
            "list": { "items": { "properties": { "line": {} } } },
            "map": { "additionalProperties": { "properties": { "of": {} } } }
          },
          "anyOf": [ { "properties": { "one": {} } }, { "properties": { "two": {} } } ],
          "$defs": { "file": { "properties": { "path": {}, "a/b": {}, "parent": { "$ref": "#/$defs/file" } } } }
        }
        """;

    [Theory]
    [InlineData("", "file,list,map,one,two")]
    [InlineData("/file", "a/b,parent,path")]
    [InlineData("/file/parent/parent", "a/b,parent,path")]
    [InlineData("/list/7", "line")]
    [InlineData("/map/anything", "of")]
    [InlineData("/nothing", "")]
    public void Says_which_names_an_object_may_have(string place, string names) =>
        Assert.Equal(names, string.Join(',', DeclaredNames.Of(JsonElement.Parse(Schema)).At(place)));

    [Theory]
    [InlineData("""{"file":{"PATH":1}}""", "/file/PATH")]
    [InlineData("""{"file":{"parent":{"Path":1}}}""", "/file/parent/Path")]
    [InlineData("""{"list":[{"line":1},{"Line":1}]}""", "/list/1/Line")]
    [InlineData("""{"map":{"x":{"OF":1}}}""", "/map/x/OF")]
    [InlineData("""{"TWO":1}""", "/TWO")]
    [InlineData("""{"file":{"path":1,"other":1},"MORE":1}""", null)]
    [InlineData("""{"map":{"Of":{"of":1},"FILE":{"of":1}}}""", null)] // the names of a map are its sender's
    public void Finds_a_name_in_another_case(string arguments, string? place) =>
        Assert.Equal(place, DeclaredNames.Of(JsonElement.Parse(Schema)).FindVariant(Held.Arguments(arguments)));

    [Theory]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{}}}""", true)]
    [InlineData("""{"$ref":"#"}""", true)]
    [InlineData("""{"$ref":"#anchor"}""", false)]
    [InlineData("""{"$ref":"https://example.org/a"}""", false)]
    [InlineData("""{"$ref":"#/$defs/missing"}""", false)]
    public void Knows_whether_it_has_seen_everything(string schema, bool complete) =>
        Assert.Equal(complete, DeclaredNames.Of(JsonElement.Parse(schema)).IsComplete);

    [Theory]
    [InlineData("""{"properties":{"o":{"$ref":"#x"}},"$defs":{"x":{"$anchor":"x","properties":{"path":{}}}}}""", "an anchor")]
    [InlineData("""{"properties":{"o":{"$ref":"urn:x"}},"$defs":{"x":{"$id":"urn:x","properties":{"path":{}}}}}""", "an identifier")]
    [InlineData("""{"$id":"urn:x","properties":{"o":{"$ref":"urn:x#/$defs/x"}},"$defs":{"x":{"properties":{"path":{}}}}}""", "its own identifier")]
    [InlineData("""{"properties":{"o":{"$dynamicRef":"#x"}},"$defs":{"x":{"$dynamicAnchor":"x","properties":{"path":{}}}}}""", "a dynamic anchor")]
    [InlineData("""{"properties":{"o":{"properties":{"path":{}},"patternProperties":{"^[A-Z]":{}},"additionalProperties":false}}}""", "a pattern")]
    [InlineData("""{"properties":{"o":{"properties":{"path":{}},"allOf":[{"additionalProperties":{}}],"unevaluatedProperties":false}}}""", "a schema beside it")]
    [InlineData("""{"properties":{"o":{"dependencies":{"n":{"properties":{"path":{}}}}}}}""", "a dependency")]
    public void Finds_it_however_the_object_came_to_be_open(string schema, string way)
    {
        var names = DeclaredNames.Of(JsonElement.Parse(schema));

        Assert.True(names.FindVariant(Held.Arguments("""{"o":{"n":1,"PATH":1}}""")) == "/o/PATH", way);
        Assert.True(names.FindVariant(Held.Arguments("""{"o":{"n":1,"path":1,"Other":1}}""")) is null, way);
    }

    /// <summary>Two branches that both go on into both: 2^60 ways.</summary>
    [Fact]
    public void A_schema_that_doubles_at_every_level_is_bounded()
    {
        var names = DeclaredNames.Of(JsonElement.Parse("""
            {"anyOf":[{"properties":{"a":{"$ref":"#"},"b":{}}},{"properties":{"a":{"$ref":"#"}}}]}
            """));
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "{}" + new string('}', 60);

        Assert.NotNull(names.FindVariant(Held.Arguments(deep)));
    }
}
