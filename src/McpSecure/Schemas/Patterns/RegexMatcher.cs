using System.Buffers;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace McpSecure.Schemas.Patterns;

/// <summary>A pattern that looks around or back, on the engine of .NET that tries one way after the other, for a limited time.</summary>
/// <param name="regex">The pattern, as <see cref="RegexWriter"/> wrote it.</param>
internal sealed class RegexMatcher(Regex regex)
{
    private const int StackLength = 256;

    public bool IsMatch(ReadOnlySpan<char> text) => TryMatch(text) == true;

    /// <summary>Decides, or gives up: then it is <see langword="null"/>.</summary>
    private bool? TryMatch(ReadOnlySpan<char> text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (Exception exception) when (exception is RegexMatchTimeoutException or InsufficientExecutionStackException or OverflowException or OutOfMemoryException)
        {
            // The last two are a stack of choices that outgrew its array.
            return null;
        }
    }

    /// <summary>Decides about UTF-8, or gives up. What is not well-formed does not match.</summary>
    public bool? TryMatch(ReadOnlySpan<byte> utf8)
    {
        var rented = utf8.Length <= StackLength ? null : ArrayPool<char>.Shared.Rent(utf8.Length);
        Span<char> text = rented ?? stackalloc char[StackLength];
        var isText = Utf8.ToUtf16(utf8, text, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done;
        var isMatch = isText ? TryMatch(text[..length]) : false;
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return isMatch;
    }
}
