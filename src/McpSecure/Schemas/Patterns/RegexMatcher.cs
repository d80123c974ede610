using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace McpSecure.Schemas.Patterns;

/// <summary>A pattern that is left to .NET.</summary>
/// <param name="regex">The pattern, as <see cref="RegexWriter"/> wrote it.</param>
/// <param name="alphabet">The alphabet it was written for, if any.</param>
internal sealed class RegexMatcher(Regex regex, Alphabet? alphabet)
{
    private const int StackLength = 256;

    public bool IsMatch(ReadOnlySpan<char> text)
    {
        if (alphabet is null || Ascii.IsValid(text))
        {
            return Ask(text);
        }

        var rented = text.Length <= StackLength ? null : ArrayPool<char>.Shared.Rent(text.Length);
        Span<char> letters = rented ?? stackalloc char[StackLength];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            letters[length++] = Letter(isPair ? char.ConvertToUtf32(text[i], text[++i]) : text[i]);
        }

        return AskAndReturn(letters[..length], rented);
    }

    /// <summary>Decides about UTF-8. What is not well-formed does not match.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var rented = utf8.Length <= StackLength ? null : ArrayPool<char>.Shared.Rent(utf8.Length);
        Span<char> characters = rented ?? stackalloc char[StackLength];
        var length = alphabet is null ? Transcode(utf8, characters) : Spell(utf8, characters);
        if (length >= 0)
        {
            return AskAndReturn(characters[..length], rented);
        }

        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return false;
    }

    private static int Transcode(ReadOnlySpan<byte> utf8, Span<char> characters) =>
        Utf8.ToUtf16(utf8, characters, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done ? length : -1;

    private int Spell(ReadOnlySpan<byte> utf8, Span<char> letters)
    {
        var length = 0;
        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var consumed) != OperationStatus.Done)
            {
                return -1;
            }

            letters[length++] = Letter(rune.Value);
            utf8 = utf8[consumed..];
        }

        return length;
    }

    private char Letter(int codePoint) => codePoint < 0x80 ? (char)codePoint : RegexWriter.Letter(alphabet!.ClassOf(codePoint));

    private bool AskAndReturn(ReadOnlySpan<char> text, char[]? rented)
    {
        var isMatch = Ask(text);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return isMatch;
    }

    private bool Ask(ReadOnlySpan<char> text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (Exception exception) when (exception is RegexMatchTimeoutException or NotSupportedException or InsufficientExecutionStackException)
        {
            // Undecided is no match. The second is how the engine says that an automaton has grown too large.
            return false;
        }
    }
}
