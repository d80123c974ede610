using System.Text.Json;
using McpSecure.Schemas;

namespace McpSecure.Tests.Schemas;

/// <summary>Short ways to compile and to ask.</summary>
internal static class Schema
{
    private static readonly McpSecureSchemaEngine Engine = new();

    public static CompiledSchema Compile(string schema, Action<SchemaCompileOptions>? configure = null)
    {
        var options = new SchemaCompileOptions();
        configure?.Invoke(options);
        return Engine.Compile(Parse(schema), options);
    }

    public static CompiledSchema CompileDraft7(string schema) => Compile(schema, options => options.DefaultDialect = SchemaDialect.Draft7);

    public static IReadOnlyList<SchemaProblem> Problems(string schema, Action<SchemaCompileOptions>? configure = null) =>
        Assert.Throws<SchemaException>(() => Compile(schema, configure)).Problems;

    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 100_000 });
        return document.RootElement.Clone();
    }

    public static Dictionary<string, JsonElement> Members(string json) =>
        Parse(json).EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);

    public static IReadOnlyList<SchemaError> Explain(this CompiledSchema schema, string instance, int capacity = SchemaErrors.DefaultCapacity)
    {
        var errors = new SchemaErrors(capacity);
        schema.Explain(Parse(instance), errors);
        return errors;
    }

    /// <summary>Asks in every way there is. All have to agree, and a "no" has to have a reason.</summary>
    public static bool Accepts(this CompiledSchema schema, string instance)
    {
        var element = Parse(instance);
        var valid = schema.IsValid(element);
        Assert.Equal(valid, schema.Explain(instance).Count == 0);
        Assert.DoesNotContain(schema.Explain(instance), error => error.Keyword.Length == 0);
        if (element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Select(member => member.Name).Distinct().Count() == element.GetPropertyCount())
        {
            Assert.Equal(valid, schema.IsValid(Members(instance)));
            Assert.Equal(valid, schema.IsValid(new SortedList<string, JsonElement>(Members(instance), StringComparer.Ordinal)));
        }

        return valid;
    }
}
