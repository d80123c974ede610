using System.Globalization;
using System.Text.Json;
using McpSecure.Arguments.Hardening;

namespace McpSecure.Arguments;

/// <summary>Reads a schema for the names it declares.</summary>
/// <remarks>
/// Only <c>$ref</c>s that are pointers into the schema are followed; others make <see cref="IsComplete"/> false, and stand for every name of the
/// schema.
/// </remarks>
internal sealed class NamePlaces(JsonElement root)
{
    private static readonly string[] SaidOfTheSame = ["allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas", "dependencies"];
    private static readonly string[] SaidOfOthers = ["patternProperties", "additionalProperties", "unevaluatedProperties"];
    private static readonly string[] SaidOfItems = ["items", "prefixItems", "additionalItems", "unevaluatedItems", "contains"];

    // No pointer begins like this.
    private const string AnyPlace = "\0";

    private readonly Dictionary<string, NamePlace> _byPointer = new(StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether every reference was followed.</summary>
    public bool IsComplete { get; private set; } = true;

    public IEnumerable<NamePlace> All => _byPointer.Values;

    /// <summary>Reads everything that is reached from the root.</summary>
    public NamePlace Read() => Read(root, string.Empty);

    private NamePlace Read(JsonElement schema, string pointer)
    {
        if (_byPointer.TryGetValue(pointer, out var known))
        {
            return known;
        }

        var place = _byPointer[pointer] = new NamePlace { Constants = ConstantsOf(schema) };
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return place;
        }

        foreach (var property in Members(schema, "properties"))
        {
            place.Properties[property.Name] = Read(property.Value, $"{pointer}/properties/{Escaped(property.Name)}");
        }

        place.IsClosed = IsFalse(schema, "additionalProperties") || IsFalse(schema, "unevaluatedProperties");
        place.TakesOthers = SaidOfOthers.Any(keyword => schema.TryGetProperty(keyword, out var said) && said.ValueKind != JsonValueKind.False);
        place.Same.AddRange(SaidOfTheSame.SelectMany(keyword => Subschemas(schema, keyword, pointer)));
        place.Choices.AddRange(SchemaKeywords.Choices.Select(keyword => Subschemas(schema, keyword, pointer)).Where(choice => choice.Length > 1));
        place.Others.AddRange(SaidOfOthers.SelectMany(keyword => Subschemas(schema, keyword, pointer)));
        place.Items.AddRange(SaidOfItems.SelectMany(keyword => Subschemas(schema, keyword, pointer)));
        foreach (var keyword in (string[])["$ref", "$dynamicRef"])
        {
            if (schema.TryGetProperty(keyword, out var reference) && reference.ValueKind == JsonValueKind.String)
            {
                place.Same.AddRange(Referenced(reference.GetString()!));
            }
        }

        return place;
    }

    private NamePlace[] Subschemas(JsonElement schema, string keyword, string pointer)
    {
        if (!schema.TryGetProperty(keyword, out var value))
        {
            return [];
        }

        var at = $"{pointer}/{keyword}";
        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().Select((item, index) => Read(item, $"{at}/{index}")).ToArray(),
            JsonValueKind.Object when keyword is "dependentSchemas" or "dependencies" or "patternProperties" =>
                value.EnumerateObject().Select(member => Read(member.Value, $"{at}/{Escaped(member.Name)}")).ToArray(),
            JsonValueKind.Object => [Read(value, at)],
            _ => [],
        };
    }

    private IEnumerable<NamePlace> Referenced(string reference)
    {
        if (reference is "#" or "")
        {
            return [Read(root, string.Empty)];
        }

        if (!reference.StartsWith("#/", StringComparison.Ordinal) || Find(reference[1..]) is not { } target)
        {
            IsComplete = false;
            return [Anything()];
        }

        return [Read(target, Uri.UnescapeDataString(reference[1..]))];
    }

    /// <summary>What a reference leads to that is not followed: any name of the schema may be declared there, at any depth.</summary>
    private NamePlace Anything()
    {
        if (!_byPointer.TryGetValue(AnyPlace, out var place))
        {
            place = _byPointer[AnyPlace] = new NamePlace { IsGuess = true };
            AddNames(root, place);
            place.Others.Add(place);
            place.Items.Add(place);
        }

        return place;
    }

    private static void AddNames(JsonElement schema, NamePlace place)
    {
        foreach (var item in schema.ValueKind == JsonValueKind.Array ? schema.EnumerateArray() : default)
        {
            AddNames(item, place);
        }

        foreach (var member in schema.ValueKind == JsonValueKind.Object ? schema.EnumerateObject() : default)
        {
            foreach (var property in member.NameEquals("properties") ? Members(schema, "properties") : default)
            {
                place.Properties[property.Name] = place;
            }

            AddNames(member.Value, place);
        }
    }

    private JsonElement? Find(string pointer)
    {
        var found = root;
        foreach (var part in Uri.UnescapeDataString(pointer).Split('/').Skip(1))
        {
            var isThere = found.ValueKind switch
            {
                JsonValueKind.Object => found.TryGetProperty(JsonPointers.Unescaped(part), out found),
                JsonValueKind.Array when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < found.GetArrayLength() => Step(ref found, index),
                _ => false,
            };
            if (!isThere)
            {
                return null;
            }
        }

        return found;
    }

    private static bool Step(ref JsonElement array, int index)
    {
        array = array[index];
        return true;
    }

    private static JsonElement[]? ConstantsOf(JsonElement schema) => schema.ValueKind != JsonValueKind.Object ? null
        : schema.TryGetProperty("const", out var only) ? [only]
        : schema.TryGetProperty("enum", out var some) && some.ValueKind == JsonValueKind.Array ? [.. some.EnumerateArray()]
        : null;

    private static JsonElement.ObjectEnumerator Members(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var members) && members.ValueKind == JsonValueKind.Object ? members.EnumerateObject() : default;

    private static bool IsFalse(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.False;

    private static string Escaped(string name) => JsonPointers.Escaped(name);
}
