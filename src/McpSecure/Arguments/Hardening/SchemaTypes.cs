using System.Text.Json;

namespace McpSecure.Arguments.Hardening;

/// <summary>Which values two subschemas can both accept.</summary>
internal static class SchemaTypes
{
    private const int MaxSteps = 16;

    /// <summary>The kinds that a subschema accepts at most.</summary>
    public static TypeMask Of(SchemaPart part)
    {
        if (part.Types is { } known)
        {
            return known;
        }

        part.Types = TypeMask.All; // a reference that leads back here excludes nothing
        var types = Find(part);
        part.Types = types;
        return types;
    }

    /// <summary>Whether no value is accepted by both: by their types, or by a property that both require and give different values.</summary>
    public static bool AreDisjoint(SchemaPart one, SchemaPart other)
    {
        var both = Of(one) & Of(other);
        return both == TypeMask.None || (both == TypeMask.Object && HaveDiscriminator(End(one), End(other)));
    }

    /// <summary>Whether the keyword <c>type</c> names a type, alone or among others.</summary>
    public static bool Says(SchemaPart part, string name) => part.TryGet("type", out var type) && type.ValueKind switch
    {
        JsonValueKind.String => type.ValueEquals(name),
        JsonValueKind.Array => type.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals(name)),
        _ => false,
    };

    private static TypeMask Find(SchemaPart part)
    {
        if (part.Element.ValueKind != JsonValueKind.Object)
        {
            return part.Element.ValueKind == JsonValueKind.False ? TypeMask.None : TypeMask.All;
        }

        var mask = Declared(part.Element) & Values(part.Element);
        if (part.Target is { } target)
        {
            // In draft-07 a reference has no siblings; what they would exclude is then not known to be.
            mask = Of(target);
        }

        foreach (var condition in part.Of("allOf"))
        {
            mask &= Of(condition.Part);
        }

        foreach (var keyword in SchemaKeywords.Choices)
        {
            if (part.Has(keyword))
            {
                mask &= part.Of(keyword).Aggregate(TypeMask.None, (all, choice) => all | Of(choice.Part));
            }
        }

        return mask;
    }

    private static TypeMask Declared(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return TypeMask.All;
        }

        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Aggregate(TypeMask.None, (all, one) => all | Named(one))
            : Named(type);
    }

    private static TypeMask Named(JsonElement type) => type.ValueKind != JsonValueKind.String ? TypeMask.All : type.GetString() switch
    {
        "null" => TypeMask.Null,
        "boolean" => TypeMask.Boolean,
        "number" or "integer" => TypeMask.Number,
        "string" => TypeMask.String,
        "array" => TypeMask.Array,
        "object" => TypeMask.Object,
        _ => TypeMask.All,
    };

    private static TypeMask Values(JsonElement schema) =>
        ValuesOf(schema) is { } values ? values.Aggregate(TypeMask.None, (all, value) => all | Kind(value)) : TypeMask.All;

    private static JsonElement[]? ValuesOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return schema.TryGetProperty("const", out var only) ? [only]
            : schema.TryGetProperty("enum", out var some) && some.ValueKind == JsonValueKind.Array ? [.. some.EnumerateArray()]
            : null;
    }

    private static TypeMask Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => TypeMask.Null,
        JsonValueKind.True or JsonValueKind.False => TypeMask.Boolean,
        JsonValueKind.Number => TypeMask.Number,
        JsonValueKind.String => TypeMask.String,
        JsonValueKind.Array => TypeMask.Array,
        JsonValueKind.Object => TypeMask.Object,
        _ => TypeMask.All,
    };

    private static SchemaPart End(SchemaPart part)
    {
        for (var step = 0; step < MaxSteps && part.Target is { } target; step++)
        {
            part = target;
        }

        return part;
    }

    private static bool HaveDiscriminator(SchemaPart one, SchemaPart other) => one.Of("properties").Any(property =>
        property.Key is { } name
        && Requires(one, name)
        && Requires(other, name)
        && ValuesOf(property.Part.Element) is { } values
        && other.Of("properties", name) is { } twin
        && ValuesOf(twin.Element) is { } others
        && !Array.Exists(others, value => Array.Exists(values, mine => JsonElement.DeepEquals(mine, value))));

    private static bool Requires(SchemaPart part, string name) =>
        part.TryGet("required", out var required)
        && required.ValueKind == JsonValueKind.Array
        && required.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(name));
}
