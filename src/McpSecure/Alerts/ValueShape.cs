using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace McpSecure.Alerts;

/// <summary>What a value looks like, without the value: its type, how long it is, and which kinds of characters it has.</summary>
/// <param name="Type">The type of JSON.</param>
/// <param name="Length">The logarithm of the length.</param>
/// <param name="Traits">A bit for each kind of characters.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ValueShape(int Type, int Length, ushort Traits)
{
    public const int Types = 8;
    public const int Lengths = 33;
    public const int TraitCount = 9;

    private const byte Separator = 1;
    private const byte Up = 2;
    private const byte Scheme = 4;
    private const byte Meta = 8;
    private const byte Control = 16;
    private const byte NotAscii = 32;
    private const byte Hidden = 64;
    private const byte Token = 128;
    private const ushort Blank = 256;

    /// <summary>How much of a value is looked at.</summary>
    private const int Looked = 4096;

    /// <summary>As long as no word is, and any key.</summary>
    private const int TokenLength = 40;

    public bool Has(int trait) => (Traits & (1 << trait)) != 0;

    public static ValueShape Of(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return default;
        }

        var raw = JsonMarshal.GetRawUtf8Value(value);
        var length = BitOperations.Log2((uint)raw.Length) + 1;
        return new((int)value.ValueKind, length, value.ValueKind == JsonValueKind.Number ? (ushort)0 : TraitsOf(Inner(raw)));
    }

    private static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> raw) =>
        raw is [(byte)'"', .. var inner, (byte)'"'] ? inner[..Math.Min(inner.Length, Looked)] : raw[..Math.Min(raw.Length, Looked)];

    private static ushort TraitsOf(ReadOnlySpan<byte> text)
    {
        var traits = (text.IndexOf(".."u8) >= 0 ? Up : 0) | (text.IndexOf("://"u8) >= 0 ? Scheme : 0);
        var run = 0;
        for (var index = 0; index < text.Length; index++)
        {
            traits |= TraitOf(text, ref index);
            run = char.IsAsciiLetterOrDigit((char)text[index]) || text[index] is (byte)'+' or (byte)'=' or (byte)'_' or (byte)'-' ? run + 1 : 0;
            traits |= run >= TokenLength ? Token : 0;
        }

        return (ushort)traits;
    }

    private static int TraitOf(ReadOnlySpan<byte> text, ref int index) => text[index] switch
    {
        (byte)'/' => Separator,
        (byte)'\\' => Escaped(text, ref index),
        (byte)';' or (byte)'|' or (byte)'`' or (byte)'$' or (byte)'\'' or (byte)'<' or (byte)'>' or (byte)'&' => Meta,
        (byte)' ' => Blank,
        >= 0x80 => NotAscii,
        < 0x20 or 0x7F => Control,
        _ => 0,
    };

    /// <summary>An escape of JSON. One that stands for a plain character hides it from who reads the text.</summary>
    private static int Escaped(ReadOnlySpan<byte> text, ref int index)
    {
        index = Math.Min(index + 1, text.Length - 1);
        return text[index] switch
        {
            (byte)'\\' => Separator,
            (byte)'"' => Meta,
            (byte)'u' => text[index..].StartsWith("u00"u8) ? Hidden : NotAscii,
            (byte)'/' => Separator,
            _ => Control,
        };
    }
}
