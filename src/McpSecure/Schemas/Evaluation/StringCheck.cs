using System.Buffers;
using System.Text;
using McpSecure.Schemas.Patterns;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Strings, as they stand in the JSON text or as names of members.</summary>
internal static class StringCheck
{
    private const int MostBytesOfCodePoint = 4;

    // Two escapes.
    private const int MostRawBytesOfCodePoint = 12;

    /// <param name="node">The subschema.</param>
    /// <param name="raw">The string in JSON text, without its quotation marks.</param>
    /// <param name="run">The budget.</param>
    public static bool IsValidRaw(SchemaNode node, ReadOnlySpan<byte> raw, ref Run run)
    {
        if (node.ChecksLengthsOnly && raw.Length <= node.Strings!.Most && raw.Length > (node.Strings.Least - 1L) * MostRawBytesOfCodePoint)
        {
            return true;
        }

        if (!JsonText.IsEscaped(raw))
        {
            return IsValid(node, raw, ref run);
        }

        byte[]? rented = null;
        var buffer = raw.Length <= JsonText.OnStack ? stackalloc byte[JsonText.OnStack] : rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var valid = IsValid(node, buffer[..JsonText.Unescape(raw, buffer)], ref run);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return valid;
    }

    /// <param name="node">The subschema.</param>
    /// <param name="text">The string without escapes.</param>
    /// <param name="run">The budget.</param>
    public static bool IsValid(SchemaNode node, ReadOnlySpan<byte> text, ref Run run)
    {
        if ((node.Enum is { } values && !(values.Strings?.Find(text) >= 0)) || (node.Const is { } value && !(value.Strings?.Find(text) >= 0)))
        {
            return false;
        }

        return node.Strings is not { } rules
            || (IsLongEnough(rules, text) && IsShortEnough(rules, text) && Matches(rules, text, ref run) && HasFormat(rules, text, ref run));
    }

    public static bool IsLongEnough(StringRules rules, ReadOnlySpan<byte> text) => rules.Least == 0
        || (text.Length >= rules.Least && (text.Length >= (long)rules.Least * MostBytesOfCodePoint || JsonText.Count(text) >= rules.Least));

    public static bool IsShortEnough(StringRules rules, ReadOnlySpan<byte> text) => text.Length <= rules.Most
        || (text.Length <= (long)rules.Most * MostBytesOfCodePoint && JsonText.Count(text) <= rules.Most);

    public static bool Matches(StringRules rules, ReadOnlySpan<byte> text, ref Run run) =>
        rules.Pattern is not { } pattern || Matches(pattern, text, ref run);

    /// <summary>A pattern that runs out of its time uses up the budget: what follows from neither "yes" nor "no" is not valid.</summary>
    public static bool Matches(StringPattern pattern, ReadOnlySpan<byte> text, ref Run run)
    {
        if (!run.Pay(text.Length, pattern.Cost))
        {
            return false;
        }

        if (pattern.TryMatch(text) is { } isMatch)
        {
            return isMatch;
        }

        run.Exhaust();
        return false;
    }

    public static bool HasFormat(StringRules rules, ReadOnlySpan<byte> text, ref Run run)
    {
        if (rules.Format is not { } format)
        {
            return true;
        }

        if (!run.Pay(text.Length, rules.FormatCost))
        {
            return false;
        }

        char[]? rented = null;
        var buffer = text.Length <= JsonText.OnStack ? stackalloc char[JsonText.OnStack] : rented = ArrayPool<char>.Shared.Rent(text.Length);
        var valid = format(buffer[..Encoding.UTF8.GetChars(text, buffer)]);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return valid;
    }
}
