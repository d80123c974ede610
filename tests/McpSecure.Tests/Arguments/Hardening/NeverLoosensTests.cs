using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Arguments.Hardening;
using McpSecure.Schemas;

namespace McpSecure.Tests.Arguments.Hardening;

/// <summary>Whatever the schema: what the hardened one accepts, the original accepts, and hardening twice is hardening once.</summary>
public sealed class NeverLoosensTests
{
    private const int Schemas = 400;
    private const int Instances = 60;

    private static readonly McpSecureSchemaEngine Engine = new();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void What_the_hardened_schema_accepts_the_original_accepts(int seed, bool isDraft7)
    {
        var random = new RandomSchemas(seed);
        var (changed, accepted, closed) = (0, 0, 0);
        for (var index = 0; index < Schemas; index++)
        {
            var original = Element(random.Schema(isDraft7));
            var hardened = HardenedSchema.Of(original, GeneratedOrigin);
            Assert.Equal(hardened.GetRawText(), HardenedSchema.Of(hardened, GeneratedOrigin).GetRawText());
            if (JsonElement.DeepEquals(original, hardened) || TryCompile(original) is not { } before)
            {
                continue;
            }

            changed++;
            var after = TryCompile(hardened);
            Assert.True(after is not null, $"{original}\nbecame\n{hardened}\nwhich does not compile");
            foreach (var instance in Enumerable.Range(0, Instances).Select(_ => Element(random.Instance())))
            {
                var isAccepted = after.IsValid(instance);
                accepted += isAccepted ? 1 : 0;
                closed += !isAccepted && before.IsValid(instance) ? 1 : 0;
                Assert.False(isAccepted && !before.IsValid(instance), $"{original}\nrefuses {instance}, and\n{hardened}\naccepts it");
            }
        }

        // Or the test would have looked at nothing.
        Assert.True(changed > 100 && accepted > 1000 && closed > 100, $"{changed} schemas, {accepted} accepted, {closed} only before");
    }

    /// <summary>Patterns too are made stricter, so that places where that would loosen the whole are in it.</summary>
    private static ToolOrigin GeneratedOrigin { get; } = ToolOrigin.Of(Support.Given.Tool("tool", () => 1));

    private static JsonElement Element(JsonNode? node) => JsonElement.Parse(node?.ToJsonString() ?? "null");

    private static CompiledSchema? TryCompile(JsonElement schema)
    {
        try
        {
            return Engine.Compile(schema, new SchemaCompileOptions());
        }
        catch (SchemaException)
        {
            return null; // references in a circle, most of all
        }
    }
}
