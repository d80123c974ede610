using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSecure.SchemaSuite;

/// <summary>Makes valid instances of the schemas that real tools have. It knows nothing of the engine.</summary>
internal sealed class InstanceMaker(JsonElement root, Random random)
{
    private const int Deepest = 6;

    private static readonly string[] Signs = ["a", "Z", "0", " ", "é", "😀", "\"", "\\", "\n", "_"];

    public JsonNode? Make() => Make(root, 0);

    private static bool Has(JsonElement schema, string keyword, out JsonElement value)
    {
        value = default;
        return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(keyword, out value);
    }

    private static double Number(JsonElement schema, string keyword, double otherwise) => Has(schema, keyword, out var value) ? value.GetDouble() : otherwise;

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());

    private JsonNode? Make(JsonElement schema, int depth)
    {
        if (Has(schema, "$ref", out var reference))
        {
            return Make(Resolve(reference.GetString()!), depth);
        }

        if (Has(schema, "const", out var constant))
        {
            return Node(constant);
        }

        if (Has(schema, "enum", out var values))
        {
            return Node(values[random.Next(values.GetArrayLength())]);
        }

        if (Has(schema, "anyOf", out var alternatives) || Has(schema, "oneOf", out alternatives))
        {
            var made = Make(alternatives[random.Next(alternatives.GetArrayLength())], depth);
            return made is JsonObject some && Has(schema, "properties", out _) ? Merge(MakeObject(schema, depth), some) : made;
        }

        if (Has(schema, "allOf", out var all))
        {
            var merged = all.EnumerateArray().Select(inner => JsonObject.Create(inner)!).Aggregate(new JsonObject(), Merge);
            return Make(JsonElement.Parse(merged.ToJsonString()), depth);
        }

        return MakeOf(TypeOf(schema), schema, depth);
    }

    private static JsonObject Merge(JsonObject left, JsonObject right)
    {
        foreach (var (name, value) in right)
        {
            left[name] = value?.DeepClone();
        }

        return left;
    }

    private JsonElement Resolve(string reference) => reference.Split('/').Skip(1).Aggregate(root, (schema, segment) =>
        schema.ValueKind == JsonValueKind.Array ? schema[int.Parse(segment, System.Globalization.CultureInfo.InvariantCulture)] : schema.GetProperty(segment.Replace("~1", "/").Replace("~0", "~")));

    private string TypeOf(JsonElement schema)
    {
        if (Has(schema, "type", out var type))
        {
            return type.ValueKind == JsonValueKind.Array ? type[random.Next(type.GetArrayLength())].GetString()! : type.GetString()!;
        }

        return Has(schema, "properties", out _) ? "object" : Has(schema, "items", out _) ? "array" : "string";
    }

    private JsonNode? MakeOf(string type, JsonElement schema, int depth) => type switch
    {
        "object" => MakeObject(schema, depth),
        "array" => MakeArray(schema, depth),
        "string" => MakeString(schema),
        "integer" => Math.Truncate(MakeNumber(schema, 1)),
        "number" => MakeNumber(schema, 0.5),
        "boolean" => random.Next(2) == 0,
        _ => null,
    };

    private JsonObject MakeObject(JsonElement schema, int depth)
    {
        var made = new JsonObject();
        var required = Has(schema, "required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet() : [];
        foreach (var property in Has(schema, "properties", out var properties) ? properties.EnumerateObject().ToArray() : [])
        {
            if (required.Remove(property.Name) || (depth < Deepest && random.Next(2) == 0))
            {
                made[property.Name] = Make(property.Value, depth + 1);
            }
        }

        var hasAdditional = Has(schema, "additionalProperties", out var additional);
        foreach (var name in required)
        {
            made[name] = hasAdditional ? Make(additional, depth + 1) : null;
        }

        if (hasAdditional && additional.ValueKind != JsonValueKind.False && !Has(schema, "propertyNames", out _) && depth < Deepest)
        {
            made["another"] = Make(additional, depth + 1);
        }

        return made;
    }

    private JsonArray MakeArray(JsonElement schema, int depth)
    {
        var least = (int)Number(schema, "minItems", depth < Deepest ? 1 : 0);
        var most = (int)Math.Min(Number(schema, "maxItems", least + 2), least + 2);
        var made = new JsonArray();
        for (var count = random.Next(Math.Min(least, most), most + 1); count > 0; count--)
        {
            made.Add(Has(schema, "items", out var items) ? Make(items, depth + 1) : null);
        }

        return made;
    }

    private JsonNode MakeString(JsonElement schema)
    {
        if (Has(schema, "format", out var format) && ExampleOf(format.GetString()!) is { } example)
        {
            return example;
        }

        if (Has(schema, "pattern", out var pattern))
        {
            return PatternSampler.Sample(pattern.GetString()!, random);
        }

        var least = (int)Number(schema, "minLength", 0);
        var most = (int)Math.Min(Number(schema, "maxLength", least + 12), least + 12);
        return string.Concat(Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => Signs[random.Next(Signs.Length)]));
    }

    private static string? ExampleOf(string format) => format switch
    {
        "date-time" => "2026-02-28T23:59:59.5Z",
        "date" => "2024-02-29",
        "time" => "12:34:56Z",
        "uuid" => "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
        "uri" => "https://example.com/a?b=c#d",
        "email" => "someone@example.com",
        _ => null,
    };

    private double MakeNumber(JsonElement schema, double step)
    {
        var least = Math.Max(Number(schema, "minimum", -1e6), Number(schema, "exclusiveMinimum", -1e6 - step) + step);
        var most = Math.Min(Number(schema, "maximum", Math.Max(least, 0) + 1000), Number(schema, "exclusiveMaximum", Math.Max(least, 0) + 1000 + step) - step);
        least = Math.Ceiling(Math.Max(least, Math.Min(most, 0) - 1000));
        return least + Math.Floor(random.NextDouble() * (Math.Floor(most) - least + 1));
    }
}
