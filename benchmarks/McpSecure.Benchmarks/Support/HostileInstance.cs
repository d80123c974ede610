using System.Text.Json;
using McpSecure.Schemas;
using static McpSecure.Benchmarks.Support.HostileText;

namespace McpSecure.Benchmarks.Support;

/// <summary>A value, near the size a message may have, that is made to take long to hold against its schema.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Json">Makes the value.</param>
public sealed record HostileInstance(string Name, string Schema, Func<string> Json)
{
    private const int Keys = 80_000;
    private const int Items = 170_000;
    private const string Integer = """{"type":"integer"}""";
    private const string Integers = """{"additionalProperties":{"type":"integer"}}""";
    private const string Rest = """{"patternProperties":{"^k":{"type":"integer"}},"unevaluatedProperties":false}""";

    public static IReadOnlyList<HostileInstance> All { get; } = [.. OfKeys(), .. OfItems(), .. OfDepth(), .. OfTexts(), .. OfNumbers()];

    public CompiledSchema Compile() => new McpSecureSchemaEngine().Compile(JsonElement.Parse(Schema), new SchemaCompileOptions());

    public JsonElement Read()
    {
        using var document = JsonDocument.Parse(Json(), new JsonDocumentOptions { MaxDepth = 10_000 });
        return document.RootElement.Clone();
    }

    public override string ToString() => Name;

    private static IEnumerable<HostileInstance> OfKeys() =>
    [
        new("keys: open", """{"properties":{"a":{}}}""", () => Object(Keys)),
        new("keys: additionalProperties", Integers, () => Object(Keys)),
        new("keys: allOf", """{"allOf":[{"properties":{"a":{}}}]}""", () => Object(Keys)),
        new("keys: allOf of eight", One("allOf", Array(8, _ => Integers)), () => Object(Keys)),
        new("keys: allOf of eight, fewer", One("allOf", Array(8, _ => Integers)), () => Object(20_000)),
        new("keys: patternProperties", """{"patternProperties":{"^k[0-9]+$":{"type":"integer"}},"additionalProperties":false}""", () => Object(Keys)),
        new("keys: patterns, unevaluated", Rest, () => Object(Keys)),
        new("keys: patterns, unevaluated, fewer", Rest, () => Object(30_000)),
        new("keys: unevaluatedProperties", """{"unevaluatedProperties":{"type":"integer"},"allOf":[{"properties":{"a":{}}}]}""", () => Object(Keys)),
        new("keys: propertyNames", """{"propertyNames":{"anyOf":[{"pattern":"^z"},{"maxLength":9}]}}""", () => Object(Keys)),
        new("keys: alike", "true", () => Object(40_000, name: Alike)),
        new("keys: alike, known", One("properties", Object(2_900, _ => "{}", Alike)), () => Object(2_900, name: Alike)),
        new("keys: escaped", "true", () => Object(60_000, name: index => $"\\u006b{index}")),
        new("keys: escaped, alike", Integers, () => Object(30_000, name: index => $"\\u006b{Alike(index)}")),
        new("keys: objects", """{"additionalProperties":{"properties":{"a":{}}}}""", () => Object(60_000, _ => "{}")),
        new("keys: const", One("const", Object(5_000)), () => Object(5_000, name: index => $"k{4_999 - index}")),
        new("keys: dependentSchemas", One("dependentSchemas", Object(1_000, _ => Integers)), () => Object(1_000)),
    ];

    private static IEnumerable<HostileInstance> OfItems() =>
    [
        new("items: any", """{"type":"array"}""", () => Array(Items)),
        new("items: integers", """{"items":{"type":"integer","minimum":0}}""", () => Array(Items)),
        new("items: uniqueItems", """{"uniqueItems":true}""", () => Array(Items)),
        new("items: uniqueItems of objects", """{"uniqueItems":true}""", () => Array(40_000, index => One("a", $"[{index}]"))),
        new("items: contains", """{"contains":{"const":-1}}""", () => Array(Items)),
        new("items: unevaluatedItems", One("unevaluatedItems", Integer), () => Array(Items)),
        new("items: enum of integers", One("items", One("enum", Array(10_000))), () => Array(Items, _ => "9999")),
        new("items: enum of fractions", One("items", One("enum", Array(8_000, index => $"{index}.5"))), () => Array(60_000, _ => "7999.5")),
        new("items: enum of objects", One("items", One("enum", Array(5_000, index => One("a", $"{index}")))), () => Array(60_000, _ => """{"a":4999}""")),
        new("items: anyOf of a thousand", One("items", One("anyOf", Array(1_000, index => One("required", $"[\"a{index}\"]")))), () => Array(60_000, _ => """{"b":1}""")),
        new("items: empty arrays", One("items", One("items", Integer)), () => Array(Items, _ => "[]")),
        new("items: empty objects", """{"items":{"properties":{"a":{}},"additionalProperties":false}}""", () => Array(Items, _ => "{}")),
        new("items: short texts", """{"items":{"pattern":"^[a-z]+$"}}""", () => Array(Items, _ => "\"ab\"")),
        new("items: escaped texts", """{"items":{"maxLength":2,"minLength":2}}""", () => Array(60_000, _ => "\"\\u0061\\u0062\"")),
        new("items: date-time", """{"items":{"format":"date-time"}}""", () => Array(40_000, _ => "\"2026-01-31T13:45:00Z\"")),
        new("items: regex", """{"items":{"format":"regex"}}""", () => Array(50_000, index => $"\"[\\\\p{{L}}]{index}\"")),
    ];

    private static IEnumerable<HostileInstance> OfDepth() =>
    [
        new("references: doubling anyOf", Doubling("anyOf", 20, """{"minimum":7}"""), () => "5"),
        new("references: doubling oneOf", Doubling("oneOf", 60, """{"minimum":7}"""), () => "5"),
        new("depth: items", """{"items":{"$ref":"#"}}""", () => Repeated("[", 5_000) + Repeated("]", 5_000)),
    ];

    private static IEnumerable<HostileInstance> OfTexts() =>
    [
        new("text: length", """{"maxLength":500000,"minLength":400000}""", () => Text("\u00E9", 450_000)),
        new("text: pattern", """{"pattern":"^(a+)+$"}""", () => Text("a", 1_000_000)),

        // Each place of these stays possible after each letter: no table could hold the ways.
        new("text: simulated pattern", """{"pattern":"^[ab]*a[ab]{400}$"}""", () => Text("ab", 500_000)),
        new("text: simulated pattern of classes", """{"pattern":"^[\\p{L}\\u00e9]*\\u00e9[\\p{L}\\u00e9]{400}$"}""", () => Text("\u00E9", 400_000)),
        new("text: pattern of words", """{"pattern":"\\b[ab ]*a[ab ]{30}\\b$"}""", () => Text("ab ", 300_000)),
        new("text: hostname", """{"format":"hostname"}""", () => Text("a.", 500_000)),
        new("text: encoded hostname", """{"format":"hostname"}""", () => Text("xn--a-ecp.ru.", 70_000)),
        new("text: email", """{"format":"email"}""", () => Text("a.", 500_000)),
        new("text: uri", """{"format":"uri"}""", () => Quoted("http://a/" + Repeated("a", 1_000_000))),
        new("text: regex", """{"format":"regex"}""", () => Text("(?:a{1,9}|[b-z\\\\p{L}])*", 30_000)),
        new("text: regex of classes", """{"format":"regex"}""", () => Text("[\\\\p{L}]", 100_000)),
        new("text: json-pointer", """{"format":"json-pointer"}""", () => Text("/~0", 300_000)),
    ];

    private static IEnumerable<HostileInstance> OfNumbers() =>
    [
        new("number: multipleOf", """{"multipleOf":0.7}""", () => "1" + Repeated("7", 1_000_000)),
        new("number: long multipleOf", """{"multipleOf":0.123456789012345678}""", () => "1" + Repeated("7", 1_000_000)),
        new("number: maximum", One("maximum", "1" + Repeated("7", 200_000)), () => "1" + Repeated("7", 1_000_000)),
    ];
}
