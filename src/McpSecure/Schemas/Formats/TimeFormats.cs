namespace McpSecure.Schemas.Formats;

/// <summary>Dates, times and durations of RFC 3339.</summary>
internal static class TimeFormats
{
    private const int MinutesPerDay = 24 * 60;

    public static bool IsDateTime(ReadOnlySpan<char> text) => text.Length > 10 && text[10] is 'T' or 't' && IsDate(text[..10]) && IsTime(text[11..]);

    public static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length == 10 && text[4] == '-' && text[7] == '-'
        && Number(text[..4]) is >= 0 and var year && Number(text[5..7]) is >= 1 and <= 12 and var month
        && Number(text[8..]) is >= 1 and var day && day <= Days(year, month);

    /// <summary>A time with its offset. A leap second is the last of a day in UTC.</summary>
    public static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text.Length < 9 || text[2] != ':' || text[5] != ':'
            || Number(text[..2]) is not (>= 0 and <= 23 and var hour) || Number(text[3..5]) is not (>= 0 and <= 59 and var minute)
            || Number(text[6..8]) is not (>= 0 and <= 60 and var second))
        {
            return false;
        }

        var rest = text[8..];
        if (rest[0] == '.')
        {
            var digits = Digits.Count(rest[1..]);
            if (digits == 0)
            {
                return false;
            }

            rest = rest[(digits + 1)..];
        }

        return Offset(rest) is { } offset && (second < 60 || (((hour * 60) + minute - offset + MinutesPerDay) % MinutesPerDay) == MinutesPerDay - 1);
    }

    /// <summary>A duration of RFC 3339, appendix A: units in order, none left out in the middle, no fractions.</summary>
    public static bool IsDuration(ReadOnlySpan<char> text)
    {
        if (text is not ['P', .. var rest] || rest.IsEmpty)
        {
            return false;
        }

        if (rest[^1] == 'W')
        {
            return Units(ref rest, "W") && rest.IsEmpty;
        }

        if (rest[0] != 'T' && !Units(ref rest, "YMD"))
        {
            return false;
        }

        return rest.IsEmpty || (rest is ['T', .. var time] && Units(ref time, "HMS") && time.IsEmpty);
    }

    /// <summary>A number and a unit, then others that follow in the list without a gap; at least one.</summary>
    private static bool Units(ref ReadOnlySpan<char> text, ReadOnlySpan<char> units)
    {
        var next = -1;
        while (!text.IsEmpty && text[0] != 'T')
        {
            var digits = Digits.Count(text);
            var unit = digits == 0 || digits == text.Length ? -1 : units.IndexOf(text[digits]);
            if (unit < 0 || (next >= 0 && unit != next))
            {
                return false;
            }

            next = unit + 1;
            text = text[(digits + 1)..];
        }

        return next > 0;
    }

    /// <summary>The offset in minutes.</summary>
    private static int? Offset(ReadOnlySpan<char> text) => text switch
    {
        ['Z' or 'z'] => 0,
        ['+' or '-', _, _, ':', _, _] when Number(text[1..3]) is >= 0 and <= 23 and var hours && Number(text[4..]) is >= 0 and <= 59 and var minutes =>
            ((hours * 60) + minutes) * (text[0] == '-' ? -1 : 1),
        _ => null,
    };

    private static int Days(int year, int month) => month switch
    {
        2 => (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>A few digits, or a negative number.</summary>
    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
