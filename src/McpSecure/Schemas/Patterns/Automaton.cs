using System.Buffers;
using System.Text;

namespace McpSecure.Schemas.Patterns;

/// <summary>A pattern as a deterministic automaton: one look-up for each character, whatever the pattern and the string. It is never changed.</summary>
/// <param name="alphabet">The classes of characters.</param>
/// <param name="rows">Where each state leads for each class: the index of a row.</param>
/// <param name="final">For each state, whether a string that ends here matches.</param>
/// <param name="start">The row of the first state.</param>
internal sealed class Automaton(Alphabet alphabet, ushort[] rows, bool[] final, ushort start)
{
    /// <summary>The state no match comes from. Its row is the first.</summary>
    public const int Dead = 0;

    /// <summary>The state in which everything matches. Its row is the second.</summary>
    public const int Matched = 1;

    /// <summary>How many entries the rows may have together: an index is 16 bits.</summary>
    public const int MaxEntries = 65_536;

    private readonly byte[] _ascii = Bytes(alphabet.AsciiClasses);
    private readonly int _matchedRow = Matched * alphabet.Count;

    /// <summary>Gets how many bytes it takes, about.</summary>
    public int Weight => (rows.Length * sizeof(ushort)) + final.Length + alphabet.Weight;

    public bool IsMatch(ReadOnlySpan<char> text)
    {
        int row = start;
        for (var i = 0; i < text.Length && row > _matchedRow; i++)
        {
            var c = text[i];
            if (c < _ascii.Length)
            {
                row = rows[row + _ascii[c]];
                continue;
            }

            var isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            row = rows[row + alphabet.ClassOf(isPair ? char.ConvertToUtf32(c, text[++i]) : c)];
        }

        return final[row / alphabet.Count];
    }

    /// <summary>Decides about UTF-8; up to where the answer is known, it must be well-formed.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        int row = start;
        while (!utf8.IsEmpty && row > _matchedRow)
        {
            var b = utf8[0];
            if (b < _ascii.Length)
            {
                row = rows[row + _ascii[b]];
                utf8 = utf8[1..];
                continue;
            }

            if (Rune.DecodeFromUtf8(utf8, out var rune, out var length) != OperationStatus.Done)
            {
                return false;
            }

            row = rows[row + alphabet.ClassOf(rune.Value)];
            utf8 = utf8[length..];
        }

        return final[row / alphabet.Count];
    }

    private static byte[] Bytes(ReadOnlySpan<ushort> classes)
    {
        var bytes = new byte[classes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = checked((byte)classes[i]);
        }

        return bytes;
    }
}
