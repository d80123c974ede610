using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace McpSecure.Redaction;

/// <summary>The characters of a text in JSON, halves of characters too, in memory that is used again.</summary>
internal ref struct JsonChars
{
    private readonly char[] _chars;

    private JsonChars(ReadOnlySpan<byte> raw)
    {
        _chars = ArrayPool<char>.Shared.Rent(Math.Max(raw.Length, 1));
        var length = Encoding.UTF8.GetChars(raw, _chars);
        Text = _chars.AsSpan(0, raw.Contains((byte)'\\') ? Unescape(_chars.AsSpan(0, length)) : length);
    }

    /// <summary>Gets what is not written as it is: what JSON escapes, what no text has, and halves of characters, which pairs of them are not.</summary>
    public static SearchValues<char> Escaped { get; } = SearchValues.Create(
    [
        '"', '\\', '\u2028', '\u2029',
        .. Enumerable.Range(0, 0x20).Select(value => (char)value),
        .. Enumerable.Range(0x7F, 0x21).Select(value => (char)value),
        .. Enumerable.Range(0xD800, 0x800).Select(value => (char)value),
    ]);

    /// <summary>Gets the text, without its quotes and escapes.</summary>
    public ReadOnlySpan<char> Text { get; }

    /// <summary>Of a value that is a text.</summary>
    public static JsonChars Of(JsonElement value) => new(JsonMarshal.GetRawUtf8Value(value)[1..^1]);

    /// <summary>Of the name of a member.</summary>
    public static JsonChars NameOf(JsonProperty member) => new(JsonMarshal.GetRawUtf8PropertyName(member));

    public readonly void Return() => ArrayPool<char>.Shared.Return(_chars, clearArray: true);

    /// <summary>In place: what is escaped is never shorter than what it stands for.</summary>
    private static int Unescape(Span<char> text)
    {
        var written = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\')
            {
                text[written++] = text[index];
                continue;
            }

            var escape = text[++index];
            if (escape == 'u')
            {
                text[written++] = (char)ushort.Parse(text.Slice(index + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                index += 4;
                continue;
            }

            text[written++] = escape switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => escape };
        }

        return written;
    }
}
