using System.Globalization;

namespace McpSecure.Schemas.Values;

/// <summary>
/// A JSON number, exactly: a sign, digits without zeros at either end, and the power of ten that the point before the first digit stands
/// for. Nothing is expanded: <c>1e999999999</c> costs what its text costs.
/// </summary>
internal readonly ref struct JsonNumber
{
    /// <summary>Where exponents end. Beyond, numbers of one sign and the same digits are taken for equal.</summary>
    public const long LargestExponent = 1_000_000_000_000_000_000;

    /// <summary>Up to how many digits an integer is plain.</summary>
    public const int DigitsOfLong = 18;

    private const ulong MostForShortDivision = (ulong.MaxValue / 10) - 1;

    private readonly ReadOnlySpan<byte> _whole;
    private readonly ReadOnlySpan<byte> _fraction;

    /// <param name="raw">A well-formed JSON number.</param>
    public JsonNumber(ReadOnlySpan<byte> raw)
    {
        var negative = raw[0] == (byte)'-';
        raw = negative ? raw[1..] : raw;
        var exponentAt = raw.IndexOfAny((byte)'e', (byte)'E');
        var exponent = exponentAt < 0 ? 0 : ParseExponent(raw[(exponentAt + 1)..]);
        raw = exponentAt < 0 ? raw : raw[..exponentAt];
        var point = raw.IndexOf((byte)'.');
        _whole = (point < 0 ? raw : raw[..point]).TrimStart((byte)'0');
        _fraction = point < 0 ? default : raw[(point + 1)..].TrimEnd((byte)'0');
        if (_whole.IsEmpty)
        {
            var digits = _fraction.TrimStart((byte)'0');
            exponent -= _fraction.Length - digits.Length;
            _fraction = digits;
        }
        else
        {
            exponent += _whole.Length;
            _whole = _fraction.IsEmpty ? _whole.TrimEnd((byte)'0') : _whole;
        }

        IsNegative = negative && Count > 0;
        Exponent = Count == 0 ? 0 : exponent;
    }

    public bool IsNegative { get; }

    /// <summary>Gets the power of ten: the value is 0.DIGITS × 10^Exponent.</summary>
    public long Exponent { get; }

    /// <summary>Gets how many digits are left. None is zero.</summary>
    public int Count => _whole.Length + _fraction.Length;

    public bool IsInteger => Count <= Exponent || Count == 0;

    /// <summary>The value of plain integers of up to 18 digits, which nearly all are.</summary>
    public static bool TryInt64(ReadOnlySpan<byte> raw, out long value)
    {
        value = 0;
        var negative = raw[0] == (byte)'-';
        var start = negative ? 1 : 0;
        if (raw.Length - start > DigitsOfLong)
        {
            return false;
        }

        for (var index = start; index < raw.Length; index++)
        {
            var digit = (uint)(raw[index] - '0');
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        value = negative ? -value : value;
        return true;
    }

    /// <summary>The value of integers of up to 18 digits, however they are written: 5, 5.0 and 5e0.</summary>
    public static bool TryPlainInteger(ReadOnlySpan<byte> raw, out long value)
    {
        if (TryInt64(raw, out value))
        {
            return true;
        }

        var number = new JsonNumber(raw);
        if (!number.IsInteger || number.Exponent > DigitsOfLong)
        {
            return false;
        }

        value = number.Floor();
        return true;
    }

    /// <summary>What is before the point of plain numbers that are no integers.</summary>
    public static bool TryFloorOfFraction(ReadOnlySpan<byte> raw, out long floor)
    {
        floor = 0;
        var point = raw.IndexOf((byte)'.');
        if (point <= 0 || raw[(point + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9') || !raw[(point + 1)..].ContainsAnyExcept((byte)'0'))
        {
            return false;
        }

        if (!TryInt64(raw[..point], out floor))
        {
            return false;
        }

        floor -= raw[0] == (byte)'-' ? 1 : 0;
        return true;
    }

    public byte Digit(int index) => index < _whole.Length ? _whole[index] : _fraction[index - _whole.Length];

    public int CompareWith(JsonNumber other)
    {
        if (IsNegative != other.IsNegative)
        {
            return IsNegative ? -1 : 1;
        }

        var size = CompareSize(other);
        return IsNegative ? -size : size;
    }

    /// <summary>The largest integer that is not greater, within 18 digits; beyond, the first number with more.</summary>
    public long Floor()
    {
        if (Exponent > DigitsOfLong)
        {
            return IsNegative ? -LargestExponent : LargestExponent;
        }

        var value = 0L;
        for (var index = 0; index < Exponent; index++)
        {
            value = (value * 10) + (index < Count ? Digit(index) - '0' : 0);
        }

        return !IsNegative ? value : IsInteger ? -value : -value - 1;
    }

    /// <summary>What remains of the digits, taken for an integer, after division.</summary>
    public ulong DigitsModulo(ulong divisor)
    {
        var remainder = DigitsModulo(_whole, 0, divisor);
        return DigitsModulo(_fraction, remainder, divisor);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} digits, exponent {Exponent}");

    private static ulong DigitsModulo(ReadOnlySpan<byte> digits, ulong remainder, ulong divisor)
    {
        foreach (var digit in digits)
        {
            // A long division costs several short ones.
            remainder = divisor <= MostForShortDivision
                ? ((remainder * 10) + (uint)(digit - '0')) % divisor
                : (ulong)((((UInt128)remainder * 10) + (uint)(digit - '0')) % divisor);
        }

        return remainder;
    }

    private static long ParseExponent(ReadOnlySpan<byte> raw)
    {
        var negative = raw[0] == (byte)'-';
        var value = 0L;
        foreach (var digit in raw[0] is (byte)'-' or (byte)'+' ? raw[1..] : raw)
        {
            value = Math.Min((value * 10) + (digit - '0'), LargestExponent / 10);
        }

        return negative ? -value : value;
    }

    private int CompareSize(JsonNumber other)
    {
        if (Count == 0 || other.Count == 0)
        {
            return Count.CompareTo(other.Count);
        }

        if (Exponent != other.Exponent)
        {
            return Exponent.CompareTo(other.Exponent);
        }

        var shared = Math.Min(Count, other.Count);
        for (var index = 0; index < shared; index++)
        {
            if (Digit(index) != other.Digit(index))
            {
                return Digit(index).CompareTo(other.Digit(index));
            }
        }

        return Count.CompareTo(other.Count);
    }
}
