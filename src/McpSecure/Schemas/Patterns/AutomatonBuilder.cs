using System.Collections;

namespace McpSecure.Schemas.Patterns;

/// <summary>Makes a deterministic automaton of a program (subset construction), unless it would be large.</summary>
internal sealed class AutomatonBuilder
{
    // About ten milliseconds.
    private const int MaxWork = 1_000_000;

    private readonly IReadOnlyList<PatternProgram.Step> _steps;
    private readonly Alphabet _alphabet;
    private readonly BitArray?[] _sets;
    private readonly bool[] _isWord;
    private readonly Dictionary<AutomatonState, int> _states = [];
    private readonly List<AutomatonState> _open = [];
    private readonly List<ushort[]> _rows = [];
    private readonly List<bool> _final = [];
    private readonly Closure _closure;
    private int _work;

    private AutomatonBuilder(PatternProgram program, Alphabet alphabet)
    {
        _steps = program.Steps;
        _alphabet = alphabet;
        _closure = new(_steps);
        _isWord = alphabet.WordClasses();
        var bits = new Dictionary<CodePoints, BitArray>();
        _sets = [.. _steps.Select(step => step.Set is { } set ? Bits(bits, set) : null)];
    }

    /// <summary>Makes an automaton.</summary>
    /// <param name="program">The program.</param>
    /// <param name="alphabet">Its alphabet, with at most 256 classes; if the program knows words, they are made of whole classes.</param>
    /// <returns>The automaton, or <see langword="null"/> if it would be large.</returns>
    public static Automaton? TryBuild(PatternProgram program, Alphabet alphabet) => new AutomatonBuilder(program, alphabet).Build();

    private Automaton? Build()
    {
        Add(isFinal: false); // Dead
        Add(isFinal: true);  // Matched
        Array.Fill(_rows[Automaton.Matched], (ushort)Automaton.Matched);
        var start = StateOf([0], isStart: true, isAfterWord: false);
        for (var i = 0; i < _open.Count; i++)
        {
            Expand(_open[i], _states[_open[i]]);
            if (_work + _closure.Work > MaxWork || _rows.Count * _alphabet.Count > Automaton.MaxEntries)
            {
                return null;
            }
        }

        return Finish(start);
    }

    private void Expand(AutomatonState state, int number)
    {
        _final[number] = Resolve(state, Next.End) is null;
        var beforeWord = Resolve(state, Next.Word);
        var beforeOther = Resolve(state, Next.Other);
        for (var c = 0; c < _alphabet.Count; c++)
        {
            var steps = _isWord[c] ? beforeWord : beforeOther;
            _rows[number][c] = (ushort)(steps is null ? Automaton.Matched : StateOf(Step(steps, c), isStart: false, _isWord[c]));
        }
    }

    private List<int> Step(IReadOnlyList<int> steps, int character)
    {
        // A match may begin anywhere.
        var next = new List<int> { 0 };
        _work += steps.Count;
        foreach (var step in steps)
        {
            if (_sets[step] is { } set && set[character])
            {
                next.Add(step + 1);
            }
        }

        return next;
    }

    /// <summary>The state of having arrived at some steps.</summary>
    private int StateOf(IReadOnlyList<int> arrivals, bool isStart, bool isAfterWord)
    {
        var kernel = _closure.Of(arrivals, place => place == Place.Start && isStart);
        if (kernel is null)
        {
            return Automaton.Matched;
        }

        // It will not be the start again.
        kernel.RemoveAll(step => _steps[step].Place == Place.Start);
        var isPending = kernel.Exists(step => _steps[step].Kind == StepKind.Assertion);
        var state = new AutomatonState([.. kernel.Order()], isPending, isStart, isAfterWord);
        if (!_states.TryGetValue(state, out var number))
        {
            number = Add(isFinal: false);
            _states.Add(state, number);
            _open.Add(state);
        }

        return number;
    }

    /// <summary>What is left of a state once it is known what comes next; nothing if that makes it a match.</summary>
    private IReadOnlyList<int>? Resolve(AutomatonState state, Next next) => !state.IsPending ? state.Steps : _closure.Of(state.Steps, place => place switch
    {
        Place.Start => state.IsStart,
        Place.End => next == Next.End,
        Place.WordBoundary => state.IsAfterWord != (next == Next.Word),
        Place.NoWordBoundary => state.IsAfterWord == (next == Next.Word),
        _ => false,
    });

    private int Add(bool isFinal)
    {
        _rows.Add(new ushort[_alphabet.Count]);
        _final.Add(isFinal);
        return _rows.Count - 1;
    }

    /// <summary>Finds the states no match comes from, so that reading can stop there, and lays the rows out.</summary>
    private Automaton Finish(int start)
    {
        var isAlive = new BitArray(_final.ToArray());
        bool isChanged;
        do
        {
            isChanged = false;
            for (var state = _rows.Count - 1; state > Automaton.Matched; state--)
            {
                if (!isAlive[state] && Array.Exists(_rows[state], next => isAlive[next]))
                {
                    isAlive[state] = isChanged = true;
                }
            }
        }
        while (isChanged);

        var rows = _rows.SelectMany(row => row.Select(next => isAlive[next] ? (ushort)(next * _alphabet.Count) : (ushort)Automaton.Dead)).ToArray();
        return new(_alphabet, rows, [.. _final], (ushort)(isAlive[start] ? start * _alphabet.Count : Automaton.Dead));
    }

    private BitArray Bits(Dictionary<CodePoints, BitArray> known, CodePoints set)
    {
        if (!known.TryGetValue(set, out var bits))
        {
            known.Add(set, bits = new BitArray(_alphabet.Count));
            foreach (var c in _alphabet.ClassesOf(set))
            {
                bits[c] = true;
            }
        }

        return bits;
    }

    private enum Next
    {
        End,
        Word,
        Other,
    }
}
