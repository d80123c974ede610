namespace McpSecure.Sqlite.Engine;

/// <summary>The names, keywords and signs of a statement of SQLite, in lower case. A quoted name is a name; so, for SQLite, may be a quoted text.</summary>
internal static class Tokens
{
    public static List<string> Of(string sql)
    {
        var tokens = new List<string>();
        for (var index = 0; index < sql.Length;)
        {
            var end = EndOf(sql, index);
            if (!IsSkipped(sql, index))
            {
                tokens.Add(Text(sql, index, end));
            }

            index = end;
        }

        return tokens;
    }

    private static bool IsSkipped(string sql, int index) =>
        char.IsWhiteSpace(sql[index]) || sql.AsSpan(index).StartsWith("--", StringComparison.Ordinal) || sql.AsSpan(index).StartsWith("/*", StringComparison.Ordinal);

    private static int EndOf(string sql, int index)
    {
        switch (sql[index])
        {
            case '\'' or '"' or '`':
                return AfterQuote(sql, index, sql[index]);
            case '[':
                return After(sql, index + 1, "]");
            case '-' when sql.AsSpan(index).StartsWith("--", StringComparison.Ordinal):
                return After(sql, index, "\n");
            case '/' when sql.AsSpan(index).StartsWith("/*", StringComparison.Ordinal):
                return After(sql, index + 2, "*/");
        }

        var end = index;
        while (end < sql.Length && IsName(sql[end]))
        {
            end++;
        }

        return Math.Max(end, index + 1);
    }

    private static bool IsName(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '$' or >= '\u0080';

    private static int After(string sql, int from, string what)
    {
        var at = sql.IndexOf(what, Math.Min(from, sql.Length), StringComparison.Ordinal);
        return at < 0 ? sql.Length : at + what.Length;
    }

    private static int AfterQuote(string sql, int index, char quote)
    {
        for (var at = index + 1; at < sql.Length; at++)
        {
            if (sql[at] != quote)
            {
                continue;
            }

            if (at + 1 == sql.Length || sql[at + 1] != quote)
            {
                return at + 1;
            }

            at++; // doubled: one of the text
        }

        return sql.Length;
    }

    // SQLite compares names without the case of ASCII letters.
    private static string Text(string sql, int index, int end)
    {
        var token = sql[index..end];
        var name = token[0] switch
        {
            '\'' or '"' or '`' when token.Length > 1 => token[1..^1].Replace(new string(token[0], 2), token[..1], StringComparison.Ordinal),
            '[' when token.Length > 1 => token[1..^1],
            _ => token,
        };
        return string.Create(name.Length, name, static (lower, text) =>
        {
            for (var at = 0; at < text.Length; at++)
            {
                lower[at] = text[at] is >= 'A' and <= 'Z' ? (char)(text[at] | 0x20) : text[at];
            }
        });
    }
}
