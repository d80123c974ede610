using System.Buffers;
using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Members whose names the schema does not spell out: patterns, <c>propertyNames</c>, and what is said of all others.</summary>
internal static class UnknownMember
{
    public static bool IsValidRaw(ObjectRules rules, ReadOnlySpan<byte> raw, JsonElement value, int index, Span<ulong> evaluated, ref Run run)
    {
        if (!JsonText.IsEscaped(raw))
        {
            return IsValid(rules, raw, value, index, evaluated, ref run);
        }

        byte[]? rented = null;
        var buffer = raw.Length <= JsonText.OnStack ? stackalloc byte[JsonText.OnStack] : rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var valid = IsValid(rules, buffer[..JsonText.Unescape(raw, buffer)], value, index, evaluated, ref run);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return valid;
    }

    public static bool IsValid(ObjectRules rules, string name, JsonElement value, int index, Span<ulong> evaluated, ref Run run)
    {
        byte[]? rented = null;
        var length = name.Length * 3;
        var buffer = length <= JsonText.OnStack ? stackalloc byte[JsonText.OnStack] : rented = ArrayPool<byte>.Shared.Rent(length);
        var valid = IsValid(rules, buffer[..JsonText.Encode(name, buffer)], value, index, evaluated, ref run);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return valid;
    }

    private static bool IsValid(ObjectRules rules, ReadOnlySpan<byte> name, JsonElement value, int index, Span<ulong> evaluated, ref Run run)
    {
        if (rules.NameNode is { } names && !NameCheck.IsValid(names, name, ref run))
        {
            return false;
        }

        var matched = false;
        foreach (var pattern in rules.Patterns)
        {
            if (StringCheck.Matches(pattern.Pattern, name, ref run))
            {
                matched = true;
                if (!Evaluator.Visit(pattern.Node, value, ref run))
                {
                    return false;
                }
            }
        }

        if (!matched && rules.Additional is null)
        {
            return Evaluator.IsUnknownValid(value, ref run);
        }

        Bits.Add(evaluated, index);
        return !run.IsExhausted && (matched || Evaluator.Visit(rules.Additional!, value, ref run));
    }
}
