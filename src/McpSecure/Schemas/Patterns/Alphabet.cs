namespace McpSecure.Schemas.Patterns;

/// <summary>The code points, divided into classes that a pattern cannot tell apart.</summary>
internal sealed class Alphabet
{
    private const int Ascii = 0x80;

    // The pattern cannot say anything of an interval but its class.
    private readonly int[] _starts;
    private readonly ushort[] _classes;
    private readonly ushort[] _ascii = new ushort[Ascii];

    private Alphabet(int[] starts, ushort[] classes, int count)
    {
        _starts = starts;
        _classes = classes;
        Count = count;
        for (var c = 0; c < Ascii; c++)
        {
            _ascii[c] = Find(c);
        }
    }

    /// <summary>Gets how many classes there are.</summary>
    public int Count { get; }

    public ReadOnlySpan<ushort> AsciiClasses => _ascii;

    /// <summary>Divides the code points.</summary>
    /// <param name="sets">What the pattern asks about.</param>
    /// <param name="limit">How many classes there may be.</param>
    /// <param name="work">What it costs.</param>
    /// <returns>The alphabet, or <see langword="null"/> if there are more, or it would take too long to find them.</returns>
    public static Alphabet? TryCreate(IReadOnlyCollection<CodePoints> sets, int limit, PatternWork work)
    {
        var intervals = Intervals(sets);
        work.Add((long)intervals.Length * sets.Count);
        if ((long)intervals.Length * sets.Count > PatternWork.MostOfClasses)
        {
            return null;
        }

        var classes = new ushort[intervals.Length];
        var count = 1;
        foreach (var set in sets)
        {
            count = Refine(intervals, classes, set, count);
            if (count > limit)
            {
                return null;
            }
        }

        return new(intervals, classes, count);
    }

    /// <summary>Gets how many bytes it takes, about.</summary>
    public int Weight => (_starts.Length * (sizeof(int) + sizeof(ushort))) + (Ascii * sizeof(ushort));

    public int ClassOf(int codePoint) => codePoint < Ascii ? _ascii[codePoint] : Find(codePoint);

    /// <summary>The classes a set is made of.</summary>
    /// <param name="set">One of those the alphabet was made of.</param>
    /// <returns>Its classes.</returns>
    public IEnumerable<ushort> ClassesOf(CodePoints set) =>
        _starts.Zip(_classes).Where(interval => set.Contains(interval.First)).Select(interval => interval.Second).Distinct();

    /// <summary>Which classes are made of word characters; none is in part, if <see cref="CodePoints.Word"/> was one of the sets.</summary>
    public bool[] WordClasses()
    {
        var isWord = new bool[Count];
        for (var c = 0; c < Ascii; c++)
        {
            isWord[_ascii[c]] |= CodePoints.Word.Contains(c);
        }

        return isWord;
    }

    private static int[] Intervals(IReadOnlyCollection<CodePoints> sets)
    {
        var starts = new List<int> { 0 };
        foreach (var set in sets)
        {
            starts.AddRange(set.Bounds);
        }

        starts.Sort();
        return [.. starts.Distinct().Where(start => start < CodePoints.Limit)];
    }

    private static int Refine(int[] intervals, ushort[] classes, CodePoints set, int count)
    {
        // What a class becomes inside of the set, and outside of it; 0 is nothing yet.
        Span<ushort> refined = stackalloc ushort[2 * count];
        refined.Clear();
        var (next, bound) = (0, 0);
        for (var i = 0; i < intervals.Length; i++)
        {
            // Both ascend, and every bound of the set begins an interval.
            while (bound < set.Bounds.Length && set.Bounds[bound] <= intervals[i])
            {
                bound++;
            }

            ref var id = ref refined[(2 * classes[i]) + (bound & 1)];
            id = id == 0 ? (ushort)++next : id;
            classes[i] = (ushort)(id - 1);
        }

        return next;
    }

    private ushort Find(int codePoint)
    {
        var index = Array.BinarySearch(_starts, codePoint);
        return _classes[index >= 0 ? index : ~index - 1];
    }
}
