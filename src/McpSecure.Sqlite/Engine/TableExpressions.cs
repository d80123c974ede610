namespace McpSecure.Sqlite.Engine;

/// <summary>How often SQLite would copy what stands in <c>with</c> clauses when it compiles a statement.</summary>
/// <remarks>
/// It copies a common table expression for each mention of its name, and with it those that it mentions: forty of them, each with the one before
/// twice, in one kilobyte, are a million million copies. Nothing interrupts that.
/// </remarks>
internal static class TableExpressions
{
    /// <summary>At most how many copies there are: the product of how often each name is mentioned.</summary>
    public static long Copies(string sql)
    {
        var tokens = Tokens.Of(sql);
        if (!tokens.Contains("with"))
        {
            return 1;
        }

        var names = Enumerable.Range(1, Math.Max(0, tokens.Count - 2)).Where(index => IsDefinition(tokens, index)).Select(index => NameBefore(tokens, index)).ToArray();
        var copies = 1L;
        foreach (var name in names)
        {
            // One of each definition itself. With a dot it is a column, or a table of the database.
            var mentions = Enumerable.Range(0, tokens.Count)
                .Count(index => Same(tokens[index], name) && At(tokens, index + 1) is not "." && At(tokens, index - 1) is not ".");
            copies = Math.Min(copies * Math.Max(1, mentions - names.Count(other => Same(other, name))), int.MaxValue);
        }

        return copies;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static string At(List<string> tokens, int index) => index >= 0 && index < tokens.Count ? tokens[index] : string.Empty;

    // name as (…), name as materialized (…), name as not materialized (…)
    private static bool IsDefinition(List<string> tokens, int index) => tokens[index] is "as"
        && (At(tokens, index + 1) is "(" || (At(tokens, index + 1) is "materialized" or "not" && (At(tokens, index + 2) is "(" || At(tokens, index + 3) is "(")));

    // name (a, b) as (…)
    private static string NameBefore(List<string> tokens, int index)
    {
        if (tokens[index - 1] is not ")")
        {
            return tokens[index - 1];
        }

        var depth = 0;
        for (var before = index - 1; before > 0; before--)
        {
            depth += tokens[before] switch { ")" => 1, "(" => -1, _ => 0 };
            if (depth == 0)
            {
                return tokens[before - 1];
            }
        }

        return string.Empty;
    }
}
