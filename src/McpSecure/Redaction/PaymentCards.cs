namespace McpSecure.Redaction;

/// <summary>Finds numbers of payment cards (ISO/IEC 7812): the range of an issuer, its length, and the check digit.</summary>
/// <remarks>Of other numbers of 16 digits about one in forty looks the same. What stands in a longer number, a word, a fraction or a GUID is none.</remarks>
internal static class PaymentCards
{
    private const int MostDigits = 16;

    /// <summary>How long the number is that begins here; 0 if none does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Where a digit is, and before it none.</param>
    /// <param name="passed">How much of the text has been looked at, and need not be again.</param>
    public static int LengthAt(ReadOnlySpan<char> text, int index, out int passed)
    {
        Span<byte> digits = stackalloc byte[MostDigits + 1];
        Span<int> groups = stackalloc int[4];
        var (count, group, separator, at) = (0, 0, '\0', index);
        for (; at < text.Length && count <= MostDigits; at++)
        {
            if (char.IsAsciiDigit(text[at]))
            {
                digits[count++] = (byte)(text[at] - '0');
                groups[group]++;
            }
            else if (IsSeparator(text, at, ref separator) && group < groups.Length - 1)
            {
                group++;
            }
            else
            {
                break;
            }
        }

        passed = index + Math.Max(groups[0], 1);
        var isCard = IsFree(text, index, at) && !IsRow(text, index, at) && HasGroups(groups[..(group + 1)]) && IsIssued(digits[..count]) && HasCheckDigit(digits[..count]);
        return isCard ? at - index : 0;
    }

    /// <summary>One blank or hyphen, the same everywhere, and a digit behind it.</summary>
    private static bool IsSeparator(ReadOnlySpan<char> text, int at, ref char separator)
    {
        if (text[at] is not (' ' or '-') || (separator != '\0' && separator != text[at]) || at + 1 >= text.Length || !char.IsAsciiDigit(text[at + 1]))
        {
            return false;
        }

        separator = text[at];
        return true;
    }

    private static bool IsFree(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !((char.IsLetterOrDigit(text[start - 1]) && !CredentialScan.IsBeginning(text, start)) || text[start - 1] is '.' or '-' or '_' or '+' or '/' or '#'))
        && (end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is '_' or '+' or '/' or '=' || IsContinued(text, end)));

    /// <summary>Whether another group of four digits stands beside it: a table of numbers.</summary>
    private static bool IsRow(ReadOnlySpan<char> text, int start, int end) =>
        IsFour(Beside(text[..start], fromEnd: true), fromEnd: true) || IsFour(Beside(text[end..], fromEnd: false), fromEnd: false);

    private static ReadOnlySpan<char> Beside(ReadOnlySpan<char> text, bool fromEnd) => fromEnd
        ? text is [.. var before, ' '] ? before : default
        : text is [' ', .. var after] ? after : default;

    private static bool IsFour(ReadOnlySpan<char> text, bool fromEnd)
    {
        var count = 0;
        while (count < text.Length && count < 5 && char.IsAsciiDigit(fromEnd ? text[^(count + 1)] : text[count]))
        {
            count++;
        }

        return count == 4;
    }

    private static bool IsContinued(ReadOnlySpan<char> text, int end) =>
        text[end] is '.' or '-' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]);

    private static bool HasGroups(ReadOnlySpan<int> groups) => groups is [_] or [4, 4, 4, 4] or [4, 6, 5];

    private static bool IsIssued(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is not (15 or 16))
        {
            return false;
        }

        var first = (digits[0] * 1000) + (digits[1] * 100) + (digits[2] * 10) + digits[3];
        return digits.Length == 15
            ? first / 100 is 34 or 37 // American Express
            : first / 1000 == 4 // Visa
                || first / 100 is >= 51 and <= 55 or 65 or 62 // Mastercard, Discover, UnionPay
                || first is (>= 2221 and <= 2720) or 6011 or (>= 6440 and <= 6499) or (>= 3528 and <= 3589); // Mastercard, Discover, JCB
    }

    /// <summary>The formula of Luhn (ISO/IEC 7812-1, annex B).</summary>
    private static bool HasCheckDigit(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[^(index + 1)] * (1 + (index % 2));
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }
}
