using System.Globalization;
using System.Text;

namespace McpSecure.Cli;

/// <summary>Text from a journal, for a terminal: what the terminal would obey, and what a person would not see, is written out.</summary>
internal static class VisibleText
{
    /// <summary>The letters, symbols and marks that are drawn as nothing.</summary>
    private static readonly (int First, int Last)[] Blank =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF),
    ];

    /// <summary>The text, cut off after so many characters.</summary>
    public static string Of(string text, int most = int.MaxValue)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = IsHidden(rune) ? string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}") : rune.ToString();
            if (shown.Length + piece.Length > most - 1 && most != int.MaxValue)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(piece);
        }

        return shown.ToString();
    }

    private static bool IsHidden(Rune rune) => rune.IsAscii ? rune.Value is < ' ' or 0x7F : Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => true,
        _ => Array.Exists(Blank, range => rune.Value >= range.First && rune.Value <= range.Last),
    };
}
