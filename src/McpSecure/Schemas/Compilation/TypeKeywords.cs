using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary><c>type</c>, <c>enum</c> and <c>const</c>.</summary>
internal static class TypeKeywords
{
    private const int MostDisplayed = 10;
    private const int LongestDisplayed = 60;

    private static readonly string[] Names = ["null", "boolean", "object", "array", "number", "string", "integer"];

    public static void Type(SubschemaBuilder builder, JsonElement value)
    {
        var types = JsonTypes.None;
        var names = value.ValueKind == JsonValueKind.String ? [builder.Text(value)!] : builder.Texts(value);
        if (names.Count == 0 && value.ValueKind == JsonValueKind.Array)
        {
            builder.Report("An empty list allows nothing. Name a type.");
        }

        foreach (var name in names)
        {
            if (TypeOf(name) is not { } type)
            {
                var nearest = Nearest.Of(name, Names);
                builder.Report($"There is no type '{name}'. {(nearest is null ? $"Use one of: {string.Join(", ", Names)}." : $"Did you mean '{nearest}'?")}");
                return;
            }

            types |= type;
        }

        builder.Node.DeclaredTypes = types;
    }

    public static void Enum(SubschemaBuilder builder, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            builder.ReportKind(value, "an array of values");
        }
        else if (JsonMarshal.GetRawUtf8Value(value).Length > builder.Options.MaxEnumBytes)
        {
            builder.Report($"The values have more than {builder.Options.MaxEnumBytes} bytes. Use fewer, or raise {nameof(builder.Options.MaxEnumBytes)}.");
        }
        else
        {
            builder.Node.Enum = RulesOf(builder, value.EnumerateArray().ToArray());
        }
    }

    public static void Const(SubschemaBuilder builder, JsonElement value)
    {
        if (JsonMarshal.GetRawUtf8Value(value).Length > builder.Options.MaxEnumBytes)
        {
            builder.Report($"The value has more than {builder.Options.MaxEnumBytes} bytes. Use a smaller one, or raise {nameof(builder.Options.MaxEnumBytes)}.");
        }
        else
        {
            builder.Node.Const = RulesOf(builder, [value]);
        }
    }

    private static JsonTypes? TypeOf(string name) => name switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Number,
        "string" => JsonTypes.String,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        _ => null,
    };

    private static EnumRules RulesOf(SubschemaBuilder builder, JsonElement[] values)
    {
        var (types, integers, numbers) = (JsonTypes.None, new List<long>(), new List<byte[]>());
        foreach (var value in values)
        {
            types |= value.ValueKind.ToTypes();
            if (value.ValueKind != JsonValueKind.Number || builder.Number(value) is not { } raw)
            {
                continue;
            }

            if (JsonNumber.TryPlainInteger(raw, out var integer))
            {
                integers.Add(integer);
            }
            else
            {
                numbers.Add(raw);
            }
        }

        var strings = values.Where(value => value.ValueKind == JsonValueKind.String).Select(JsonMembers.TextOf).Distinct(StringComparer.Ordinal).ToArray();
        var containers = values.Where(value => value.ValueKind is JsonValueKind.Array or JsonValueKind.Object).Select(value => value.Clone()).ToArray();
        var run = new Run(int.MaxValue);
        return new EnumRules
        {
            Types = types,
            Strings = strings.Length == 0 ? null : new NameMap(strings),
            Integers = [.. integers.Order()],
            Numbers = new([.. numbers], [.. numbers.Select(number => ValueHash.OfNumber(number))]),
            Containers = new(containers, Array.ConvertAll(containers, container => ValueHash.Of(container, ref run))),
            Display = [.. values.Take(MostDisplayed).Select(Display)],
            Count = values.Length,
        };
    }

    private static string Display(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? JsonMembers.TextOf(value) : System.Text.Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));
        return text.Length <= LongestDisplayed ? text : string.Concat(text.AsSpan(0, LongestDisplayed), "...");
    }
}
