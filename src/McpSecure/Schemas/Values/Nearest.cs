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

    // Levenshtein, one row at a time.
    private static int Distance(string left, string right)
    {
        Span<int> row = stackalloc int[LongestName + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= left.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= right.Length; column++)
            {
                var above = row[column];
                var same = char.ToUpperInvariant(left[line - 1]) == char.ToUpperInvariant(right[column - 1]);
                row[column] = Math.Min(Math.Min(row[column] + 1, row[column - 1] + 1), diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }

        return row[right.Length];
    }
}
