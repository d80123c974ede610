using System.Buffers.Text;
using System.Globalization;

namespace McpSecure.Arguments.Hardening;

/// <summary>Says what becomes of a number, as it is written in JSON, when it is read as a type. Nothing is allocated unless it changes.</summary>
internal static class NumberText
{
    private const int SafeLength = 15;

    /// <summary>What is wrong with reading this number as that type.</summary>
    /// <returns>A clause without the number, or <see langword="null"/> if the number stays what it is, but for the rounding of its type.</returns>
    public static string? Problem(ReadOnlySpan<byte> text, ClrNumberKind kind) => kind switch
    {
        ClrNumberKind.Unknown or ClrNumberKind.Double => Floating(text, kind, IsSafe(text) ? 1 : Double(text)),
        ClrNumberKind.Single => Floating(text, kind, Single(text)),
        ClrNumberKind.Half => Floating(text, kind, HalfOf(text)),
        ClrNumberKind.Decimal => Decimal(text),
        _ => Whole(text, kind),
    };

    // Few digits and no exponent: neither too large nor too small for a double.
    private static bool IsSafe(ReadOnlySpan<byte> text) => text.Length <= SafeLength && text.IndexOfAny("eE"u8) < 0;

    // Text that is no number cannot come from a JSON reader; if it did, it would be no finite number.
    private static double Double(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out double number, out _) ? number : double.NaN;

    private static double Single(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out float number, out _) ? number : double.NaN;

    private static double HalfOf(ReadOnlySpan<byte> text) =>
        Half.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? (double)number : double.NaN;

    private static string? Floating(ReadOnlySpan<byte> text, ClrNumberKind kind, double read)
    {
        if (!double.IsFinite(read))
        {
            return TooLarge(kind);
        }

        return read == 0 && Digits.HasNonZero(text)
            ? $"is too close to 0: as {NameOf(kind)} it would become 0; send 0 or a number further from it"
            : null;
    }

    private static string? Decimal(ReadOnlySpan<byte> text)
    {
        if (!Utf8Parser.TryParse(text, out decimal number, out var length) || length != text.Length)
        {
            return TooLarge(ClrNumberKind.Decimal);
        }

        return Digits.Of(text) is { } digits && digits == Digits.Of(number)
            ? null
            : "has more digits than a decimal number keeps; send at most 28 digits";
    }

    private static string? Whole(ReadOnlySpan<byte> text, ClrNumberKind kind)
    {
        if (text.IndexOfAny(".eE"u8) >= 0)
        {
            return "must be a whole number, written without fraction or exponent";
        }

        return Fits(text, kind) ? null : TooLarge(kind);
    }

    private static bool Fits(ReadOnlySpan<byte> text, ClrNumberKind kind) => kind switch
    {
        ClrNumberKind.SByte => Utf8Parser.TryParse(text, out sbyte _, out var length) && length == text.Length,
        ClrNumberKind.Byte => Utf8Parser.TryParse(text, out byte _, out var length) && length == text.Length,
        ClrNumberKind.Int16 => Utf8Parser.TryParse(text, out short _, out var length) && length == text.Length,
        ClrNumberKind.UInt16 => Utf8Parser.TryParse(text, out ushort _, out var length) && length == text.Length,
        ClrNumberKind.Int32 => Utf8Parser.TryParse(text, out int _, out var length) && length == text.Length,
        ClrNumberKind.UInt32 => Utf8Parser.TryParse(text, out uint _, out var length) && length == text.Length,
        ClrNumberKind.Int64 => Utf8Parser.TryParse(text, out long _, out var length) && length == text.Length,
        ClrNumberKind.UInt64 => Utf8Parser.TryParse(text, out ulong _, out var length) && length == text.Length,
        ClrNumberKind.Int128 => Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        ClrNumberKind.UInt128 => UInt128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    private static string TooLarge(ClrNumberKind kind) => ClrBounds.Of(kind) is { } bounds
        ? $"does not fit {bounds.Name}: from {bounds.Minimum} to {bounds.Maximum}"
        : $"is too large: as {NameOf(kind)} it would become infinite";

    private static string NameOf(ClrNumberKind kind) => (ClrBounds.Of(kind) ?? ClrBounds.Of(ClrNumberKind.Double)!).Name;
}
