using System.Text.Json;

namespace McpSecure.Redaction;

/// <summary>Finds secrets that stand behind their name as JSON has it, in JSON that is a text or a part of one: <c>"password": "…"</c>, its quotes escaped or not.</summary>
internal static class NamedMembers
{
    /// <summary>Where it is looked: behind each name.</summary>
    public const string Anchor = "\":";

    private const int LongestName = 64;
    private const int MostEscapes = 15;

    public static bool TryAt(ReadOnlySpan<char> text, int at, SecretNames names, out Credential found)
    {
        found = default;
        var escapes = EscapesBefore(text, at);
        var name = NameBefore(text, at - escapes, escapes);
        if (name.IsEmpty || name.Contains('.') || !names.Cover(name, JsonValueKind.String) || !TryOpen(text, at + Anchor.Length, escapes, out var value))
        {
            return false;
        }

        var end = EndOf(text, value, escapes);
        found = new(value, value, end);
        return end > value && !Placeholders.Is(text[value..end]);
    }

    /// <summary>How many backslashes stand before a quote: as often as JSON was put into a text of JSON, so many.</summary>
    private static int EscapesBefore(ReadOnlySpan<char> text, int quote)
    {
        var count = 0;
        while (count < MostEscapes && count < quote && text[quote - count - 1] == '\\')
        {
            count++;
        }

        return count;
    }

    private static ReadOnlySpan<char> NameBefore(ReadOnlySpan<char> text, int end, int escapes)
    {
        var before = text[Math.Max(0, end - LongestName)..end];
        var open = before.LastIndexOf('"');
        return open >= escapes ? before[(open + 1)..] : default;
    }

    private static bool TryOpen(ReadOnlySpan<char> text, int at, int escapes, out int value)
    {
        while (at < text.Length && text[at] is ' ')
        {
            at++;
        }

        value = at + escapes + 1;
        return value < text.Length && text[value - 1] == '"' && EscapesBefore(text, value - 1) == escapes;
    }

    /// <summary>Behind the last character: a quote that is escaped once more belongs to the value.</summary>
    private static int EndOf(ReadOnlySpan<char> text, int value, int escapes)
    {
        var (at, count) = (value, 0);
        for (; at < text.Length; at++)
        {
            if (text[at] == '"' && count % (2 * (escapes + 1)) == escapes)
            {
                return at - escapes;
            }

            count = text[at] == '\\' ? count + 1 : 0;
        }

        return text.Length;
    }
}
