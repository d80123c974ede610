namespace McpSecure.Schemas.Values;

/// <summary>Guesses which name was meant.</summary>
internal static class Nearest
{
    private const int LongestName = 64;

    /// <summary>The name that differs least, ignoring case; <see langword="null"/> if all differ in more than a third.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestName)
        {
            return null;
        }

        var (best, least) = ((string?)null, (Math.Max(name.Length, 3) / 3) + 1);
        foreach (var candidate in candidates)
        {
            if (candidate.Length <= LongestName && Math.Abs(candidate.Length - name.Length) < least)
            {
                var distance = Distance(name, candidate);
                if (distance < least)
                {
                    (best, least) = (candidate, distance);
                }
            }
        }

        return best;
    }

    // Levenshtein, with two signs in the wrong order as one mistake; three rows are enough.
    private static int Distance(string left, string right)
    {
        Span<int> before = stackalloc int[LongestName + 1];
        Span<int> above = stackalloc int[LongestName + 1];
        Span<int> row = stackalloc int[LongestName + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= left.Length; line++)
        {
            above.CopyTo(before);
            row.CopyTo(above);
            row[0] = line;
            for (var column = 1; column <= right.Length; column++)
            {
                var changed = above[column - 1] + (AreSame(left[line - 1], right[column - 1]) ? 0 : 1);
                row[column] = Math.Min(Math.Min(above[column] + 1, row[column - 1] + 1), changed);
                if (line > 1 && column > 1 && AreSame(left[line - 1], right[column - 2]) && AreSame(left[line - 2], right[column - 1]))
                {
                    row[column] = Math.Min(row[column], before[column - 2] + 1);
                }
            }
        }

        return row[right.Length];
    }

    private static bool AreSame(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
