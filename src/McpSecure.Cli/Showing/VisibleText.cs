using System.Buffers;
using System.Globalization;
using System.Text;

namespace McpSecure.Cli.Showing;

/// <summary>Text of strangers, as a terminal may show it: every character is seen, and none of them moves the cursor, changes a colour or turns the direction.</summary>
/// <remarks>
/// What is not seen is written as <c>\u{200b}</c>, and a backslash as <c>\\</c>: two texts that differ look different. A record can say whatever a client sent, so
/// this stands between the journal and the screen (CWE-150; Unicode TR36 on text that deceives).
/// </remarks>
internal static class VisibleText
{
    /// <summary>Longer than any text that is shown whole, in columns.</summary>
    public const int Longest = 4096;

    private const char Cut = '…';

    /// <summary>From here on a letter is taken for two columns wide: many are, and a text that is cut early is better than a table that breaks.</summary>
    private const int FirstWide = 0x1100;

    /// <summary>How many marks may sit on one letter: more of them grow into the lines above and below.</summary>
    private const int MostMarks = 2;

    /// <summary>The text, cut to a number of columns of the terminal. A cut text ends with <c>…</c>.</summary>
    public static string Of(ReadOnlySpan<char> text, int columns)
    {
        var shown = new StringBuilder(Math.Min(text.Length, columns));
        var (marks, width, cutAt) = (0, 0, 0);
        while (!text.IsEmpty)
        {
            var isWhole = Rune.DecodeFromUtf16(text, out var rune, out var used) == OperationStatus.Done;
            var before = shown.Length;
            marks = isWhole && IsMark(rune) ? marks + 1 : 0;
            if (isWhole && rune.Value != '\\' && IsSeen(rune) && marks <= MostMarks)
            {
                shown.Append(text[..used]);
                width += rune.Value < FirstWide ? 1 : 2;
            }
            else
            {
                Escape(shown, isWhole ? rune.Value : text[0]);
                width += shown.Length - before;
            }

            if (width > columns)
            {
                shown.Length = cutAt;
                return shown.Append(Cut).ToString();
            }

            // An escape is shown whole or not at all: half of one would be another.
            cutAt = width < columns ? shown.Length : cutAt;
            text = text[used..];
        }

        return shown.ToString();
    }

    private static void Escape(StringBuilder shown, int value)
    {
        if (value == '\\')
        {
            shown.Append(@"\\");
            return;
        }

        shown.Append(CultureInfo.InvariantCulture, $"\\u{{{value:x}}}");
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        _ => !IsBlank(rune.Value),
    };

    /// <summary>Letters, marks and symbols by their category that leave nothing on the screen.</summary>
    private static bool IsBlank(int value) => value switch
    {
        0x034F => true, // combining grapheme joiner
        0x115F or 0x1160 or 0x3164 or 0xFFA0 => true, // fillers of Hangul
        0x17B4 or 0x17B5 => true, // vowels of Khmer that are not written
        >= 0x180B and <= 0x180F => true, // variation selectors of Mongolian
        0x2800 => true, // a pattern of Braille without dots
        >= 0xFE00 and <= 0xFE0F => true, // variation selectors
        >= 0xE0100 and <= 0xE01EF => true,
        _ => false,
    };
}
