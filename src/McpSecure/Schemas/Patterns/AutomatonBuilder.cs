using System.Collections;

namespace McpSecure.Schemas.Patterns;

/// <summary>Makes a deterministic automaton of a program (subset construction), unless it would be large.</summary>
internal sealed class AutomatonBuilder
{
    private const int WorkOfState = 4;

    private static readonly Func<Place, bool> IsStart = place => place == Place.Start;
    private static readonly Func<Place, bool> IsNowhere = _ => false;

    private readonly IReadOnlyList<PatternProgram.Step> _steps;
    private readonly Alphabet _alphabet;
    private readonly BitArray?[] _sets;
    private readonly bool[] _isWord;
    private readonly Dictionary<AutomatonState, int> _states = [];
    private readonly List<AutomatonState> _open = [];
    private readonly List<ushort[]> _rows = [];
    private readonly List<bool> _final = [];
    private readonly Closure _closure;
    private readonly List<int> _arrivals = [];
    private readonly List<int> _kernel = [];
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
    /// <param name="work">What it costs.</param>
    /// <returns>The automaton, or <see langword="null"/> if it would be large.</returns>
    public static Automaton? TryBuild(PatternProgram program, Alphabet alphabet, PatternWork work)
    {
        var builder = new AutomatonBuilder(program, alphabet);
        var automaton = builder.Build();
        work.Add(builder.Work);
        return automaton;
    }

    // A state is several objects, whatever is in it.
    private int Work => _work + _closure.Work + (_rows.Count * WorkOfState);

    private Automaton? Build()
    {
        Add(isFinal: false); // Dead
        Add(isFinal: true);  // Matched
        Array.Fill(_rows[Automaton.Matched], (ushort)Automaton.Matched);
        _arrivals.Add(0);
        var start = StateOf(isStart: true, isAfterWord: false);
        for (var i = 0; i < _open.Count; i++)
        {
            Expand(_open[i], Automaton.Matched + 1 + i);
            if (Work > PatternWork.MostOfTable || _rows.Count * _alphabet.Count > Automaton.MaxEntries)
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
            if (steps is null)
            {
                _rows[number][c] = Automaton.Matched;
                continue;
            }

            Step(steps, c);
            _rows[number][c] = (ushort)StateOf(isStart: false, _isWord[c]);
        }
    }

    private void Step(int[] steps, int character)
    {
        _work += steps.Length;
        _arrivals.Clear();

        // A match may begin anywhere.
        _arrivals.Add(0);
        foreach (var step in steps)
        {
            if (_sets[step] is { } set && set[character])
            {
                _arrivals.Add(step + 1);
            }
        }
    }

    /// <summary>The state of having arrived at some steps.</summary>
    private int StateOf(bool isStart, bool isAfterWord)
    {
        if (!_closure.TryFollow(_arrivals, isStart ? IsStart : IsNowhere, _kernel))
        {
            return Automaton.Matched;
        }

        // It will not be the start again.
        var isPending = false;
        var count = 0;
        for (var index = 0; index < _kernel.Count; index++)
        {
            var step = _kernel[index];
            if (_steps[step].Place != Place.Start)
            {
                _kernel[count++] = step;
                isPending |= _steps[step].Kind == StepKind.Assertion;
            }
        }

        _kernel.RemoveRange(count, _kernel.Count - count);
        _kernel.Sort();
        var state = new AutomatonState([.. _kernel], isPending, isStart, isAfterWord);
        if (!_states.TryGetValue(state, out var number))
        {
            number = Add(isFinal: false);
            _states.Add(state, number);
            _open.Add(state);
        }

        return number;
    }

    /// <summary>What is left of a state once it is known what comes next; nothing if that makes it a match.</summary>
    private int[]? Resolve(AutomatonState state, Next next) => !state.IsPending ? state.Steps : _closure.Of(state.Steps, place => place switch
    {
        Place.Start => state.IsStart,
        Place.End => next == Next.End,
        Place.WordBoundary => state.IsAfterWord != (next == Next.Word),
        Place.NoWordBoundary => state.IsAfterWord == (next == Next.Word),
        _ => false,
    })?.ToArray();

    private int Add(bool isFinal)
    {
        _rows.Add(new ushort[_alphabet.Count]);
        _final.Add(isFinal);
        return _rows.Count - 1;
    }

    /// <summary>Finds the states no match comes from, so that reading can stop there, and lays the rows out.</summary>
    private Automaton Finish(int start)
    {
        var isAlive = Alive();
        var rows = new ushort[_rows.Count * _alphabet.Count];
        for (var entry = 0; entry < rows.Length; entry++)
        {
            var next = _rows[entry / _alphabet.Count][entry % _alphabet.Count];
            rows[entry] = isAlive[next] ? (ushort)(next * _alphabet.Count) : (ushort)Automaton.Dead;
        }

        return new(_alphabet, rows, [.. _final], (ushort)(isAlive[start] ? start * _alphabet.Count : Automaton.Dead));
    }

    // Backwards from the states that match, each way once.
    private bool[] Alive()
    {
        var before = new List<int>?[_rows.Count];
        for (var state = 0; state < _rows.Count; state++)
        {
            foreach (var next in _rows[state])
            {
                (before[next] ??= []).Add(state);
            }
        }

        var isAlive = _final.ToArray();
        var waiting = new Stack<int>(Enumerable.Range(0, isAlive.Length).Where(state => isAlive[state]));
        while (waiting.TryPop(out var state))
        {
            foreach (var earlier in before[state] ?? [])
            {
                if (!isAlive[earlier])
                {
                    isAlive[earlier] = true;
                    waiting.Push(earlier);
                }
            }
        }

        return isAlive;
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
