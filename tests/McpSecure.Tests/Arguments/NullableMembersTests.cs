using System.Text.Json;
using McpSecure.Arguments;

namespace McpSecure.Tests.Arguments;

public sealed class NullableMembersTests
{
    private const string Nullable = """{"type":"object","properties":{"x":{"type":["string","null"]},"y":{"type":"string"}},"required":["x","y"]}""";

    [Theory]
    [InlineData("other")]
    [InlineData("default")]
    [InlineData("enum")]
    [InlineData("const")]
    [InlineData("examples")]
    public void What_may_be_null_may_be_missing_whatever_the_member_around_it_is_called(string name)
    {
        var schema = NullableMembers.MadeOptional(JsonElement.Parse($$"""{"properties":{"{{name}}":{{Nullable}} } }"""));

        var required = schema.GetProperty("properties").GetProperty(name).GetProperty("required");
        Assert.Equal("""["y"]""", required.GetRawText());
    }

    [Theory]
    [InlineData("default")]
    [InlineData("const")]
    public void A_value_that_looks_like_a_schema_stays_as_it_is(string keyword)
    {
        var schema = NullableMembers.MadeOptional(JsonElement.Parse($$"""{"{{keyword}}":{{Nullable}} }"""));

        Assert.Equal(Nullable, schema.GetProperty(keyword).GetRawText());
    }
}
