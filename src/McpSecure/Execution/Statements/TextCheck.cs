namespace McpSecure.Execution.Statements;

/// <summary>Texts that would not arrive as they are.</summary>
internal static class TextCheck
{
    /// <summary>Whether it holds a NUL character, which ends a text for many functions of SQLite, or half of a pair, which becomes another character.</summary>
    public static bool IsMalformed(ReadOnlySpan<char> text)
    {
        if (text.Contains('\0'))
        {
            return true;
        }

        for (var at = text.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0;)
        {
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            {
                return true;
            }

            text = text[(at + 2)..];
            at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        }

        return false;
    }
}
