using System.Buffers;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace McpSecure.Schemas.Patterns;

/// <summary>A pattern that looks around or back, on the engine of .NET that tries one way after the other, for a limited time.</summary>
/// <param name="regex">The pattern, as <see cref="RegexWriter"/> wrote it.</param>
internal sealed class RegexMatcher(Regex regex)
{
    private const int StackLength = 256;

    public bool IsMatch(ReadOnlySpan<char> text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (Exception exception) when (exception is RegexMatchTimeoutException or InsufficientExecutionStackException or OverflowException or OutOfMemoryException)
        {
            // Undecided is no match. The last two are a stack of choices that outgrew its array.
            return false;
        }
    }

    /// <summary>Decides about UTF-8. What is not well-formed does not match.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var rented = utf8.Length <= StackLength ? null : ArrayPool<char>.Shared.Rent(utf8.Length);
        Span<char> text = rented ?? stackalloc char[StackLength];
        var isMatch = Utf8.ToUtf16(utf8, text, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done && IsMatch(text[..length]);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return isMatch;
    }
}
