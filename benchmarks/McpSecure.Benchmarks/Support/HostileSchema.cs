using System.Text.Json;
using McpSecure.Schemas;
using static McpSecure.Benchmarks.Support.HostileText;

namespace McpSecure.Benchmarks.Support;

/// <summary>A schema within the default budgets, or beyond one of them, that is made to take long to compile.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Json">Makes it from a number. Each has patterns of its own: those that have been compiled are remembered.</param>
public sealed record HostileSchema(string Name, Func<int, string> Json)
{
    public static IReadOnlyList<HostileSchema> All { get; } = [.. OfNames(), .. OfChoices(), .. OfReferences(), .. OfValues(), .. OfPatterns()];

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>Whether it was taken.</returns>
    public static bool TryCompile(JsonElement schema)
    {
        try
        {
            new McpSecureSchemaEngine().Compile(schema, new SchemaCompileOptions());
            return true;
        }
        catch (SchemaException)
        {
            return false;
        }
    }

    public override string ToString() => Name;

    private static IEnumerable<HostileSchema> OfNames() =>
    [
        new("properties: 2,900", _ => One("properties", Object(2_900, _ => "{}"))),
        new("properties: alike", _ => Two("properties", Object(2_900, _ => "{}", Alike), "required", Array(2_900, index => Quoted(Alike(index))))),
        new("required: 20,000", _ => One("required", Array(20_000, index => $"\"k{index}\""))),
        new("dependentRequired: 10,000", _ => One("dependentRequired", Object(10_000, index => $"[\"a{index}\"]"))),
        new("propertyNames: doubling", _ => Doubling("anyOf", 25, """{"maxLength":0}""").Replace("""{"$ref":"#/$defs/k0",""", """{"propertyNames":{"$ref":"#/$defs/k0"},"properties":{"a":{}},""", StringComparison.Ordinal)),
        new("propertyNames: 900 for 900", _ => Two("properties", Object(900, _ => "{}"), "propertyNames", One("anyOf", Array(900, index => One("const", $"\"x{index}\""))))),
        new("unknown keywords", _ => Object(8_000, name: index => $"unevaluatedPropertie{index}")),
    ];

    private static IEnumerable<HostileSchema> OfChoices() =>
    [
        new("oneOf: 950 objects", _ => One("oneOf", Array(950, index => Two("properties", One("k", One("const", $"\"a{index}\"")), "required", "[\"k\"]")))),
        new("oneOf: 1,500 objects", _ => One("oneOf", Array(1_500, index => Two("properties", One("k", One("const", $"\"a{index}\"")), "required", "[\"k\"]")))),
        new("oneOf: 950 objects, not apart", _ => One("oneOf", Array(950, index => Two("properties", Two($"k{index}", "{}", "l", "{}"), "required", "[\"l\"]")))),
        new("oneOf: 90 of 30 constants", _ => One("oneOf", Array(90, index => Two(
            "properties", Object(30, name => One("const", $"\"{(index == 89 ? 88 : index)}\"")), "required", Array(30, name => $"\"k{name}\""))))),
        new("anyOf: nested", _ => Repeated("""{"anyOf":[{"type":"string"},""", 30) + "true" + Repeated("]}", 30)),
    ];

    private static IEnumerable<HostileSchema> OfReferences() =>
    [
        new("references: layers", _ => Chain(30, next => One("allOf", Array(30, _ => next)), "{}")),
        new("references: chain", _ => Chain(2_000, next => next, "{}")),
        new("references: pointers", _ => Two("properties", Object(1_400, index => One("$ref", $"\"#/$defs/x/properties/k{index}\"")), "$defs", One("x", One("properties", Object(1_400, _ => "{}"))))),
        new("references: anchors", _ => Two("$defs", Object(1_400, index => One("$anchor", $"\"a{index}\"")), "allOf", Array(1_400, index => One("$ref", $"\"#a{index}\"")))),
        new("references: resources", _ => One("$defs", Object(2_400, index => Two("$id", $"\"http://a/{index}\"", "$dynamicAnchor", "\"x\"")))),
        new("references: dynamic", _ => Two("$ref", "\"r0\"", "$defs", Object(40, level => "{\"$id\":\"r" + level + "\",\"$dynamicAnchor\":\"a" + level + "\",\"properties\":" + Object(40, index => One("$dynamicRef", $"\"r{index}#a{index}\"")) + "}"))),
        new("references: dynamic, all ways", _ => Two("$ref", "\"r0\"", "$defs", Object(12, level => "{\"$id\":\"r" + level + "\",\"$dynamicAnchor\":\"a" + level + "\",\"properties\":" + Object(12, index => One("$ref", $"\"r{index}\"")) + "}"))),
    ];

    private static IEnumerable<HostileSchema> OfValues() =>
    [
        new("enum: texts", _ => One("properties", Object(4, key => One("enum", Array(6_000, index => $"\"{key}-{index}\""))))),
        new("enum: alike", _ => One("enum", Array(2_500, index => Quoted(Alike(index))))),
        new("enum: objects", _ => One("enum", Array(6_000, index => One("a", $"{index}")))),
        new("multipleOf: 200,000 digits", _ => One("multipleOf", "1" + Repeated("7", 200_000))),
    ];

    private static IEnumerable<HostileSchema> OfPatterns() =>
    [
        new("patterns: 95", seed => Patterns(95, index => $"^[a-z]{{1,9}}-{seed}-{index}$")),
        new("patterns: 95 of counts", seed => Patterns(95, index => $"^{seed}-{index}(?:[a-z0-9]([a-z0-9-]{{0,61}}[a-z0-9])?[.])+[a-z]{{2,63}}$")),
        new("patterns: 95 of classes", seed => Patterns(95, index => $"^[\\\\p{{L}}\\\\p{{M}}\\\\p{{N}}]{{1,20}}{seed}-{index}$")),
        new("patterns: 95 that explode", seed => Patterns(95, index => $"[ab]*a[ab]{{400}}{seed}-{index}$")),
        new("patterns: 95 beyond size", seed => Patterns(95, index => $"[ab]*a[ab]{{1000}}{seed}-{index}$")),
        new("patterns: 95 of alternatives", seed => Patterns(95, index => $"^(?:{string.Join('|', Enumerable.Range(0, 100).Select(part => $"{(part * 7919) + index:x}"))}){seed}$")),
        new("pattern: one that explodes", seed => Patterns(1, _ => $"[ab]*a[ab]{{400}}{seed}$")),
        new("pattern: one of a long count", seed => Patterns(1, _ => $"^.{{1,10000}}{seed}$")),
        new("pattern: one of many classes", seed => Patterns(1, _ => $"^{string.Concat(Enumerable.Range(0, 200).Select(part => $"[\\\\u{0x4e00 + part:x4}-\\\\u{0x4f00 + (2 * part):x4}]?"))}{seed}$")),
        new("pattern: one of counts in counts", seed => Patterns(1, _ => $"^(?:(?:a?){{30}}b?){{30}}{seed}$")),
        new("patternProperties: many names", seed => Two(
            "properties", Object(1_500, _ => "{}", index => Repeated("a", 60) + index), "patternProperties", Object(150, _ => "{}", index => $"^a*{seed}-{index}$"))),
        new("patternProperties: long names", seed => Two(
            "properties", Object(4, _ => "{}", index => Repeated("a", 50_000) + index), "patternProperties", Object(40, _ => "{}", index => $"[ab]*a[ab]{{300}}{seed}-{index}$"))),
    ];

    private static string Patterns(int count, Func<int, string> pattern) => One("properties", Object(count, index => One("pattern", Quoted(pattern(index)))));
}
