using System.Globalization;

namespace McpSecure.Schemas.Formats;

/// <summary>Labels of host names in other scripts, encoded: which code points RFC 5892 allows there, and where.</summary>
/// <remarks>
/// .NET has no table of that RFC, nor of scripts and joining types: the general categories stand in for it, with the exceptions it lists
/// and the blocks of compatibility characters; the rules that ask for a script look at its main blocks.
/// </remarks>
internal static class EncodedLabel
{
    private const int MaxLength = 59;
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    // RFC 5892, 2.6: what the categories say wrongly.
    private static ReadOnlySpan<int> Allowed => [0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007];

    private static ReadOnlySpan<int> Forbidden => [0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B];

    /// <summary>Gets first and last of what normalization would change, and of old Hangul (2.2, 2.9).</summary>
    private static ReadOnlySpan<int> ForbiddenBlocks =>
        [0x1100, 0x11FF, 0xA960, 0xA97F, 0xD7B0, 0xD7FF, 0xF900, 0xFAFF, 0xFB00, 0xFDFF, 0xFE70, 0xFEFF, 0xFF00, 0xFFEF, 0x1D400, 0x1D7FF, 0x2F800, 0x2FA1F];

    // Canonical combining class 9.
    private static ReadOnlySpan<int> Viramas =>
    [
        0x94D, 0x9CD, 0xA4D, 0xACD, 0xB4D, 0xBCD, 0xC4D, 0xCCD, 0xD3B, 0xD3C, 0xD4D, 0xDCA, 0xE3A, 0xEBA, 0xF84, 0x1039, 0x103A, 0x1714, 0x1734, 0x17D2, 0x1A60, 0x1B44, 0x1BAA,
        0x1BAB, 0x1BF2, 0x1BF3, 0x2D7F, 0xA806, 0xA8C4, 0xA953, 0xA9C0, 0xAAF6, 0xABED,
    ];

    // Arabic letters that do not join to what follows them.
    private static ReadOnlySpan<int> Unjoined =>
    [
        0x621, 0x622, 0x623, 0x624, 0x625, 0x627, 0x629, 0x62F, 0x630, 0x631, 0x632, 0x648, 0x671, 0x672, 0x673, 0x674, 0x675, 0x676, 0x677, 0x688, 0x689, 0x68A, 0x68B, 0x68C,
        0x68D, 0x68E, 0x68F, 0x690, 0x691, 0x692, 0x693, 0x694, 0x695, 0x696, 0x697, 0x698, 0x699, 0x6C0, 0x6C3, 0x6C4, 0x6C5, 0x6C6, 0x6C7, 0x6C8, 0x6C9, 0x6CA, 0x6CB, 0x6CD,
        0x6CF, 0x6D2, 0x6D3, 0x6D5, 0x6EE, 0x6EF,
    ];

    /// <summary>Decides about what comes after <c>xn--</c>.</summary>
    /// <param name="text">Letters, digits and hyphens.</param>
    /// <returns><see langword="true"/> if it encodes a label.</returns>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        Span<int> buffer = stackalloc int[MaxLength];
        var length = text.Length > MaxLength ? -1 : Punycode.Decode(text, buffer);
        if (length < 1)
        {
            return false;
        }

        ReadOnlySpan<int> label = buffer[..length];
        if (!label.ContainsAnyExceptInRange(0, 0x7F) || label[0] == '-' || label[^1] == '-' || label is [_, _, '-', '-', ..] || IsMark(label[0]))
        {
            return false;
        }

        for (var i = 0; i < length; i++)
        {
            if (!IsAllowed(label, i))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAllowed(ReadOnlySpan<int> label, int index)
    {
        var before = index > 0 ? label[index - 1] : -1;
        var after = index + 1 < label.Length ? label[index + 1] : -1;
        return label[index] switch
        {
            < 0x80 and var ascii => ascii is '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z'),
            0xB7 => before == 'l' && after == 'l',
            0x375 => after is (>= 0x370 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFF),
            0x5F3 or 0x5F4 => before is >= 0x591 and <= 0x5F4,
            0x30FB => label.ContainsAnyJapanese(),
            >= 0x660 and <= 0x669 => !label.ContainsAnyInRange(0x6F0, 0x6F9),
            >= 0x6F0 and <= 0x6F9 => !label.ContainsAnyInRange(0x660, 0x669),
            ZeroWidthJoiner => Viramas.Contains(before),
            ZeroWidthNonJoiner => Viramas.Contains(before) || Joins(label[..index], label[(index + 1)..]),
            var other => IsLetterOrDigit(other),
        };
    }

    private static bool IsLetterOrDigit(int codePoint)
    {
        for (var i = 0; i < ForbiddenBlocks.Length; i += 2)
        {
            if (codePoint >= ForbiddenBlocks[i] && codePoint <= ForbiddenBlocks[i + 1])
            {
                return false;
            }
        }

        return Allowed.Contains(codePoint) || (!Forbidden.Contains(codePoint) && CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.LowercaseLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
    }

    private static bool IsMark(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool ContainsAnyJapanese(this ReadOnlySpan<int> label)
    {
        foreach (var codePoint in label)
        {
            if (codePoint is (>= 0x3041 and <= 0x30FF and not 0x30FB) or (>= 0x31F0 and <= 0x31FF) or 0x3005 or 0x3007
                or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Would the letters on both sides join in a cursive script? Marks between them do not count.</summary>
    private static bool Joins(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        while (!before.IsEmpty && IsMark(before[^1]))
        {
            before = before[..^1];
        }

        while (!after.IsEmpty && IsMark(after[0]))
        {
            after = after[1..];
        }

        return !before.IsEmpty && !after.IsEmpty && IsArabic(before[^1]) && !Unjoined.Contains(before[^1]) && IsArabic(after[0]) && after[0] is not (0x621 or 0x674);
    }

    private static bool IsArabic(int codePoint) => codePoint is (>= 0x620 and <= 0x64A) or (>= 0x66E and <= 0x6FF) or (>= 0x750 and <= 0x77F) or (>= 0x8A0 and <= 0x8C9);
}
