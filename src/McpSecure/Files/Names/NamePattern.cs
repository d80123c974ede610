namespace McpSecure.Files.Names;

/// <summary>A pattern for single names: <c>*</c> stands for any text, <c>?</c> for one character. It never sees a path, so it cannot leave a directory.</summary>
internal sealed class NamePattern
{
    private const int MaximumLength = 255;

    private readonly string _pattern;

    private NamePattern(string pattern) => _pattern = pattern;

    /// <summary>Reads a pattern. One with a separator is refused: it would look like a path, and mean nothing.</summary>
    public static Outcome TryParse(string text, out NamePattern? pattern)
    {
        pattern = null;
        if (text.Length is 0 or > MaximumLength || text.AsSpan().ContainsAny('/', '\\', '\0'))
        {
            return PathRefusal.MalformedPattern;
        }

        pattern = new NamePattern(text);
        return Outcome.Done;
    }

    /// <summary>Compares ordinally. After a mismatch only the last <c>*</c> takes one character more, so the cost is bounded by the product of the lengths.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        int at = 0, star = -1, resume = 0, place = 0;
        while (place < name.Length)
        {
            if (at < _pattern.Length && _pattern[at] == '*')
            {
                star = at++;
                resume = place;
            }
            else if (at < _pattern.Length && (_pattern[at] == '?' || _pattern[at] == name[place]))
            {
                place += _pattern[at] == '?' && IsPair(name, place) ? 2 : 1;
                at++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                place = ++resume;
            }
            else
            {
                return false;
            }
        }

        return !_pattern.AsSpan(at).ContainsAnyExcept('*');
    }

    private static bool IsPair(ReadOnlySpan<char> name, int place) =>
        char.IsHighSurrogate(name[place]) && place + 1 < name.Length && char.IsLowSurrogate(name[place + 1]);
}
