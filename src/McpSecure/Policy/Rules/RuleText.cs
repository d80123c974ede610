using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSecure.Policy.Rules;

/// <summary>What a value in configuration, which is always text, stands for among JSON's values.</summary>
internal static class RuleText
{
    /// <summary>
    /// The values that equal a text: itself, the number it writes, the truth it names. The tool's schema has said before which of them an
    /// argument can be.
    /// </summary>
    public static IEnumerable<JsonNode> Readings(string text)
    {
        yield return JsonValue.Create(text);
        if (TryReadNumber(text, out var number))
        {
            yield return number;
        }

        if (TryReadBoolean(text, out var truth))
        {
            yield return JsonValue.Create(truth);
        }
    }

    /// <summary>Reads a number as JSON writes it, every digit kept.</summary>
    public static bool TryReadNumber(string text, [NotNullWhen(true)] out JsonNode? number)
    {
        number = null;
        if (text.Length > 0 && (char.IsAsciiDigit(text[^1]) || text[^1] == '.') && (text[0] == '-' || char.IsAsciiDigit(text[0])))
        {
            try
            {
                number = JsonNode.Parse(text);
            }
            catch (JsonException)
            {
                // Such as 007 or 1.2.3: a text that looks like a number.
            }
        }

        return number is not null;
    }

    /// <summary>Reads <c>true</c> or <c>false</c>, in any case: the JSON file of a configuration says <c>True</c>.</summary>
    public static bool TryReadBoolean(string text, out bool truth)
    {
        truth = string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
        return truth || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a text is a number that <see cref="decimal"/> holds to the last digit: a bound must not move while it is read.</summary>
    public static bool IsExactDecimal(string text) =>
        TryReadNumber(text, out var number)
        && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && JsonNode.DeepEquals(number, JsonNode.Parse(Of(value)));

    /// <summary>Whether a text is a count.</summary>
    public static bool IsCount(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether a text is a whole number within bounds.</summary>
    public static bool IsWithin(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;

    /// <summary>Whether a text is a number of bytes.</summary>
    public static bool IsByteCount(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether a text is a port that something can listen at.</summary>
    public static bool IsPort(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 && text[0] != '0';

    public static string Of(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
