namespace McpSecure.Cli.Showing;

/// <summary>How wide the columns are: the same for every row, whatever stands in it.</summary>
internal sealed class TableWidths
{
    public const int Between = 2;

    /// <summary>A terminal that is narrower folds the lines itself.</summary>
    public const int Least = 80;

    private const int WithDetails = 120;

    public int Number { get; private init; }

    public int Time { get; private init; } = 19;

    public int Who { get; private init; }

    public int What { get; private init; }

    public int Outcome { get; private init; }

    /// <summary>Gets the width of the last column; 0 where there is no room for it.</summary>
    public int Details { get; private init; }

    public IEnumerable<(string Name, int Width)> Columns
    {
        get
        {
            yield return ("No", Number);
            yield return ("Time (UTC)", Time);
            yield return ("Who", Who);
            yield return ("What", What);
            yield return ("Outcome", Outcome);
            if (Details > 0)
            {
                yield return ("Details", Details);
            }
        }
    }

    public static TableWidths For(int width)
    {
        if (width < WithDetails)
        {
            // 6 + 19 + 12 + 15 + 18, and two after each.
            return new TableWidths { Number = 6, Who = 12, What = 15, Outcome = Math.Max(width, Least) - 62 };
        }

        const int number = 10, who = 20, what = 24, outcome = 20;
        var rest = width - number - 19 - who - what - outcome - (6 * Between);
        return new TableWidths { Number = number, Who = who, What = what, Outcome = outcome, Details = Math.Max(rest, 12) };
    }
}
