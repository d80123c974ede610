using System.Text;

namespace McpSecure.Schemas.Values;

/// <summary>
/// JSON strings as bytes. Half of a surrogate pair, which JSON allows and UTF-8 does not, is kept as the three bytes that UTF-8 would give
/// it, so that no string makes anything throw.
/// </summary>
internal static class JsonText
{
    /// <summary>Up to how many bytes live on the stack.</summary>
    public const int OnStack = 256;

    private const char FirstHigh = '\uD800';
    private const char FirstLow = '\uDC00';
    private const char LastLow = '\uDFFF';

    public static bool IsEscaped(ReadOnlySpan<byte> raw) => raw.Contains((byte)'\\');

    /// <summary>Resolves escapes.</summary>
    /// <param name="raw">A well-formed JSON string without its quotation marks.</param>
    /// <param name="destination">As long as <paramref name="raw"/>, or longer.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        var written = 0;
        while (true)
        {
            var escape = raw.IndexOf((byte)'\\');
            if (escape < 0)
            {
                raw.CopyTo(destination[written..]);
                return written + raw.Length;
            }

            raw[..escape].CopyTo(destination[written..]);
            written += escape;
            raw = raw[(escape + 1)..];
            written += raw[0] == (byte)'u' ? UnescapeCode(ref raw, destination[written..]) : UnescapeSign(ref raw, destination[written..]);
        }
    }

    /// <summary>Gives UTF-16 as bytes.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="destination">Three times as long as <paramref name="text"/>, or longer.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        if (Ascii.FromUtf16(text, destination, out var written) == System.Buffers.OperationStatus.Done)
        {
            return written;
        }

        written = 0;
        for (var index = 0; index < text.Length; index++)
        {
            int code = text[index];
            if (char.IsHighSurrogate((char)code) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                code = char.ConvertToUtf32((char)code, text[++index]);
            }

            written += Write(code, destination[written..]);
        }

        return written;
    }

    public static byte[] Encode(string text)
    {
        var bytes = new byte[text.Length * 3];
        return bytes[..Encode(text, bytes)];
    }

    /// <summary>Gives a JSON string, without its quotation marks, as text. Half of a surrogate pair stays one.</summary>
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        if (!IsEscaped(raw))
        {
            return Encoding.UTF8.GetString(raw);
        }

        var bytes = new byte[raw.Length];
        return DecodeBytes(bytes.AsSpan(0, Unescape(raw, bytes)));
    }

    /// <summary>How many code points there are.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var value in text)
        {
            // Every byte but those that continue a code point begins one.
            count += (sbyte)value >= -64 ? 1 : 0;
        }

        return count;
    }

    private static string DecodeBytes(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            // Only half of a surrogate pair is no UTF-8 here: 0xED, then two more bytes.
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                text.Append((char)(((bytes[0] & 0x0F) << 12) | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
                consumed = 3;
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    private static int UnescapeSign(ref ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        destination[0] = raw[0] switch
        {
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            var itself => itself,
        };
        raw = raw[1..];
        return 1;
    }

    private static int UnescapeCode(ref ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        var code = Hex(raw.Slice(1, 4));
        raw = raw[5..];
        if (code is >= FirstHigh and < FirstLow && raw.Length >= 6 && raw[0] == (byte)'\\' && raw[1] == (byte)'u')
        {
            var low = Hex(raw.Slice(2, 4));
            if (low is >= FirstLow and <= LastLow)
            {
                code = char.ConvertToUtf32((char)code, (char)low);
                raw = raw[6..];
            }
        }

        return Write(code, destination);
    }

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value << 4) | (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return value;
    }

    private static int Write(int code, Span<byte> destination)
    {
        if (code < 0x80)
        {
            destination[0] = (byte)code;
            return 1;
        }

        if (code < 0x800)
        {
            destination[0] = (byte)(0xC0 | (code >> 6));
            destination[1] = (byte)(0x80 | (code & 0x3F));
            return 2;
        }

        if (code < 0x10000)
        {
            destination[0] = (byte)(0xE0 | (code >> 12));
            destination[1] = (byte)(0x80 | ((code >> 6) & 0x3F));
            destination[2] = (byte)(0x80 | (code & 0x3F));
            return 3;
        }

        destination[0] = (byte)(0xF0 | (code >> 18));
        destination[1] = (byte)(0x80 | ((code >> 12) & 0x3F));
        destination[2] = (byte)(0x80 | ((code >> 6) & 0x3F));
        destination[3] = (byte)(0x80 | (code & 0x3F));
        return 4;
    }
}
