using System.Buffers;

namespace McpSecure.Redaction;

/// <summary>Credentials of HTTP in any text: behind <c>Authorization:</c> and <c>Cookie:</c>, and a token alone before the host of an address.</summary>
/// <remarks>What looks drawn by chance is one, and nothing else: all of it stands in code and documentation too.</remarks>
internal static class HttpTexts
{
    private const string Authorization = "authorization:";
    private const string Cookie = "cookie:";
    private const string SetCookie = "set-cookie:";
    private const string Authority = "://";
    private const int Judged = 256;
    private const int LeastToken = 12;
    private const int LeastOfUser = 20;
    private const int LeastRun = 10;
    private const int LeastOfCookie = 9;

    private static readonly SearchValues<char> OfScheme = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    private static readonly SearchValues<char> Token68 = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.+/=~");
    private static readonly SearchValues<char> OfUser = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.~%");
    private static readonly SearchValues<char> OfCookie = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
    private static readonly SearchValues<char> EndOfCookie = SearchValues.Create("; \t\r\n,\"'`<>\\");

    public static string[] Anchors { get; } = [Authorization, Cookie];

    /// <summary>What stands behind the name of a header.</summary>
    public static bool TryAt(ReadOnlySpan<char> text, int at, out Credential found) =>
        text[at..].StartsWith(Cookie, StringComparison.OrdinalIgnoreCase) ? TryCookies(text, at, out found) : TryAuthorization(text, at, out found);

    /// <summary>A token in the place of a user: <c>https://token@host</c>. With a password behind it that is the secret.</summary>
    public static bool TryUser(ReadOnlySpan<char> text, int at, out Credential found)
    {
        found = default;
        var scheme = text[Math.Max(0, at - "https".Length)..at];
        if (!text[at..].StartsWith(Authority, StringComparison.Ordinal)
            || !(scheme.EndsWith("http", StringComparison.OrdinalIgnoreCase) || scheme.Equals("https", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        var start = at + Authority.Length;
        var user = Judge(text, start, OfUser);
        found = new(start, start, start + user.Length);
        return user.Length >= LeastOfUser && found.End < text.Length && text[found.End] == '@' && Mixture.HasRun(user, LeastRun);
    }

    /// <summary>Any scheme, and its token (RFC 9110, 11.4). <c>Bearer</c> and <c>Basic</c> are told wherever they stand.</summary>
    private static bool TryAuthorization(ReadOnlySpan<char> text, int at, out Credential found)
    {
        found = default;
        if (!text[at..].StartsWith(Authorization, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var scheme = AfterBlanks(text, at + Authorization.Length);
        var name = Judge(text, scheme, OfScheme);
        var token = AfterBlanks(text, scheme + name.Length);
        var judged = Judge(text, token, Token68);
        if (name.IsEmpty
            || token == scheme + name.Length
            || name.Equals("bearer", StringComparison.OrdinalIgnoreCase)
            || name.Equals("basic", StringComparison.OrdinalIgnoreCase)
            || judged.Length < LeastToken
            || !Mixture.HasRun(judged, LeastRun))
        {
            return false;
        }

        var end = token + Run(text[token..], Token68);
        found = new(at, token, token + text[token..end].TrimEnd('.').Length);
        return end == text.Length || text[end] is not ('(' or '[' or '{' or '<'); // code
    }

    /// <summary>All that a client sends (RFC 6265, 4.2.1), or the one that a server sets, if a value among them looks like a session.</summary>
    private static bool TryCookies(ReadOnlySpan<char> text, int at, out Credential found)
    {
        var isSet = text[..(at + Cookie.Length)].EndsWith(SetCookie, StringComparison.OrdinalIgnoreCase);
        var start = AfterBlanks(text, at + Cookie.Length);
        var (next, end, isSession) = (start, start, false);
        while (TryCookie(text, next, ref isSession, out var behind))
        {
            end = behind;
            if (isSet || end == text.Length || text[end] != ';' || (!isSession && end - start > Judged))
            {
                break;
            }

            next = AfterBlanks(text, end + 1);
        }

        found = new(at, start, end);
        return isSession;
    }

    private static bool TryCookie(ReadOnlySpan<char> text, int at, ref bool isSession, out int end)
    {
        end = at + Judge(text, at, OfCookie).Length;
        if (end == at || end >= text.Length || text[end] != '=')
        {
            return false;
        }

        var value = end + 1;
        var judged = text[value..Math.Min(text.Length, value + Judged)];
        judged = judged[..Until(judged, EndOfCookie)];
        isSession |= Mixture.HasRun(judged, LeastOfCookie) && !Placeholders.Is(judged);
        end = value + (isSession ? Until(text[value..], EndOfCookie) : judged.Length);
        return true;
    }

    private static int AfterBlanks(ReadOnlySpan<char> text, int at) => text.Length - text[at..].TrimStart(" \t").Length;

    /// <summary>As much of a run as it is judged by: a text full of beginnings costs no more than so much for each.</summary>
    private static ReadOnlySpan<char> Judge(ReadOnlySpan<char> text, int at, SearchValues<char> of)
    {
        var judged = text[at..Math.Min(text.Length, at + Judged)];
        return judged[..Run(judged, of)];
    }

    private static int Run(ReadOnlySpan<char> text, SearchValues<char> of) => text.IndexOfAnyExcept(of) is >= 0 and var end ? end : text.Length;

    private static int Until(ReadOnlySpan<char> text, SearchValues<char> ends) => text.IndexOfAny(ends) is >= 0 and var end ? end : text.Length;
}
