using System.Text;

namespace McpSecure.Calls;

/// <summary>Repeats to a client, or an operator, a text that a client chose: bounded and on one line.</summary>
internal static class Echo
{
    /// <summary>Longer than every valid tool name, short enough for any log line.</summary>
    public const int MaximumLength = 160;

    /// <summary>The text itself if it is short and printable, which is nearly always.</summary>
    public static string Of(string text, int maximumLength = MaximumLength)
    {
        if (text.Length <= maximumLength && !text.AsSpan().ContainsAnyInRange('\0', '\u001f') && IsPlain(text))
        {
            return text;
        }

        var shown = new StringBuilder(maximumLength + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > maximumLength)
            {
                shown.Append('…');
                break;
            }

            shown.Append(IsPrintable(rune) ? rune : Rune.ReplacementChar);
        }

        return shown.ToString();
    }

    // Half of a character turns into a replacement character while it is enumerated.
    private static bool IsPlain(string text) => Ascii.IsValid(text)
        ? !text.Contains('\u007f')
        : text.EnumerateRunes().All(rune => IsPrintable(rune) && rune != Rune.ReplacementChar);

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (System.Globalization.UnicodeCategory.Control
        or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator
        or System.Globalization.UnicodeCategory.ParagraphSeparator
        or System.Globalization.UnicodeCategory.Surrogate
        or System.Globalization.UnicodeCategory.PrivateUse
        or System.Globalization.UnicodeCategory.OtherNotAssigned);
}
