using System.Globalization;
using System.Text;

namespace McpSecure.Limits;

/// <summary>What the escapes in JSON text stand for, counted where they stand.</summary>
internal static class JsonEscapes
{
    private const byte Backslash = (byte)'\\';
    private const int UnicodeLength = 6;

    /// <summary>How many bytes the JSON would be shorter if it had no escapes but those it needs.</summary>
    public static int Surplus(ReadOnlySpan<byte> json)
    {
        var surplus = 0;
        for (var at = json.IndexOf(Backslash); at >= 0; at = json.IndexOf(Backslash))
        {
            json = json[at..];
            var isUnicode = IsUnicode(json);
            surplus += isUnicode ? UnicodeLength - BytesOf(json) : 0;
            json = json[Math.Min(json.Length, isUnicode ? UnicodeLength : 2)..];
        }

        return surplus;
    }

    /// <summary>The length of a text in UTF-16 code units.</summary>
    /// <param name="text">The text as it stands between its quotes.</param>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        var length = 0;
        for (var at = text.IndexOf(Backslash); at >= 0; at = text.IndexOf(Backslash))
        {
            length += Encoding.UTF8.GetCharCount(text[..at]) + 1;
            text = text[at..];
            text = text[Math.Min(text.Length, IsUnicode(text) ? UnicodeLength : 2)..];
        }

        return length + Encoding.UTF8.GetCharCount(text);
    }

    private static bool IsUnicode(ReadOnlySpan<byte> escape) => escape.Length >= UnicodeLength && escape[1] == (byte)'u';

    /// <summary>The bytes of what an escape stands for. Halves of a character are two each, as four are for both.</summary>
    private static int BytesOf(ReadOnlySpan<byte> escape) =>
        !int.TryParse(escape[2..UnicodeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? UnicodeLength
        : unit switch
        {
            0x08 or 0x09 or 0x0a or 0x0c or 0x0d or '"' or '\\' => 2,
            < 0x20 => UnicodeLength,
            < 0x80 => 1,
            < 0x800 => 2,
            _ => char.IsSurrogate((char)unit) ? 2 : 3,
        };
}
