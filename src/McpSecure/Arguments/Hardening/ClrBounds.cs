namespace McpSecure.Arguments.Hardening;

/// <summary>What a type of numbers can hold, in the words of JSON.</summary>
/// <param name="Minimum">The least number.</param>
/// <param name="Maximum">The greatest number.</param>
/// <param name="Name">What to call the type in front of a model.</param>
internal sealed record ClrBounds(string Minimum, string Maximum, string Name)
{
    public static ClrBounds? Of(ClrNumberKind kind) => kind switch
    {
        ClrNumberKind.SByte => new("-128", "127", "an 8-bit integer"),
        ClrNumberKind.Byte => new("0", "255", "an unsigned 8-bit integer"),
        ClrNumberKind.Int16 => new("-32768", "32767", "a 16-bit integer"),
        ClrNumberKind.UInt16 => new("0", "65535", "an unsigned 16-bit integer"),
        ClrNumberKind.Int32 => new("-2147483648", "2147483647", "a 32-bit integer"),
        ClrNumberKind.UInt32 => new("0", "4294967295", "an unsigned 32-bit integer"),
        ClrNumberKind.Int64 => new("-9223372036854775808", "9223372036854775807", "a 64-bit integer"),
        ClrNumberKind.UInt64 => new("0", "18446744073709551615", "an unsigned 64-bit integer"),
        ClrNumberKind.Int128 => new("-170141183460469231731687303715884105728", "170141183460469231731687303715884105727", "a 128-bit integer"),
        ClrNumberKind.UInt128 => new("0", "340282366920938463463374607431768211455", "an unsigned 128-bit integer"),
        ClrNumberKind.Half => new("-65504", "65504", "a 16-bit floating-point number"),

        // The shortest text that reads back as the largest value, which is how a program writes it.
        ClrNumberKind.Single => new("-3.4028235E+38", "3.4028235E+38", "a 32-bit floating-point number"),
        ClrNumberKind.Double => new("-1.7976931348623157E+308", "1.7976931348623157E+308", "a 64-bit floating-point number"),
        ClrNumberKind.Decimal => new("-79228162514264337593543950335", "79228162514264337593543950335", "a decimal number"),
        _ => null,
    };
}
