using System.Text.Json.Nodes;

namespace McpSecure.Tests.Arguments.Hardening;

/// <summary>Small schemas that use few names for many things, so that their pieces meet, and instances that use the same names.</summary>
internal sealed class RandomSchemas(int seed)
{
    private static readonly string[] Names = ["a", "b", "k"];
    private readonly Random _random = new(seed);

    public JsonObject Schema(bool isDraft7)
    {
        var root = Object(depth: 3, isDraft7);
        if (isDraft7)
        {
            root["$schema"] = "http://json-schema.org/draft-07/schema#";
        }

        root[Definitions(isDraft7)] = new JsonObject { ["d"] = Object(2, isDraft7), ["e"] = Object(1, isDraft7) };
        return root;
    }

    public JsonNode? Instance(int depth = 3) => _random.Next(depth > 0 ? 8 : 4) switch
    {
        0 => null,
        1 => JsonValue.Create(_random.Next(3)),
        2 => JsonValue.Create("x"),
        3 => JsonValue.Create("y"),
        4 => new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => Instance(depth - 1))]),
        _ => new JsonObject(Names.Append("z").Where(_ => _random.Next(5) < 2).Select(name => KeyValuePair.Create(name, Instance(depth - 1)))),
    };

    private static string Definitions(bool isDraft7) => isDraft7 ? "definitions" : "$defs";

    private JsonNode Sub(int depth, bool isDraft7) => _random.Next(12) switch
    {
        0 => JsonValue.Create(true),
        1 => new JsonObject { ["type"] = "null" },
        2 => new JsonObject { ["type"] = "string", ["pattern"] = "x" },
        3 => new JsonObject { ["enum"] = new JsonArray("x", 1) },
        4 => new JsonObject { ["const"] = _random.Next(2) == 0 ? "x" : "y" },
        5 => new JsonObject { ["type"] = "integer", ["maximum"] = 1 },
        6 => new JsonObject { ["$ref"] = $"#/{Definitions(isDraft7)}/{(depth > 1 && _random.Next(2) == 0 ? "d" : "e")}" },
        7 when depth > 0 => new JsonObject { ["type"] = "array", ["items"] = Sub(depth - 1, isDraft7) },
        _ => depth > 0 ? Object(depth - 1, isDraft7) : new JsonObject { ["type"] = "object" },
    };

    private JsonObject Object(int depth, bool isDraft7)
    {
        var schema = new JsonObject();
        Maybe(3, () => schema["type"] = "object");
        Maybe(4, () => schema["properties"] = Members(depth, isDraft7));
        Maybe(2, () => schema["required"] = new JsonArray(Names[_random.Next(3)]));
        if (depth > 0)
        {
            foreach (var keyword in new[] { "allOf", "anyOf", "oneOf" })
            {
                Maybe(1, () => schema[keyword] = new JsonArray([.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Sub(depth - 1, isDraft7))]));
            }

            string[] single = isDraft7 ? ["not", "if", "then", "else", "additionalProperties"] : ["not", "if", "then", "else", "contains", "unevaluatedProperties", "additionalProperties"];
            foreach (var keyword in single)
            {
                Maybe(0.4, () => schema[keyword] = Sub(depth - 1, isDraft7));
            }

            Maybe(0.4, () => schema["patternProperties"] = new JsonObject { ["^k"] = Sub(depth - 1, isDraft7) });
            Maybe(0.4, () => schema[isDraft7 ? "dependencies" : "dependentSchemas"] = new JsonObject { ["a"] = Sub(depth - 1, isDraft7) });
        }

        return schema;
    }

    private JsonObject Members(int depth, bool isDraft7) => new(Names
        .Where(_ => _random.Next(2) == 0)
        .Select(name => KeyValuePair.Create(name, (JsonNode?)Sub(depth, isDraft7))));

    private void Maybe(double ofFive, Action action)
    {
        if (_random.NextDouble() * 5 < ofFive)
        {
            action();
        }
    }
}
