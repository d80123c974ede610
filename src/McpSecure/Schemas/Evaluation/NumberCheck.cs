using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Numbers, exactly.</summary>
internal static class NumberCheck
{
    /// <param name="node">The subschema.</param>
    /// <param name="raw">The number in JSON text.</param>
    /// <param name="run">The budget.</param>
    public static bool IsValid(SchemaNode node, ReadOnlySpan<byte> raw, ref Run run)
    {
        if (!JsonNumber.TryInt64(raw, out var plain))
        {
            return JsonNumber.TryFloorOfFraction(raw, out var floor) && node is { Enum: null, Const: null, Numbers: null or { HasPlainBounds: true, MultipleOf: null } }
                ? IsFractionValid(node, floor)
                : run.Pay(raw.Length + Run.PerVisit) && IsValidExactly(node, raw);
        }

        if ((node.Types & JsonTypes.Integer) == JsonTypes.None)
        {
            return false;
        }

        if (node.Numbers is { } rules)
        {
            if (plain < rules.Least || plain > rules.Greatest)
            {
                return false;
            }

            if (rules.MultipleOf is not null && !(rules.Divisor != 0 ? plain % rules.Divisor == 0 : rules.IsMultiple(new JsonNumber(raw))))
            {
                return false;
            }
        }

        return IsAmong(node, raw);
    }

    public static bool IsAtLeast(byte[]? bound, JsonNumber number, bool orEqual) =>
        bound is null || number.CompareWith(new JsonNumber(bound)) >= (orEqual ? 0 : 1);

    public static bool IsAtMost(byte[]? bound, JsonNumber number, bool orEqual) =>
        bound is null || number.CompareWith(new JsonNumber(bound)) <= (orEqual ? 0 : -1);

    private static bool IsFractionValid(SchemaNode node, long floor) =>
        (node.Types & JsonTypes.Fraction) != JsonTypes.None
        && (node.Numbers is not { } rules || (floor >= rules.LeastOfFraction && floor <= rules.GreatestOfFraction));

    private static bool IsValidExactly(SchemaNode node, ReadOnlySpan<byte> raw)
    {
        var number = new JsonNumber(raw);
        if ((node.Types & (number.IsInteger ? JsonTypes.Integer : JsonTypes.Fraction)) == JsonTypes.None)
        {
            return false;
        }

        return IsWithin(node.Numbers, number) && IsAmong(node, raw);
    }

    private static bool IsWithin(NumberRules? rules, JsonNumber number) => rules is null
        || (IsAtLeast(rules.Minimum, number, orEqual: true)
            && IsAtLeast(rules.ExclusiveMinimum, number, orEqual: false)
            && IsAtMost(rules.Maximum, number, orEqual: true)
            && IsAtMost(rules.ExclusiveMaximum, number, orEqual: false)
            && (rules.MultipleOf is null || rules.IsMultiple(number)));

    private static bool IsAmong(SchemaNode node, ReadOnlySpan<byte> raw) =>
        (node.Enum is not { } values || values.HasNumber(raw)) && (node.Const is not { } value || value.HasNumber(raw));
}
