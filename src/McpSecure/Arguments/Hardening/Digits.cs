using System.Runtime.InteropServices;

namespace McpSecure.Arguments.Hardening;

/// <summary>The exact value of a number of few digits: <c>Value</c> × 10^<c>Exponent</c>, without zeros at the end.</summary>
internal readonly record struct Digits(bool IsNegative, UInt128 Value, long Exponent)
{
    // 10^38 is the largest power of ten that fits, so 38 digits always do; a decimal keeps 29.
    private const int MaxDigits = 38;

    // More than any text can be long, and far from the bounds of its type.
    private const long MaxExponent = 1L << 40;

    /// <summary>Whether a number is anything but 0.</summary>
    public static bool HasNonZero(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny("eE"u8);
        return (end < 0 ? text : text[..end]).IndexOfAnyInRange((byte)'1', (byte)'9') >= 0;
    }

    /// <summary>The digits of a number written in JSON; <see langword="null"/> if it has more than any type keeps.</summary>
    public static Digits? Of(ReadOnlySpan<byte> text)
    {
        var isNegative = text.StartsWith((byte)'-');
        var end = text.IndexOfAny("eE"u8);
        var exponent = end < 0 ? 0 : ExponentOf(text[(end + 1)..]);
        var mantissa = text[(isNegative ? 1 : 0)..(end < 0 ? text.Length : end)];
        var last = mantissa.LastIndexOfAnyInRange((byte)'1', (byte)'9');
        if (last < 0)
        {
            return default(Digits);
        }

        UInt128 value = 0;
        var count = 0;
        foreach (var character in mantissa[..(last + 1)])
        {
            if (character == (byte)'.' || (count == 0 && character == (byte)'0'))
            {
                continue;
            }

            if (++count > MaxDigits)
            {
                return null;
            }

            value = (value * 10) + (UInt128)(character - (byte)'0');
        }

        var point = mantissa.IndexOf((byte)'.');
        var places = point < 0 ? mantissa.Length - 1 - last : last < point ? point - 1 - last : point - last;
        return new Digits(isNegative, value, exponent + places);
    }

    /// <summary>The digits of a decimal number.</summary>
    public static Digits Of(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var parts = MemoryMarshal.Cast<int, uint>(bits);
        var value = ((UInt128)parts[2] << 64) | ((UInt128)parts[1] << 32) | parts[0];
        if (value == 0)
        {
            return default;
        }

        long exponent = -number.Scale;
        while (value % 10 == 0)
        {
            value /= 10;
            exponent++;
        }

        return new Digits(decimal.IsNegative(number), value, exponent);
    }

    private static long ExponentOf(ReadOnlySpan<byte> text)
    {
        long exponent = 0;
        foreach (var character in text.TrimStart("+-"u8))
        {
            exponent = Math.Min((exponent * 10) + (character - (byte)'0'), MaxExponent);
        }

        return text.StartsWith((byte)'-') ? -exponent : exponent;
    }
}
