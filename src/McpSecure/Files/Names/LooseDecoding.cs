using System.Globalization;
using System.Text;

namespace McpSecure.Files.Names;

/// <summary>Decodes as the most careless reader would: <c>%2e</c>, <c>%u002e</c>, and UTF-8 in more bytes than a character needs. Only to look at the result.</summary>
internal static class LooseDecoding
{
    /// <summary>Undoes one round of percent-encoding.</summary>
    public static string Once(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var index = 0; index < text.Length;)
        {
            index += TakeWide(text.AsSpan(index), bytes) is > 0 and var wide ? wide : Take(text.AsSpan(index), bytes);
        }

        return Characters(bytes);
    }

    /// <summary>Takes one <c>%uXXXX</c>; 0 if there is none.</summary>
    private static int TakeWide(ReadOnlySpan<char> text, List<byte> bytes)
    {
        if (text is not ['%', 'u' or 'U', _, _, _, _, ..]
            || !ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return 0;
        }

        Append(Rune.TryCreate((char)value, out var rune) ? rune : Rune.ReplacementChar, bytes);
        return 6;
    }

    private static int Take(ReadOnlySpan<char> text, List<byte> bytes)
    {
        if (text is ['%', _, _, ..] && byte.TryParse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            bytes.Add(value);
            return 3;
        }

        _ = Rune.DecodeFromUtf16(text, out var rune, out var length);
        Append(rune, bytes);
        return length;
    }

    private static void Append(Rune rune, List<byte> bytes)
    {
        Span<byte> encoded = stackalloc byte[4];
        bytes.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
    }

    /// <summary>Reads UTF-8 by its bit patterns alone, without asking whether a shorter form exists or what the following bytes are.</summary>
    private static string Characters(List<byte> bytes)
    {
        var text = new StringBuilder(bytes.Count);
        for (var index = 0; index < bytes.Count;)
        {
            var first = bytes[index];
            var length = first switch { >= 0xfc and < 0xfe => 6, >= 0xf8 and < 0xfc => 5, >= 0xf0 and < 0xf8 => 4, >= 0xe0 and < 0xf0 => 3, >= 0xc0 and < 0xe0 => 2, _ => 1 };
            if (index + length > bytes.Count)
            {
                length = 1;
            }

            var value = length == 1 ? first : first & (0x7f >> length);
            for (var next = 1; next < length; next++)
            {
                value = (value << 6) | (bytes[index + next] & 0x3f);
            }

            text.Append(Rune.TryCreate(value, out var rune) ? rune.ToString() : "\ufffd");
            index += length;
        }

        return text.ToString();
    }
}
