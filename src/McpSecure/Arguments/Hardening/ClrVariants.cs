using System.Runtime.InteropServices;
using System.Text.Json;

namespace McpSecure.Arguments.Hardening;

/// <summary>
/// Finds fields that the binder reads as a member with a name in another case: a schema in which only <c>patternProperties</c>, <c>not</c> or
/// <c>propertyNames</c> speak of <c>path</c> says nothing of <c>PATH</c>.
/// </summary>
internal static class ClrVariants
{
    /// <summary>Finds the first of them that the schema does not declare as it is.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="shape">What they are read into.</param>
    /// <param name="names">The names that the schema declares.</param>
    /// <returns>A JSON Pointer and the name of the member, or <see langword="null"/>. Costs no memory if there is none.</returns>
    public static (string Pointer, string Member)? Find(IDictionary<string, JsonElement> arguments, ClrShape shape, DeclaredNames names)
    {
        if (shape.Members is not { } parameters || !IsAny(arguments, parameters))
        {
            return null;
        }

        foreach (var (name, value) in arguments)
        {
            foreach (var (pointer, member) in In(value, parameters.Of(name), $"/{JsonPointers.Escaped(name)}"))
            {
                if (!names.At(JsonPointers.Parent(pointer)).Contains(JsonPointers.Last(pointer), StringComparer.Ordinal))
                {
                    return (pointer, member);
                }
            }
        }

        return null;
    }

    private static bool IsAny(IDictionary<string, JsonElement> arguments, ClrMembers parameters)
    {
        if (arguments is Dictionary<string, JsonElement> dictionary)
        {
            foreach (var (name, value) in dictionary)
            {
                if (IsAny(value, parameters.Of(name)))
                {
                    return true;
                }
            }

            return false;
        }

        return arguments.Any(argument => IsAny(argument.Value, parameters.Of(argument.Key)));
    }

    private static bool IsAny(JsonElement value, ClrShape shape)
    {
        if (value.ValueKind == JsonValueKind.Array && shape.Element is { } items)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (IsAny(item, items))
                {
                    return true;
                }
            }
        }

        if (value.ValueKind == JsonValueKind.Object && (shape.Members is not null || shape.Element is not null))
        {
            foreach (var property in value.EnumerateObject())
            {
                var raw = JsonMarshal.GetRawUtf8PropertyName(property);
                if (shape.Members?.IsVariant(property, raw) == true || IsAny(property.Value, Below(shape, property, raw)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<(string Pointer, string Member)> In(JsonElement value, ClrShape shape, string pointer)
    {
        if (value.ValueKind == JsonValueKind.Array && shape.Element is { } items)
        {
            return value.EnumerateArray().SelectMany((item, index) => In(item, items, $"{pointer}/{index}"));
        }

        return value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().SelectMany(property => At(property, shape, pointer)) : [];
    }

    private static IEnumerable<(string Pointer, string Member)> At(JsonProperty property, ClrShape shape, string pointer)
    {
        var name = ClrMembers.NameOf(property) ?? "\uFFFD";
        var own = $"{pointer}/{JsonPointers.Escaped(name)}";
        if (shape.Members?.VariantOf(name) is { } member)
        {
            yield return (own, member);
        }

        foreach (var found in In(property.Value, Below(shape, property, JsonMarshal.GetRawUtf8PropertyName(property)), own))
        {
            yield return found;
        }
    }

    private static ClrShape Below(ClrShape shape, JsonProperty property, ReadOnlySpan<byte> raw) =>
        shape.Members?.Of(property, raw) ?? shape.Element ?? ClrShape.Unknown;
}
