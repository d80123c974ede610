using System.Globalization;
using System.Text;

namespace McpSecure.Results;

/// <summary>What is left for the texts of a result: those before the end stay, the one in which it comes is cut, and those behind are left out.</summary>
/// <param name="bytes">The bytes that all of them may be when they are sent.</param>
/// <param name="total">The bytes of UTF-8 that they have: what is said about them is said of these.</param>
internal sealed class TextBudget(long bytes, long total)
{
    /// <summary>No note of how much is missing is longer.</summary>
    public const int LongestNote = 80;

    private long _left = bytes;
    private long _shown;
    private bool _isSpent;

    /// <summary>What is shown of a text.</summary>
    /// <returns>The text, the beginning of it with a note of how much is missing, or <see langword="null"/> for nothing.</returns>
    public string? Take(string text)
    {
        if (_isSpent)
        {
            return null;
        }

        var size = SentLength.Of(text);
        if (size <= _left)
        {
            _left -= size;
            _shown += Encoding.UTF8.GetByteCount(text);
            return text;
        }

        _isSpent = true;
        var length = Fit(text, _left);
        _shown += Encoding.UTF8.GetByteCount(text.AsSpan(0, length));
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, length)}… [{total - _shown} of {total} bytes not shown]");
    }

    /// <summary>How much of a text fits, in whole characters.</summary>
    private static int Fit(string text, long bytes)
    {
        var length = 0;
        while (length < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(length), out _, out var units);
            bytes -= SentLength.Of(text.AsSpan(length, units));
            if (bytes < 0)
            {
                break;
            }

            length += units;
        }

        return length;
    }
}
