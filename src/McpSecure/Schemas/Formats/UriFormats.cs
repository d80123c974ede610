using System.Buffers;

namespace McpSecure.Schemas.Formats;

/// <summary>URIs of RFC 3986, without the leniency of <see cref="Uri"/>.</summary>
internal static class UriFormats
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Unreserved = Letters + "-._~";
    private const string SubDelimiters = "!$&'()*+,;=";

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789ABCDEFabcdef");
    private static readonly SearchValues<char> Scheme = SearchValues.Create(Letters + "+-.");
    private static readonly SearchValues<char> User = SearchValues.Create(Unreserved + SubDelimiters + ":%");
    private static readonly SearchValues<char> Name = SearchValues.Create(Unreserved + SubDelimiters + "%");
    private static readonly SearchValues<char> Future = SearchValues.Create(Unreserved + SubDelimiters + ":");
    private static readonly SearchValues<char> Path = SearchValues.Create(Unreserved + SubDelimiters + ":@/%");
    private static readonly SearchValues<char> Query = SearchValues.Create(Unreserved + SubDelimiters + ":@/?%");

    /// <summary>A URI with its scheme.</summary>
    public static bool IsUri(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return colon > 0 && char.IsAsciiLetter(text[0]) && !text[..colon].ContainsAnyExcept(Scheme) && IsRest(text[(colon + 1)..]);
    }

    /// <summary>A URI, or what is relative to one.</summary>
    public static bool IsReference(ReadOnlySpan<char> text)
    {
        if (IsUri(text))
        {
            return true;
        }

        // A colon in the first segment would make what is before it a scheme.
        var end = text.IndexOfAny('/', '?', '#');
        return !(end < 0 ? text : text[..end]).Contains(':') && IsRest(text);
    }

    /// <summary>What may come after the scheme.</summary>
    private static bool IsRest(ReadOnlySpan<char> text)
    {
        var hash = text.IndexOf('#');
        if (hash >= 0 && !IsOf(text[(hash + 1)..], Query))
        {
            return false;
        }

        text = hash < 0 ? text : text[..hash];
        var question = text.IndexOf('?');
        if (question >= 0 && !IsOf(text[(question + 1)..], Query))
        {
            return false;
        }

        text = question < 0 ? text : text[..question];
        if (!text.StartsWith("//"))
        {
            return IsOf(text, Path);
        }

        text = text[2..];
        var slash = text.IndexOf('/');
        return IsAuthority(slash < 0 ? text : text[..slash]) && (slash < 0 || IsOf(text[slash..], Path));
    }

    private static bool IsAuthority(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        if (at >= 0 && !IsOf(text[..at], User))
        {
            return false;
        }

        text = text[(at + 1)..];
        var end = text.StartsWith('[') ? text.IndexOf(']') + 1 : text.IndexOf(':');
        var host = end < 0 ? text : text[..end];
        var port = end < 0 ? default : text[end..];
        return IsHost(host) && (port.IsEmpty || (port[0] == ':' && Digits.Count(port[1..]) == port.Length - 1));
    }

    private static bool IsHost(ReadOnlySpan<char> text)
    {
        if (text is not ['[', .. var literal, ']'])
        {
            return IsOf(text, Name);
        }

        if (literal is not ['v' or 'V', .. var future])
        {
            return AddressFormats.IsIPv6(literal);
        }

        var dot = future.IndexOf('.');
        return dot > 0 && dot + 1 < future.Length && !future[..dot].ContainsAnyExcept(Hexadecimal) && !future[(dot + 1)..].ContainsAnyExcept(Future);
    }

    /// <summary>Only some characters, and each percent sign with its two digits.</summary>
    private static bool IsOf(ReadOnlySpan<char> text, SearchValues<char> characters)
    {
        if (text.ContainsAnyExcept(characters))
        {
            return false;
        }

        for (var percent = text.IndexOf('%'); percent >= 0; percent = text.IndexOf('%'))
        {
            text = text[(percent + 1)..];
            if (text.Length < 2 || !char.IsAsciiHexDigit(text[0]) || !char.IsAsciiHexDigit(text[1]))
            {
                return false;
            }
        }

        return true;
    }
}
