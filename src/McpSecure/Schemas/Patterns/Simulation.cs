using System.Buffers;
using System.Text;

namespace McpSecure.Schemas.Patterns;

/// <summary>A pattern whose table would be large: all its ways are followed at once, character by character.</summary>
/// <remarks>
/// The time is bounded by the length of the string times the steps of the pattern, and nothing is kept between two strings. That is why
/// it is not left to the engine of .NET that never goes back: it keeps the states it has met, up to ten thousand, and a string that is
/// chosen for it costs hundreds of milliseconds and a hundred megabytes.
/// </remarks>
internal sealed class Simulation
{
    private readonly PatternProgram.Step[] _steps;
    private readonly Alphabet _alphabet;
    private readonly bool[][] _sets;
    private readonly bool[] _isWord;

    public Simulation(PatternProgram program, Alphabet alphabet)
    {
        _steps = [.. program.Steps];
        _alphabet = alphabet;
        var known = new Dictionary<CodePoints, bool[]>();
        _sets = [.. _steps.Select(step => step.Set is { } set ? Members(known, set) : [])];
        _isWord = new bool[alphabet.Count];
        for (var c = 0; c < alphabet.AsciiClasses.Length; c++)
        {
            _isWord[alphabet.AsciiClasses[c]] |= CodePoints.Word.Contains(c);
        }
    }

    /// <summary>Gets how many bytes it takes, about.</summary>
    public int Weight => (_steps.Length * 40) + (_sets.Distinct().Count() * _alphabet.Count) + _alphabet.Weight;

    public bool IsMatch(ReadOnlySpan<char> text)
    {
        var buffer = ArrayPool<int>.Shared.Rent(Walk.BufferLength(_steps.Length));
        try
        {
            var walk = new Walk(this, buffer);
            for (var i = 0; i < text.Length; i++)
            {
                var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
                if (walk.Advance(_alphabet.ClassOf(isPair ? char.ConvertToUtf32(text[i], text[++i]) : text[i])))
                {
                    return true;
                }
            }

            return walk.End();
        }
        finally
        {
            ArrayPool<int>.Shared.Return(buffer);
        }
    }

    /// <summary>Decides about UTF-8; up to where the answer is known, it must be well-formed.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var buffer = ArrayPool<int>.Shared.Rent(Walk.BufferLength(_steps.Length));
        try
        {
            var walk = new Walk(this, buffer);
            while (!utf8.IsEmpty)
            {
                if (Rune.DecodeFromUtf8(utf8, out var rune, out var length) != OperationStatus.Done)
                {
                    return false;
                }

                if (walk.Advance(_alphabet.ClassOf(rune.Value)))
                {
                    return true;
                }

                utf8 = utf8[length..];
            }

            return walk.End();
        }
        finally
        {
            ArrayPool<int>.Shared.Return(buffer);
        }
    }

    private bool[] Members(Dictionary<CodePoints, bool[]> known, CodePoints set)
    {
        if (!known.TryGetValue(set, out var members))
        {
            known.Add(set, members = new bool[_alphabet.Count]);
            foreach (var c in _alphabet.ClassesOf(set))
            {
                members[c] = true;
            }
        }

        return members;
    }

    /// <summary>One way through one string.</summary>
    private ref struct Walk
    {
        private const int NoCharacter = -1;

        private readonly Simulation _pattern;
        private readonly Span<int> _seen;
        private readonly Span<int> _stack;
        private Span<int> _here;
        private Span<int> _next;
        private int _count;
        private int _previous = NoCharacter;
        private int _round;

        public Walk(Simulation pattern, int[] buffer)
        {
            var length = pattern._steps.Length;
            _pattern = pattern;
            _seen = buffer.AsSpan(0, length);
            _here = buffer.AsSpan(length, length);
            _next = buffer.AsSpan(2 * length, length);
            _stack = buffer.AsSpan(3 * length, (2 * length) + 2);
            _seen.Clear();
        }

        public static int BufferLength(int steps) => (5 * steps) + 2;

        /// <summary>Goes on by one character.</summary>
        /// <param name="character">Its class.</param>
        /// <returns><see langword="true"/> if there is a match before it.</returns>
        public bool Advance(int character)
        {
            // A match may begin anywhere.
            var next = 0;
            var isMatch = Follow(0, character, ref next);
            for (var i = 0; i < _count && !isMatch; i++)
            {
                isMatch = Follow(_here[i], character, ref next);
            }

            var here = _here;
            _here = _next;
            _next = here;
            _count = next;
            _previous = character;
            _round++;
            return isMatch;
        }

        public bool End() => Advance(NoCharacter);

        private bool Follow(int start, int character, ref int next)
        {
            var depth = 0;
            _stack[depth++] = start;
            while (depth > 0)
            {
                var number = _stack[--depth];
                if (_seen[number] > _round)
                {
                    continue;
                }

                _seen[number] = _round + 1;
                ref readonly var step = ref _pattern._steps[number];
                switch (step.Kind)
                {
                    case StepKind.Match:
                        return true;
                    case StepKind.Fork:
                        _stack[depth++] = step.Other;
                        _stack[depth++] = step.Next;
                        break;
                    case StepKind.Assertion when Holds(step.Place, character):
                        _stack[depth++] = number + 1;
                        break;
                    case StepKind.Character when character != NoCharacter && _pattern._sets[number][character]:
                        _next[next++] = number + 1;
                        break;
                }
            }

            return false;
        }

        private readonly bool Holds(Place place, int character) => place switch
        {
            Place.Start => _round == 0,
            Place.End => character == NoCharacter,
            Place.WordBoundary => IsWord(_previous) != IsWord(character),
            Place.NoWordBoundary => IsWord(_previous) == IsWord(character),
            _ => false,
        };

        private readonly bool IsWord(int character) => character != NoCharacter && _pattern._isWord[character];
    }
}
