using System.Globalization;
using System.Text;
using McpSecure.Calls;

namespace McpSecure.Inventory.Pages;

/// <summary>Text of strangers in Markdown: a tool's author, an operator and an identity provider have chosen it, and none of it may be more than text.</summary>
/// <remarks>
/// It stands in a code span, in which nothing has a meaning but the backtick that ends it. That one, the bar that ends a cell, what begins a tag or an entity for a reader that knows
/// no code spans, and what nobody sees are written out as <c>\u{60}</c>, and a backslash as <c>\\</c>: two names that differ look different, in a browser and on a terminal (CWE-79, CWE-150).
/// </remarks>
internal static class Md
{
    /// <summary>What stands where there is nothing.</summary>
    public const string None = "–";

    private const int Longest = 160;

    /// <summary>More marks than this on one letter grow into the lines above and below.</summary>
    private const int MostMarks = 2;

    public static string Code(string? text)
    {
        if (text is null)
        {
            return None;
        }

        var shown = new StringBuilder("`", text.Length + 2);
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length > Longest)
            {
                shown.Append('…');
                break;
            }

            marks = HiddenCharacters.IsCombining(rune) ? marks + 1 : 0;
            if (rune.Value == '\\')
            {
                shown.Append(@"\\");
            }
            else if (rune.Value is '`' or '|' or '<' or '&' || marks > MostMarks || HiddenCharacters.Contains(rune) || rune == Rune.ReplacementChar || IsAtAnEnd(rune, shown.Length, text))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                shown.Append(rune);
            }
        }

        return shown.Append('`').ToString();
    }

    public static string Codes(IEnumerable<string> texts, int most = 20)
    {
        string[] all = [.. texts];
        return all.Length == 0 ? None : string.Join(", ", all.Take(most).Select(Code)) + (all.Length > most ? $" and {all.Length - most} more" : string.Empty);
    }

    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(long number, string one) => $"{Number(number)} {one}{(number == 1 ? string.Empty : "s")}";

    public static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? None;

    public static StringBuilder Row(this StringBuilder page, params IEnumerable<string> cells) => page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    public static StringBuilder Head(this StringBuilder page, params string[] names) => page.Row(names).Row(names.Select(_ => "---"));

    /// <summary>A blank at an end of a code span is taken away, and a name of blanks alone would be none.</summary>
    private static bool IsAtAnEnd(Rune rune, int at, string text) => rune.Value == ' ' && (at == 1 || text[^1] == ' ');
}
