using System.Buffers;

namespace McpSecure.Redaction;

/// <summary>Credentials that are told by what stands around them: headers, addresses, connection strings, keys in PEM.</summary>
internal static class Formats
{
    /// <summary>That it was not looked yet where a key ends.</summary>
    public const int Unknown = -1;

    private const string Jwt = "eyJ";
    private const string Bearer = "bearer";
    private const string Basic = "basic";
    private const string Authority = "://";

    private static readonly SearchValues<char> Base64Url = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    private static readonly SearchValues<char> Base64 = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=");
    private static readonly SearchValues<char> Token68 = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.+/=~");
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(value => (byte)value)]);
    private static readonly SearchValues<char> EndOfAuthority = SearchValues.Create("/?# \t\r\n\"'`<>\\");

    /// <summary>Gets what each of them has; the case makes no difference to where it is looked. One of two characters would make the search four times as slow.</summary>
    public static string[] Anchors { get; } = [Jwt, Bearer, Basic, Authority, PrivateKeys.Begin, .. HttpTexts.Anchors, .. Assignments.Anchors];

    /// <summary>The credential that an anchor belongs to.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the anchor is.</param>
    /// <param name="names">The names of secrets; <see langword="null"/> if only what has the letters of a key is one.</param>
    /// <param name="keyEnd">As <see cref="PrivateKeys.TryAt"/> has it.</param>
    /// <param name="found">The credential.</param>
    public static bool TryAt(ReadOnlySpan<char> text, int at, SecretNames? names, ref int keyEnd, out Credential found) =>
        text[at] switch
        {
            'e' => TryJwt(text, at, out found),
            'b' or 'B' => TryBearer(text, at, out found) || TryBasic(text, at, out found),
            ':' when names is not null => TryAuthority(text, at, out found) || HttpTexts.TryUser(text, at, out found),
            'a' or 'A' or 'c' or 'C' when names is not null => HttpTexts.TryAt(text, at, out found),
            '-' => PrivateKeys.TryAt(text, at, isShown: names is null, ref keyEnd, out found),
            _ => None(out found),
        }
        || (names is not null && Assignments.TryAt(text, at, names, out found));

    private static bool None(out Credential found)
    {
        found = default;
        return false;
    }

    /// <summary>A JSON Web Token (RFC 7515, 7516): a header in base64url, a dot, and more. A header alone is any JSON.</summary>
    private static bool TryJwt(ReadOnlySpan<char> text, int at, out Credential found)
    {
        found = default;
        if (!text[at..].StartsWith(Jwt, StringComparison.Ordinal) || !CredentialScan.IsBeginning(text, at) || (at > 0 && Base64Url.Contains(text[at - 1]) && !char.IsAsciiLetterOrDigit(text[at - 1])))
        {
            return false;
        }

        var header = Run(text[at..], Base64Url);
        var rest = text[(at + header)..];
        if (header < 8 || rest is not ['.', .. var more] || Run(more, Base64Url) is not (>= 8 and var payload))
        {
            return false;
        }

        var end = at + header + 1 + payload;
        while (end < text.Length && text[end] == '.')
        {
            end += 1 + Run(text[(end + 1)..], Base64Url);
        }

        found = new(at, at, at + text[at..end].TrimEnd('.').Length);
        return true;
    }

    /// <summary>What follows <c>Bearer</c> (RFC 6750), as a header or in a sentence.</summary>
    private static bool TryBearer(ReadOnlySpan<char> text, int at, out Credential found)
    {
        found = default;
        if (!TryScheme(text, at, Bearer, out var secret))
        {
            return false;
        }

        var judged = text[secret..Math.Min(text.Length, secret + TokenShape.Judged)];
        judged = judged[..Run(judged, Token68)];
        if (judged.TrimEnd('.').Length < 16 || !Mixture.HasDigit(judged) || !Mixture.HasLetter(judged))
        {
            return false;
        }

        found = new(at, secret, secret + text.Slice(secret, Run(text[secret..], Token68)).TrimEnd('.').Length);
        return true;
    }

    /// <summary>What follows <c>Basic</c> (RFC 7617), if it is a name and a password indeed.</summary>
    private static bool TryBasic(ReadOnlySpan<char> text, int at, out Credential found)
    {
        const int Longest = 512;
        found = default;
        if (!TryScheme(text, at, Basic, out var secret))
        {
            return false;
        }

        var given = text[secret..Math.Min(text.Length, secret + Longest)];
        given = given[..Run(given, Base64)];
        Span<char> padded = stackalloc char[Longest + 4];
        Span<byte> decoded = stackalloc byte[Longest];
        var trimmed = given.TrimEnd('=');
        trimmed.CopyTo(padded);
        var length = (trimmed.Length + 3) / 4 * 4;
        padded[trimmed.Length..length].Fill('=');
        if (trimmed.Length < 6 || !Convert.TryFromBase64Chars(padded[..length], decoded, out var written)
            || !decoded[..written].Contains((byte)':') || decoded[..written].ContainsAny(Controls))
        {
            return false;
        }

        found = new(at, secret, secret + Run(text[secret..], Base64));
        return true;
    }

    /// <summary>The name of a scheme, and one blank, escaped or not.</summary>
    private static bool TryScheme(ReadOnlySpan<char> text, int at, string scheme, out int secret)
    {
        secret = at + scheme.Length;
        if (!text[at..].StartsWith(scheme, StringComparison.OrdinalIgnoreCase) || !CredentialScan.IsBeginning(text, at))
        {
            return false;
        }

        var blanks = text[secret..] switch
        {
            [' ' or '+' or '\t', ..] => 1,
            ['%', '2', '0', ..] => 3,
            _ => 0,
        };
        secret += blanks;
        return blanks > 0;
    }

    /// <summary>The password in <c>scheme://user:password@host</c> (RFC 3986, 3.2.1).</summary>
    private static bool TryAuthority(ReadOnlySpan<char> text, int at, out Credential found)
    {
        const int Longest = 512;
        found = default;
        var start = at + Authority.Length;
        if (!text[at..].StartsWith(Authority, StringComparison.Ordinal))
        {
            return false;
        }

        var authority = text[start..Math.Min(text.Length, start + Longest)];
        authority = authority[..(authority.IndexOfAny(EndOfAuthority) is >= 0 and var end ? end : authority.Length)];
        var (colon, host) = (authority.IndexOf(':'), authority.LastIndexOf('@'));
        if (colon < 0 || host <= colon + 1 || Placeholders.Is(authority[(colon + 1)..host]))
        {
            return false;
        }

        found = new(start + colon + 1, start + colon + 1, start + host);
        return true;
    }

    private static int Run(ReadOnlySpan<char> text, SearchValues<char> of) => text.IndexOfAnyExcept(of) is >= 0 and var end ? end : text.Length;
}
