using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text.Json;

namespace McpSecure.Tests.Arguments.Hardening;

/// <summary>Whether a value is what the JSON says, decided without the serializer.</summary>
internal static class Faithful
{
    public static bool IsSame(JsonElement sent, object? bound) => bound switch
    {
        null => sent.ValueKind == JsonValueKind.Null,
        bool flag => sent.ValueKind == (flag ? JsonValueKind.True : JsonValueKind.False),
        string text => sent.ValueKind == JsonValueKind.String && sent.GetString() == text,
        Guid id => sent.ValueKind == JsonValueKind.String && string.Equals(sent.GetString(), $"{id}", StringComparison.OrdinalIgnoreCase),
        Enum value => sent.ValueKind == JsonValueKind.String && IsSameEnum(sent.GetString()!, value),
        IDictionary map => sent.ValueKind == JsonValueKind.Object && sent.EnumerateObject().Count() == map.Count
            && sent.EnumerateObject().All(member => map.Contains(member.Name) && IsSame(member.Value, map[member.Name])),
        IList list => sent.ValueKind == JsonValueKind.Array && sent.GetArrayLength() == list.Count
            && sent.EnumerateArray().Select((item, index) => IsSame(item, list[index])).All(same => same),
        _ when bound.GetType().IsGenericType => sent.ValueKind == JsonValueKind.Object && IsSameObject(sent, bound),
        _ => sent.ValueKind == JsonValueKind.Number && IsSameNumber(sent.GetRawText(), bound),
    };

    private static bool IsSameEnum(string text, Enum value) =>
        text.Split(',').Select(name => name.TrimStart(' ')).All(name => Enum.IsDefined(value.GetType(), name))
        && text.Split(',').Aggregate(0L, (all, name) => all | Convert.ToInt64(Enum.Parse(value.GetType(), name), CultureInfo.InvariantCulture))
            == Convert.ToInt64(value, CultureInfo.InvariantCulture);

    /// <summary>Each member of the JSON, under its one exact name, and nothing in the object that was not sent.</summary>
    private static bool IsSameObject(JsonElement sent, object bound)
    {
        var properties = bound.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        var members = sent.EnumerateObject().ToArray();
        return members.Select(member => member.Name).Distinct().Count() == members.Length
            && members.All(member => properties.TryGetValue(member.Name, out var property) && IsSame(member.Value, property.GetValue(bound)))
            && properties.Where(property => members.All(member => member.Name != property.Key)).All(property => IsDefault(property.Value.GetValue(bound)));
    }

    private static bool IsDefault(object? value) => value is null || (value.GetType().IsValueType && value.Equals(Activator.CreateInstance(value.GetType())));

    /// <summary>As exact fractions; a floating-point number may differ by its rounding, and is neither infinite nor, of something, nothing.</summary>
    private static bool IsSameNumber(string text, object bound)
    {
        if (bound is double or float or Half)
        {
            var value = Convert.ToDouble(bound is Half half ? (float)half : bound, CultureInfo.InvariantCulture);
            var precision = bound switch { double => 1e-15, float => 1e-6, _ => 1e-3 };
            return double.IsFinite(value)
                && (value != 0 || text.Split('e', 'E')[0].All(character => character is '0' or '.' or '-'))
                && (Math.Abs(value) < 1e-4 || Math.Abs((double.Parse(text, CultureInfo.InvariantCulture) / value) - 1) <= precision);
        }

        // A decimal or an integer: the same digits once both are scaled alike.
        var (digits, exponent) = Parts(text);
        var (others, otherExponent) = Parts(((IFormattable)bound).ToString(format: null, CultureInfo.InvariantCulture));
        var least = Math.Min(exponent, otherExponent);
        return digits * BigInteger.Pow(10, exponent - least) == others * BigInteger.Pow(10, otherExponent - least);
    }

    private static (BigInteger Digits, int Exponent) Parts(string text)
    {
        var halves = text.Split('e', 'E');
        var mantissa = halves[0].Split('.');
        var fraction = mantissa.Length > 1 ? mantissa[1] : string.Empty;
        var exponent = halves.Length > 1 ? int.Parse(halves[1], CultureInfo.InvariantCulture) : 0;
        return (BigInteger.Parse(mantissa[0] + fraction, CultureInfo.InvariantCulture), exponent - fraction.Length);
    }
}
