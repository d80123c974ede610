using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Bounds and divisor of numbers. Plain integers are compared as such, all others exactly by their digits.</summary>
internal sealed class NumberRules
{
    /// <summary>The bounds as they work on plain integers, both inclusive.</summary>
    public long Least = long.MinValue;
    public long Greatest = long.MaxValue;

    /// <summary>Whether the bounds are plain integers: then what is before the point decides about fractions.</summary>
    public bool HasPlainBounds;

    /// <summary>The bounds as they work on what is before the point of a fraction, both inclusive.</summary>
    public long LeastOfFraction = long.MinValue;
    public long GreatestOfFraction = long.MaxValue;

    // The text of the bounds.
    public byte[]? Minimum;
    public byte[]? Maximum;
    public byte[]? ExclusiveMinimum;
    public byte[]? ExclusiveMaximum;
    public byte[]? MultipleOf;

    /// <summary>The divisor is this times ten to the power of <see cref="DivisorExponent"/>.</summary>
    public ulong DivisorDigits;
    public long DivisorExponent;

    /// <summary>The divisor, if it is a plain integer.</summary>
    public long Divisor;

    public bool IsMultiple(JsonNumber number)
    {
        var shift = number.Exponent - number.Count - DivisorExponent;
        if (number.Count == 0)
        {
            return true;
        }

        // The digits end in no zero: without a factor of ten to spare they cannot make up for a negative shift.
        if (shift < 0)
        {
            return false;
        }

        var remainder = (UInt128)number.DigitsModulo(DivisorDigits) * PowerOfTenModulo(shift, DivisorDigits) % DivisorDigits;
        return remainder == 0;
    }

    private static UInt128 PowerOfTenModulo(long exponent, ulong divisor)
    {
        UInt128 result = 1 % divisor;
        UInt128 factor = 10 % divisor;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                result = result * factor % divisor;
            }

            factor = factor * factor % divisor;
        }

        return result;
    }
}
