using System.Buffers;
using System.Globalization;
using System.Text.Unicode;

namespace McpSecure.Redaction;

/// <summary>JSON text under construction, in memory that is used again.</summary>
/// <remarks>Written by hand because the writer of .NET puts U+FFFD where half of a character stands, and then two different texts are one.</remarks>
internal ref struct JsonBytes
{
    private const int Longest = 6; // a character as \uXXXX; three bytes as UTF-8

    private byte[] _bytes;

    public JsonBytes(int size) => _bytes = ArrayPool<byte>.Shared.Rent(size);

    /// <summary>Gets how many bytes are written.</summary>
    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Raw(scoped ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_bytes.AsSpan(Length));
        Length += text.Length;
    }

    public void Number(int value)
    {
        Span<byte> digits = stackalloc byte[11];
        value.TryFormat(digits, out var written, provider: CultureInfo.InvariantCulture);
        Raw(digits[..written]);
    }

    /// <summary>A text without its quotes. Control characters and halves of characters are escaped.</summary>
    public void Text(scoped ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(JsonChars.Escaped) is >= 0 and var next ? next : text.Length;
            Reserve((plain * 3) + Longest);
            Utf8.FromUtf16(text[..plain], _bytes.AsSpan(Length), out var read, out var written, replaceInvalidSequences: false);
            Length += written;
            text = text[read..];
            if (!text.IsEmpty)
            {
                text = text[Next(text)..];
            }
        }
    }

    public readonly void Return() => ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);

    /// <summary>Writes what is escaped, or both halves of one character; gives how much that was.</summary>
    private int Next(scoped ReadOnlySpan<char> text)
    {
        Reserve(Longest);
        if (text is [var high, var low, ..] && char.IsSurrogatePair(high, low))
        {
            Utf8.FromUtf16(text[..2], _bytes.AsSpan(Length), out _, out var written);
            Length += written;
            return 2;
        }

        switch (text[0])
        {
            case '"':
                Raw("\\\""u8);
                break;
            case '\\':
                Raw("\\\\"u8);
                break;
            case '\n':
                Raw("\\n"u8);
                break;
            case '\r':
                Raw("\\r"u8);
                break;
            case '\t':
                Raw("\\t"u8);
                break;
            default:
                Raw("\\u"u8);
                Hex(text[0]);
                break;
        }

        return 1;
    }

    private void Hex(int character)
    {
        for (var shift = 12; shift >= 0; shift -= 4)
        {
            _bytes[Length++] = "0123456789abcdef"u8[(character >> shift) & 0xF];
        }
    }

    private void Reserve(int more)
    {
        more = Math.Max(more, Longest);
        if (_bytes.Length - Length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + more));
        Written.CopyTo(larger);
        Return();
        _bytes = larger;
    }
}
