using System.Buffers;

namespace McpSecure.Schemas.Formats;

/// <summary>The digits of ASCII; others are no digits for any format.</summary>
internal static class Digits
{
    // IndexOfAnyExceptInRange would do, but allocates until its code has been optimized.
    private static readonly SearchValues<char> Ascii = SearchValues.Create("0123456789");

    /// <summary>How many digits there are before anything else.</summary>
    public static int Count(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Ascii) is >= 0 and var end ? end : text.Length;
}
