using System.Text.Json;
using McpSecure.Arguments.Hardening;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Arguments.Hardening;

/// <summary>Schemas before and after, as text.</summary>
internal static class Hardened
{
    /// <summary>What becomes of a schema that somebody wrote.</summary>
    public static string Of(string schema) => HardenedSchema.Of(JsonElement.Parse(schema), ToolOrigin.Handwritten).GetRawText();

    /// <summary>What becomes of the schema the SDK makes for a method.</summary>
    public static JsonElement Of(Delegate method, JsonSerializerOptions? options = null) =>
        HardenedSchema.Of(Given.Tool("tool", method, create => create.SerializerOptions = options));

    /// <summary>What becomes of the schema of a method's only parameter.</summary>
    public static string Parameter(Delegate method, JsonSerializerOptions? options = null) =>
        Assert.Single(Of(method, options).GetProperty("properties").EnumerateObject()).Value.GetRawText();
}
