namespace McpSecure.Schemas.Patterns;

/// <summary>What a <see cref="Simulation"/> looks up. A place is a step of the program that reads a character; a set of them is a row of bits.</summary>
internal sealed class SimulationTables
{
    private const int Contexts = 3;

    private readonly IReadOnlyList<PatternProgram.Step> _steps;
    private readonly int[] _places;
    private readonly Dictionary<int, int> _placeOf;
    private readonly ulong[] _readers;
    private readonly WaySet[] _ways = new WaySet[Contexts * Contexts];

    public SimulationTables(PatternProgram program, Alphabet alphabet, PatternWork work)
    {
        Alphabet = alphabet;
        IsWord = alphabet.WordClasses();
        _steps = program.Steps;
        _places = [.. Enumerable.Range(0, _steps.Count).Where(number => _steps[number].Kind == StepKind.Character)];
        _placeOf = _places.Select((number, place) => (number, place)).ToDictionary(pair => pair.number, pair => pair.place);
        Words = (_places.Length + 63) / 64;
        _readers = new ulong[alphabet.Count * Words];
        for (var place = 0; place < _places.Length; place++)
        {
            foreach (var character in alphabet.ClassesOf(_steps[_places[place]].Set!))
            {
                Set(_readers.AsSpan(character * Words), place);
            }
        }

        FindWays(program.HasWords, work);
    }

    /// <summary>What was read last.</summary>
    internal enum Context
    {
        Start,
        Word,
        Other,
    }

    public Alphabet Alphabet { get; }

    /// <summary>Gets how many words of 64 bits a row has.</summary>
    public int Words { get; }

    public bool[] IsWord { get; }

    /// <summary>Gets how many rows a character may lead to.</summary>
    public int Places => _places.Length;

    /// <summary>Gets how many bytes it takes, about.</summary>
    public int Weight => Alphabet.Weight + (sizeof(ulong) * (_readers.Length + _ways.Distinct().Sum(ways => ways.Rows.Length))) + (40 * _steps.Count);

    /// <summary>The places that read a class.</summary>
    public ReadOnlySpan<ulong> Readers(int character) => _readers.AsSpan(character * Words, Words);

    /// <summary>What leads where between two characters.</summary>
    public WaySet Ways(Context last, bool? isWordNext) => _ways[((int)last * Contexts) + (isWordNext is not { } isWord ? 0 : isWord ? 1 : 2)];

    private static void Set(Span<ulong> row, int place) => row[place / 64] |= 1UL << (place % 64);

    private void FindWays(bool hasWords, PatternWork work)
    {
        for (var last = Context.Start; last <= Context.Other; last++)
        {
            for (var next = 0; next < Contexts; next++)
            {
                // Where nobody asks for words, a character is like another.
                var same = hasWords ? -1 : last == Context.Other ? ((int)Context.Word * Contexts) + next : next == 2 ? ((int)last * Contexts) + 1 : -1;
                _ways[((int)last * Contexts) + next] = same >= 0 ? _ways[same] : FindWays(last, isEnd: next == 0, isWordNext: next == 1, work);
            }
        }
    }

    private WaySet FindWays(Context last, bool isEnd, bool isWordNext, PatternWork work)
    {
        var ways = new WaySet(_places.Length, Words);
        var closure = new Closure(_steps);
        bool Holds(Place place) => place switch
        {
            Place.Start => last == Context.Start,
            Place.End => isEnd,
            Place.WordBoundary => (last == Context.Word) != isWordNext,
            Place.NoWordBoundary => (last == Context.Word) == isWordNext,
            _ => false,
        };

        ways.BeginsMatched = !Fill(closure.Of([0], Holds), ways.Begin);
        for (var place = 0; place < _places.Length && last != Context.Start; place++)
        {
            if (!Fill(closure.Of([_places[place] + 1], Holds), ways.From(place)))
            {
                Set(ways.Matched, place);
            }
        }

        work.Add(closure.Work);
        return ways;
    }

    private bool Fill(List<int>? steps, Span<ulong> row)
    {
        foreach (var number in steps ?? [])
        {
            if (_placeOf.TryGetValue(number, out var place))
            {
                Set(row, place);
            }
        }

        return steps is not null;
    }

    /// <summary>What leads where, for one kind of character before and one after.</summary>
    internal sealed class WaySet(int places, int words)
    {
        public ulong[] Rows { get; } = new ulong[(places + 2) * words];

        /// <summary>Gets or sets a value indicating whether a match that begins here ends here.</summary>
        public bool BeginsMatched { get; set; }

        /// <summary>Gets the places after which it has matched.</summary>
        public Span<ulong> Matched => Rows.AsSpan(places * words, words);

        /// <summary>Gets the places that a match can begin with.</summary>
        public Span<ulong> Begin => Rows.AsSpan((places + 1) * words, words);

        public Span<ulong> From(int place) => Rows.AsSpan(place * words, words);
    }
}
