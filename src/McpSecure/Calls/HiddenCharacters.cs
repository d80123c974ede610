using System.Globalization;
using System.Text;

namespace McpSecure.Calls;

/// <summary>Characters that a person does not see, or that change how he sees others.</summary>
internal static class HiddenCharacters
{
    /// <summary>The letters, symbols and marks that are drawn as nothing: the default-ignorable ones of Unicode 17, and Braille's blank.</summary>
    private static readonly (int First, int Last)[] Blank =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF),
    ];

    /// <summary>Whether it has to be made visible. A plain blank is not hidden; every other one is.</summary>
    public static bool Contains(Rune rune) => rune.IsAscii ? rune.Value is < ' ' or 0x7F : Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator => true,
        _ => Array.Exists(Blank, range => rune.Value >= range.First && rune.Value <= range.Last),
    };

    /// <summary>Whether it is drawn upon the character before it.</summary>
    public static bool IsCombining(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
