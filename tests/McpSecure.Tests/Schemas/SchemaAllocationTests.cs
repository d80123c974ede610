using McpSecure.Tests.Allocation;

namespace McpSecure.Tests.Schemas;

/// <summary>A valid instance allocates nothing, whichever keywords looked at it.</summary>
[Collection(CountedBytes.Name)]
public sealed class SchemaAllocationTests
{
    private const int Times = 200;

    [Theory]
    [InlineData("""{"properties":{"path":{"type":"string","minLength":1,"maxLength":99},"n":{"type":"integer","minimum":1},"m":{"enum":["r","w"]}},"required":["path"],"additionalProperties":false}""", """{"path":"a\nb","n":5,"m":"w"}""")]
    [InlineData("""{"properties":{"a":{"pattern":"^[a-z]+$","format":"hostname"}}}""", """{"a":"abc","unknown":{"x":[1,{"y":2}]}}""")]
    [InlineData("""{"properties":{"a":{"uniqueItems":true,"contains":{"const":1.0},"maxContains":2}}}""", """{"a":[1,"x",[1],{"b":1},2.5,1e400,true,null]}""")]
    [InlineData("""{"allOf":[{"properties":{"a":{}}}],"anyOf":[{"required":["a"]},{"required":["b"]}],"unevaluatedProperties":{"type":"integer"}}""", """{"a":1,"b":2,"c":3}""")]
    [InlineData("""{"properties":{"a":{"prefixItems":[{}],"unevaluatedItems":{"multipleOf":0.5}}}}""", """{"a":["x",1.5,2]}""")]
    [InlineData("""{"patternProperties":{"^x-":{"type":"string"}},"propertyNames":{"maxLength":5},"additionalProperties":{"type":"null"},"minProperties":1}""", """{"x-\u0061":"b","c":null}""")]
    [InlineData("""{"if":{"required":["a"]},"then":{"required":["b"]},"else":false,"not":{"required":["z"]},"dependentRequired":{"a":["b"]},"dependentSchemas":{"a":{"maxProperties":2}}}""", """{"a":1,"b":2}""")]
    [InlineData("""{"properties":{"s":{"oneOf":[{"properties":{"k":{"const":"a"}},"required":["k"]},{"properties":{"k":{"const":"b"}},"required":["k"]}]}}}""", """{"s":{"k":"b"}}""")]
    [InlineData("""{"properties":{"c":{"$ref":"#"},"e":{"enum":[{"a":1},[1]]}},"additionalProperties":false}""", """{"c":{"c":{"e":{"a":1.0}}},"e":[1]}""")]
    [InlineData("""{"const":{"a":1,"b":[2]}}""", """{"b":[2],"a":1}""")]
    public void A_valid_instance_allocates_nothing(string schema, string instance)
    {
        var compiled = Schema.Compile(schema);
        var (element, members) = (Schema.Parse(instance), Schema.Members(instance));

        AssertNothing(() => compiled.IsValid(element));
        AssertNothing(() => compiled.IsValid(members));
    }

    [Fact]
    public void A_large_instance_allocates_nothing()
    {
        var names = string.Join(',', Enumerable.Range(0, 400).Select(index => $"\"p{index}\":{{\"type\":\"string\"}}"));
        var compiled = Schema.Compile("{\"allOf\":[{\"properties\":{" + names + "}}],\"unevaluatedProperties\":{\"uniqueItems\":true}}");
        var text = new string('x', 5_000);
        var instance = Schema.Parse("{" + string.Join(',', Enumerable.Range(0, 500).Select(index => $"\"p{index}\":\"{text}\\n\"")) + "}");

        AssertNothing(() => compiled.IsValid(instance));
    }

    [Fact]
    public void An_error_costs_at_most_a_kilobyte()
    {
        var compiled = Schema.Compile("""{"properties":{"path":{"type":"string"},"limit":{"maximum":100}},"additionalProperties":false}""");
        var members = Schema.Members("""{"path":"a","limit":101}""");

        var bytes = BytesOf(() =>
        {
            var errors = new McpSecure.Schemas.SchemaErrors();
            compiled.Explain(members, errors);
            return errors.Count == 1;
        });

        Assert.InRange(bytes, 1, 1_024);
    }

    /// <summary>A count that saw nothing would be none.</summary>
    [Fact]
    public void The_count_sees_what_is_planted() => Assert.True(BytesOf(() => new byte[8].Length == 8) > 0);

    private static void AssertNothing(Func<bool> ask) => Assert.Equal(0, BytesOf(ask));

    private static double BytesOf(Func<bool> ask)
    {
        // Pools are filled, and code is generated.
        for (var round = 0; round < Times; round++)
        {
            Assert.True(ask());
        }

        var least = double.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var valid = true;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var index = 0; index < Times; index++)
            {
                valid &= ask();
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Times);
            Assert.True(valid);
        }

        return least;
    }
}
