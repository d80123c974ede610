using System.Buffers;

namespace McpSecure.Redaction;

/// <summary>Which kinds of characters a text has. A key that is drawn by chance has more than one.</summary>
/// <remarks>Sets rather than ranges: until it is optimized, a search for a range allocates.</remarks>
internal static class Mixture
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> Small = SearchValues.Create("abcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> Capital = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static bool HasDigit(ReadOnlySpan<char> text) => text.ContainsAny(Digits);

    public static bool HasLetter(ReadOnlySpan<char> text) => text.ContainsAny(Small) || text.ContainsAny(Capital);

    public static bool HasBothCases(ReadOnlySpan<char> text) => text.ContainsAny(Small) && text.ContainsAny(Capital);

    /// <summary>Whether so many letters and digits, of both kinds, stand together: in no word they do.</summary>
    public static bool HasRun(ReadOnlySpan<char> text, int least)
    {
        var (run, digits, letters) = (0, 0, 0);
        foreach (var character in text)
        {
            (run, digits, letters) = char.IsAsciiDigit(character) ? (run + 1, digits + 1, letters)
                : char.IsAsciiLetter(character) ? (run + 1, digits, letters + 1)
                : (0, 0, 0);
            if (run >= least && digits > 0 && letters > 0)
            {
                return true;
            }
        }

        return false;
    }
}
