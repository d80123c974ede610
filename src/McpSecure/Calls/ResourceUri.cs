using System.Buffers;
using System.Text;

namespace McpSecure.Calls;

/// <summary>
/// A resource URI as the code behind it will see it. The SDK matches the raw text and percent-decodes the variables afterwards; a rule
/// that looked at the raw text would let <c>..%2F..</c> through.
/// </summary>
internal static class ResourceUri
{
    /// <summary>Longer URIs are refused. Generous: browsers and servers commonly stop at 8 KiB.</summary>
    public const int MaximumLength = 8192;

    private static readonly SearchValues<char> SegmentEnds = SearchValues.Create("/?#");
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether something of a kind is named by a URI, which has to be decoded before anybody compares it.</summary>
    public static bool Names(PrimitiveKind kind) =>
        kind is PrimitiveKind.Resource or PrimitiveKind.ResourceTemplate or PrimitiveKind.Subscription;

    /// <summary>Decodes a URI once, its scheme in lower case.</summary>
    /// <param name="uri">What the client sent.</param>
    /// <param name="decoded">The decoded text, or the empty string.</param>
    /// <returns>
    /// <see langword="false"/> if two readers could disagree about it: dot segments, a backslash, an encoded slash, a control character,
    /// malformed or double encoding, or a length beyond <see cref="MaximumLength"/>.
    /// </returns>
    public static bool TryDecode(string uri, out string decoded)
    {
        decoded = string.Empty;
        if (uri.Length is 0 or > MaximumLength || !TryUnescape(uri, out var text) || text.Contains('\\') || HasControl(text) || HasDotSegment(text))
        {
            return false;
        }

        decoded = WithLowerScheme(text);
        return true;
    }

    private static bool TryUnescape(string uri, out string text)
    {
        text = uri;
        if (!uri.Contains('%'))
        {
            return true;
        }

        try
        {
            var bytes = Strict.GetBytes(uri);
            var length = Unescape(bytes);
            text = length < 0 ? string.Empty : Strict.GetString(bytes.AsSpan(0, length));
            return length >= 0;
        }
        catch (ArgumentException)
        {
            // A lone surrogate before, or bytes after decoding that are not UTF-8.
            return false;
        }
    }

    /// <summary>Unescapes in place. Returns the new length, or -1 for a malformed, doubled or slash-hiding escape.</summary>
    private static int Unescape(Span<byte> bytes)
    {
        var to = 0;
        for (var from = 0; from < bytes.Length; from++)
        {
            var value = bytes[from];
            if (value == '%')
            {
                if (from + 2 >= bytes.Length || !TryHex(bytes.Slice(from + 1, 2), out value) || value is (byte)'%' or (byte)'/' or (byte)'\\')
                {
                    return -1;
                }

                from += 2;
            }

            bytes[to++] = value;
        }

        return to;
    }

    private static bool TryHex(ReadOnlySpan<byte> digits, out byte value)
    {
        value = 0;
        return char.IsAsciiHexDigit((char)digits[0])
            && char.IsAsciiHexDigit((char)digits[1])
            && byte.TryParse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, provider: null, out value);
    }

    private static bool HasControl(string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasDotSegment(ReadOnlySpan<char> text)
    {
        foreach (var segment in text.SplitAny(SegmentEnds))
        {
            if (text[segment] is "." or "..")
            {
                return true;
            }
        }

        return false;
    }

    private static string WithLowerScheme(string text)
    {
        var end = text.IndexOf(':', StringComparison.Ordinal);
        return end <= 0 || !text.AsSpan(0, end).ContainsAnyInRange('A', 'Z')
            ? text
            : string.Concat(text[..end].ToLowerInvariant(), text.AsSpan(end));
    }
}
