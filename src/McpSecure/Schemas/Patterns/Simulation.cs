using System.Buffers;
using System.Numerics;
using System.Text;

namespace McpSecure.Schemas.Patterns;

/// <summary>A pattern whose table would be large: all its ways are followed at once, a bit for each place in the pattern.</summary>
/// <remarks>
/// The time is bounded by the length of the string times the square of the places over 64, and nothing is kept between two strings. That
/// is why it is not left to the engine of .NET that never goes back: it keeps the states it has met, up to ten thousand, and a string that
/// is chosen for it costs hundreds of milliseconds and a hundred megabytes.
/// </remarks>
/// <param name="tables">What leads where.</param>
internal sealed class Simulation(SimulationTables tables)
{
    private const int BaseCost = 8;
    private const int WordsPerCost = 4;

    /// <summary>Gets how many bytes it takes, about.</summary>
    public int Weight => tables.Weight;

    /// <summary>Gets how many times longer than a table it may take for a character.</summary>
    public int Cost => BaseCost + (tables.Places * tables.Words / WordsPerCost);

    public bool IsMatch(ReadOnlySpan<char> text)
    {
        var walk = new Walk(tables, stackalloc ulong[2 * tables.Words]);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (walk.Advance(tables.Alphabet.ClassOf(isPair ? char.ConvertToUtf32(text[i], text[++i]) : text[i])))
            {
                return true;
            }
        }

        return walk.End();
    }

    /// <summary>Decides about UTF-8; up to where the answer is known, it must be well-formed.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var walk = new Walk(tables, stackalloc ulong[2 * tables.Words]);
        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var length) != OperationStatus.Done)
            {
                return false;
            }

            if (walk.Advance(tables.Alphabet.ClassOf(rune.Value)))
            {
                return true;
            }

            utf8 = utf8[length..];
        }

        return walk.End();
    }

    /// <summary>One way through one string.</summary>
    private ref struct Walk
    {
        private readonly SimulationTables _tables;
        private Span<ulong> _here;
        private Span<ulong> _next;
        private SimulationTables.Context _last;

        public Walk(SimulationTables tables, Span<ulong> buffer)
        {
            _tables = tables;
            _here = buffer[..tables.Words];
            _next = buffer[tables.Words..];
            _here.Clear();
            _last = SimulationTables.Context.Start;
        }

        /// <summary>Goes on by one character.</summary>
        /// <param name="character">Its class.</param>
        /// <returns><see langword="true"/> if there is a match before it.</returns>
        public bool Advance(int character)
        {
            var isWord = _tables.IsWord[character];
            var ways = _tables.Ways(_last, isWord);
            if (ways.BeginsMatched || HasAny(_here, ways.Matched))
            {
                return true;
            }

            ways.Begin.CopyTo(_next);
            for (var word = 0; word < _here.Length; word++)
            {
                for (var bits = _here[word]; bits != 0; bits &= bits - 1)
                {
                    Add(_next, ways.From((word * 64) + BitOperations.TrailingZeroCount(bits)));
                }
            }

            Keep(_next, _tables.Readers(character));
            var here = _here;
            _here = _next;
            _next = here;
            _last = isWord ? SimulationTables.Context.Word : SimulationTables.Context.Other;
            return false;
        }

        public readonly bool End()
        {
            var ways = _tables.Ways(_last, isWordNext: null);
            return ways.BeginsMatched || HasAny(_here, ways.Matched);
        }

        private static bool HasAny(ReadOnlySpan<ulong> some, ReadOnlySpan<ulong> others)
        {
            for (var i = 0; i < some.Length; i++)
            {
                if ((some[i] & others[i]) != 0)
                {
                    return true;
                }
            }

            return false;
        }

        private static void Add(Span<ulong> to, ReadOnlySpan<ulong> what)
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] |= what[i];
            }
        }

        private static void Keep(Span<ulong> of, ReadOnlySpan<ulong> what)
        {
            for (var i = 0; i < of.Length; i++)
            {
                of[i] &= what[i];
            }
        }
    }
}
