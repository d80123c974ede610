using System.Text.Json;
using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>Bounds and divisor of numbers, prepared for plain integers.</summary>
internal static class NumberKeywords
{
    private const int MostDigits = 18;

    public static void MultipleOf(SubschemaBuilder builder, JsonElement value)
    {
        if (builder.Number(value) is not { } text)
        {
            return;
        }

        var number = new JsonNumber(text);
        if (number.IsNegative || number.Count == 0)
        {
            builder.Report("A divisor is greater than 0.");
            return;
        }

        if (number.Count > MostDigits)
        {
            builder.Report($"A divisor has at most {MostDigits} digits.");
            return;
        }

        var rules = builder.Numbers;
        for (var index = 0; index < number.Count; index++)
        {
            rules.DivisorDigits = (rules.DivisorDigits * 10) + (ulong)(number.Digit(index) - '0');
        }

        rules.DivisorExponent = number.Exponent - number.Count;
        rules.Divisor = number.IsInteger && number.Exponent <= MostDigits ? number.Floor() : 0;
        rules.MultipleOf = text;
    }

    /// <summary>Says what the bounds mean for plain integers.</summary>
    public static void Finish(NumberRules rules)
    {
        rules.Least = Math.Max(
            rules.Minimum is null ? long.MinValue : Ceiling(new JsonNumber(rules.Minimum)),
            rules.ExclusiveMinimum is null ? long.MinValue : new JsonNumber(rules.ExclusiveMinimum).Floor() + 1);
        rules.Greatest = Math.Min(
            rules.Maximum is null ? long.MaxValue : new JsonNumber(rules.Maximum).Floor(),
            rules.ExclusiveMaximum is null ? long.MaxValue : Ceiling(new JsonNumber(rules.ExclusiveMaximum)) - 1);
        FinishFractions(rules);
    }

    private static void FinishFractions(NumberRules rules)
    {
        rules.HasPlainBounds = true;
        foreach (var bound in new[] { rules.Minimum, rules.ExclusiveMinimum })
        {
            rules.HasPlainBounds &= bound is null || JsonNumber.TryInt64(bound, out _);
            rules.LeastOfFraction = Math.Max(rules.LeastOfFraction, bound is null ? long.MinValue : new JsonNumber(bound).Floor());
        }

        foreach (var bound in new[] { rules.Maximum, rules.ExclusiveMaximum })
        {
            rules.HasPlainBounds &= bound is null || JsonNumber.TryInt64(bound, out _);
            rules.GreatestOfFraction = Math.Min(rules.GreatestOfFraction, bound is null ? long.MaxValue : new JsonNumber(bound).Floor() - 1);
        }
    }

    private static long Ceiling(JsonNumber number) => number.IsInteger ? number.Floor() : number.Floor() + 1;
}
