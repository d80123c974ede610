using System.Buffers;

namespace McpSecure.Schemas.Formats;

/// <summary>Addresses of hosts and mailboxes.</summary>
internal static class AddressFormats
{
    // RFC 5321, 4.5.3.1
    private const int MaxLocalPart = 64;
    private const int MaxIPv6 = 45;

    private static readonly SearchValues<char> Atom = SearchValues.Create("!#$%&'*+-/=?^_`{|}~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Four numbers without leading zeros: RFC 2673, 3.2.</summary>
    public static bool IsIPv4(ReadOnlySpan<char> text)
    {
        if (text.Length > 15 || text.Count('.') != 3)
        {
            return false;
        }

        foreach (var part in text.Split('.'))
        {
            if (!IsByte(text[part]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>RFC 4291, 2.2: no zone, no brackets.</summary>
    public static bool IsIPv6(ReadOnlySpan<char> text)
    {
        if (text.Length is < 2 or > MaxIPv6)
        {
            return false;
        }

        var groups = 0;
        var gap = text.IndexOf("::");
        if (gap >= 0)
        {
            return (gap == 0 || IsGroups(text[..gap], isLast: false, ref groups))
                && (gap + 2 == text.Length || IsGroups(text[(gap + 2)..], isLast: true, ref groups)) && groups <= 7;
        }

        return IsGroups(text, isLast: true, ref groups) && groups == 8;
    }

    /// <summary>A mailbox of RFC 5321, 4.1.2.</summary>
    public static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        if (at is < 1 or > MaxLocalPart)
        {
            return false;
        }

        var local = text[..at];
        return (local[0] == '"' ? IsQuoted(local) : IsDotted(local)) && IsMailDomain(text[(at + 1)..]);
    }

    private static bool IsByte(ReadOnlySpan<char> text) => text switch
    {
        [>= '0' and <= '9'] => true,
        [>= '1' and <= '9', >= '0' and <= '9'] => true,
        ['1', >= '0' and <= '9', >= '0' and <= '9'] => true,
        ['2', >= '0' and <= '4', >= '0' and <= '9'] => true,
        ['2', '5', >= '0' and <= '5'] => true,
        _ => false,
    };

    private static bool IsGroups(ReadOnlySpan<char> text, bool isLast, ref int groups)
    {
        while (true)
        {
            var colon = text.IndexOf(':');
            var group = colon < 0 ? text : text[..colon];
            if (isLast && colon < 0 && group.Contains('.'))
            {
                groups += 2;
                return IsIPv4(group);
            }

            if (group.Length is < 1 or > 4 || !IsHexadecimal(group))
            {
                return false;
            }

            groups++;
            if (colon < 0)
            {
                return true;
            }

            text = text[(colon + 1)..];
        }
    }

    private static bool IsHexadecimal(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDotted(ReadOnlySpan<char> local)
    {
        foreach (var part in local.Split('.'))
        {
            if (local[part].IsEmpty || local[part].ContainsAnyExcept(Atom))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<char> local)
    {
        if (local.Length < 2 || local[^1] != '"')
        {
            return false;
        }

        var content = local[1..^1];
        for (var i = 0; i < content.Length; i++)
        {
            var isEscaped = content[i] == '\\' && ++i < content.Length;
            if (i >= content.Length || content[i] is < ' ' or > '~' || (content[i] == '"' && !isEscaped))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMailDomain(ReadOnlySpan<char> domain)
    {
        if (domain is not ['[', .. var literal, ']'])
        {
            return HostName.IsValid(domain);
        }

        return literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? IsIPv6(literal[5..]) : IsIPv4(literal);
    }
}
