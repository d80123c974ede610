using System.Buffers;

namespace McpSecure.Results;

/// <summary>How many bytes a text is when it leaves, counted where it lies: the SDK writes JSON in ASCII, and escapes all else and some of that.</summary>
/// <remarks>As <see cref="System.Text.Encodings.Web.JavaScriptEncoder.Default"/> does it: two bytes or six for each UTF-16 code unit that is escaped.</remarks>
internal static class SentLength
{
    private const string WithoutEscape = " !#$%()*,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
    private const int Escape = 6;

    private static readonly SearchValues<char> Plain = SearchValues.Create(WithoutEscape);
    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create([.. WithoutEscape.Select(unit => (byte)unit)]);
    private static readonly SearchValues<byte> PlainJson = SearchValues.Create([.. WithoutEscape.Select(unit => (byte)unit), .. "\" \t\r\n"u8]);

    /// <summary>The length of a text, without its quotes.</summary>
    public static long Of(ReadOnlySpan<char> text)
    {
        long length = text.Length;
        for (var at = text.IndexOfAnyExcept(Plain); at >= 0; at = text.IndexOfAnyExcept(Plain))
        {
            length += Of(text[at]) - 1;
            text = text[(at + 1)..];
        }

        return length;
    }

    /// <summary>The length of one UTF-16 code unit.</summary>
    public static int Of(char unit) => unit switch
    {
        '\\' or '\n' or '\r' or '\t' or '\b' or '\f' => 2,
        _ => Plain.Contains(unit) ? 1 : Escape,
    };

    /// <summary>The length of base64, which should be ASCII; at most, where it is not.</summary>
    public static long OfBase64(ReadOnlySpan<byte> text)
    {
        long length = text.Length;
        for (var at = text.IndexOfAnyExcept(PlainBytes); at >= 0; at = text.IndexOfAnyExcept(PlainBytes))
        {
            length += Escape - 1;
            text = text[(at + 1)..];
        }

        return length;
    }

    /// <summary>The length of JSON, whose escapes may be others than those it is sent with. At most: blanks count.</summary>
    public static long OfJson(ReadOnlySpan<byte> json)
    {
        long length = json.Length;
        for (var at = json.IndexOfAnyExcept(PlainJson); at >= 0; at = json.IndexOfAnyExcept(PlainJson))
        {
            var (read, written) = json[at] switch
            {
                (byte)'\\' => OfEscape(json[at..]),
                >= 0xF0 => (4, 2 * Escape),
                >= 0xE0 => (3, Escape),
                >= 0xC0 => (2, Escape),
                _ => (1, Escape),
            };
            length += written - read;
            json = json[Math.Min(json.Length, at + read)..];
        }

        return length;
    }

    private static (int Read, int Written) OfEscape(ReadOnlySpan<byte> escape) => escape.Length < 2 ? (1, 1) : escape[1] switch
    {
        (byte)'u' => (Escape, Escape),
        (byte)'"' => (2, Escape),
        _ => (2, 2),
    };
}
