using System.Buffers;

namespace McpSecure.Redaction;

/// <summary>Finds private keys in PEM (RFC 7468), their line ends escaped or not.</summary>
internal static class PrivateKeys
{
    public const string Begin = "-----BEGIN ";
    private const string Name = "PRIVATE KEY";
    private const string Close = "-----";
    private const string End = "-----END ";
    private const int LongestLabel = 64;
    private const int Least = 8;

    private static readonly string[] Headers = ["Proc-Type: 4,", "DEK-Info: "];
    private static readonly SearchValues<char> Label = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ");
    private static readonly SearchValues<char> Body = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=\\ \t\r\n");
    private static readonly SearchValues<char> Lines = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=\\\r\n");
    private static readonly SearchValues<char> Header = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,-");
    private static readonly SearchValues<char> Base64 = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=");

    /// <summary>From the first line of a key to the end of its last, or as far as it goes on.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where its first line begins.</param>
    /// <param name="isShown">Whether it ends with the last line that is one of a key's, whatever stands before the next last line.</param>
    /// <param name="keyEnd">Where the next last line is. Found once for all keys before it, so that many beginnings without an end cost no more than one.</param>
    /// <param name="found">The key.</param>
    public static bool TryAt(ReadOnlySpan<char> text, int at, bool isShown, ref int keyEnd, out Credential found)
    {
        found = default;
        if (!text[at..].StartsWith(Begin, StringComparison.Ordinal))
        {
            return false;
        }

        var label = text[(at + Begin.Length)..Math.Min(text.Length, at + Begin.Length + LongestLabel)];
        var close = label.IndexOf(Close, StringComparison.Ordinal);
        if (close < 0 || !label[..close].Contains(Name, StringComparison.Ordinal) || label[..close].ContainsAnyExcept(Label))
        {
            return false;
        }

        var body = at + Begin.Length + close + Close.Length;
        if (!HasBody(text[body..]))
        {
            return false;
        }

        found = new(at, at, isShown ? EndOfLines(text, body) : EndOf(text, body, ref keyEnd));
        return true;
    }

    /// <summary>Code that looks for a key has the first line only.</summary>
    private static bool HasBody(ReadOnlySpan<char> rest)
    {
        rest = rest[..Math.Min(rest.Length, LongestLabel)].TrimStart();
        while (rest is ['\\', 'n' or 'r', ..])
        {
            rest = rest[2..].TrimStart();
        }

        var run = rest.IndexOfAnyExcept(Base64) is >= 0 and var end ? end : rest.Length;
        return run >= Least || rest.StartsWith("Proc-Type:", StringComparison.Ordinal) || (run >= 4 && rest[run..] is ['\r' or '\n' or '\\', ..]);
    }

    private static int EndOfLines(ReadOnlySpan<char> text, int body)
    {
        var at = AfterHeaders(text, body);
        at += text[at..].IndexOfAnyExcept(Lines) is >= 0 and var end ? end : text.Length - at;
        return text[at..].StartsWith(End, StringComparison.Ordinal) ? EndOfLastLine(text, at) : at;
    }

    /// <summary>What stands before a key that is encrypted (RFC 1421, 4.6.1).</summary>
    private static int AfterHeaders(ReadOnlySpan<char> text, int body)
    {
        var at = body;
        foreach (var header in Headers)
        {
            var start = at + text[at..].Length - text[at..].TrimStart("\r\n").Length;
            if (!text[start..].StartsWith(header, StringComparison.Ordinal))
            {
                break;
            }

            start += header.Length;
            at = start + (text[start..].IndexOfAnyExcept(Header) is >= 0 and var end ? end : text.Length - start);
        }

        return at;
    }

    private static int EndOfLastLine(ReadOnlySpan<char> text, int line)
    {
        var label = text[(line + End.Length)..Math.Min(text.Length, line + End.Length + LongestLabel)];
        var close = label.IndexOf(Close, StringComparison.Ordinal);
        var isLabel = close >= 0 && label[..close].Contains(Name, StringComparison.Ordinal) && !label[..close].ContainsAnyExcept(Label);
        return line + End.Length + (isLabel ? close + Close.Length : 0);
    }

    private static int EndOf(ReadOnlySpan<char> text, int body, ref int keyEnd)
    {
        if (keyEnd < body)
        {
            keyEnd = text[body..].IndexOf(End, StringComparison.Ordinal) is >= 0 and var ahead ? body + ahead : text.Length;
        }

        // Another one may begin before: then this one has no end of its own.
        if (keyEnd < text.Length && !text[body..keyEnd].Contains(Begin, StringComparison.Ordinal))
        {
            return EndOfLastLine(text, keyEnd);
        }

        return body + (text[body..].IndexOfAnyExcept(Body) is >= 0 and var end ? end : text.Length - body);
    }
}
