namespace McpSecure.Schemas.Values;

/// <summary>Guesses which name was meant.</summary>
internal static class Nearest
{
    private const int LongestName = 64;
    private const int RowLength = LongestName + 1;

    /// <summary>The name that differs least, ignoring case; <see langword="null"/> if all differ in more than a third.</summary>
    public static string? Of(string name, IReadOnlyList<string> candidates)
    {
        if (name.Length > LongestName)
        {
            return null;
        }

        Span<int> rows = stackalloc int[3 * RowLength];
        Span<char> folded = stackalloc char[2 * LongestName];
        var given = Fold(name, folded);
        var (best, least) = ((string?)null, (Math.Max(name.Length, 3) / 3) + 1);
        for (var index = 0; index < candidates.Count; index++)
        {
            var candidate = candidates[index];
            if (candidate.Length <= LongestName && Math.Abs(candidate.Length - name.Length) < least)
            {
                var distance = Distance(given, Fold(candidate, folded[LongestName..]), rows, least);
                if (distance < least)
                {
                    (best, least) = (candidate, distance);
                }
            }
        }

        return best;
    }

    // Levenshtein, with two signs in the wrong order as one mistake; three rows are enough. Two rows that reach the limit end it.
    private static int Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right, Span<int> rows, int limit)
    {
        var before = rows[..RowLength];
        var above = rows.Slice(RowLength, RowLength);
        var row = rows[(2 * RowLength)..];
        var leastAbove = 0;
        for (var column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= left.Length; line++)
        {
            var oldest = before;
            before = above;
            above = row;
            row = oldest;
            row[0] = line;
            var leastHere = FillRow(left[..line], right, before, above, row);
            if (Math.Min(leastAbove, leastHere) >= limit)
            {
                return limit;
            }

            leastAbove = leastHere;
        }

        return row[right.Length];
    }

    /// <summary>Fills the row of the last sign of the left text; returns the least in it.</summary>
    private static int FillRow(ReadOnlySpan<char> left, ReadOnlySpan<char> right, ReadOnlySpan<int> before, ReadOnlySpan<int> above, Span<int> row)
    {
        var (least, sign) = (row[0], left[^1]);
        for (var column = 1; column <= right.Length; column++)
        {
            var changed = above[column - 1] + (sign == right[column - 1] ? 0 : 1);
            var distance = Math.Min(Math.Min(above[column] + 1, row[column - 1] + 1), changed);
            if (left.Length > 1 && column > 1 && sign == right[column - 2] && left[^2] == right[column - 1])
            {
                distance = Math.Min(distance, before[column - 2] + 1);
            }

            row[column] = distance;
            least = Math.Min(least, distance);
        }

        return least;
    }

    private static ReadOnlySpan<char> Fold(string name, Span<char> buffer)
    {
        for (var index = 0; index < name.Length; index++)
        {
            buffer[index] = char.ToUpperInvariant(name[index]);
        }

        return buffer[..name.Length];
    }
}
