using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace McpSecure.Files.Names;

/// <summary>The names that nothing is created, written, moved or deleted under.</summary>
/// <remarks>
/// Compared as the most forgiving file systems compare: without case, invisible characters, and dots and blanks at the end. On those,
/// <c>.GIT</c> and <c>.git.</c> are <c>.git</c>.
/// </remarks>
internal sealed class ProtectedNames(IReadOnlyCollection<string> names)
{
    private readonly FrozenSet<string> _names = names.Select(Folded).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public bool IsEmpty => _names.Count == 0;

    /// <summary>Whether a name in the path is protected, whatever the path leads to.</summary>
    public bool IsIn(ReadOnlySpan<char> path)
    {
        if (IsEmpty)
        {
            return false;
        }

        foreach (var part in path.SplitAny('/', '\\'))
        {
            if (Contains(path[part]))
            {
                return true;
            }
        }

        return false;
    }

    public bool Contains(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || IsEmpty)
        {
            return false;
        }

        var lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        return IsFolded(name) ? lookup.Contains(name) : _names.Contains(Folded(name.ToString()));
    }

    private static bool IsFolded(ReadOnlySpan<char> name) =>
        !name.ContainsAnyExceptInRange(' ', '~') && name[^1] is not ('.' or ' ') && !name.Contains(':');

    private static string Folded(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                text.Append(rune);
            }
        }

        // What follows a colon is a stream of the same file on Windows: .git::$INDEX_ALLOCATION is .git.
        var folded = text.ToString().Split(':')[0];
        return (IsNormalizable(folded) ? folded.Normalize(NormalizationForm.FormKC) : folded).TrimEnd('.', ' ');
    }

    private static bool IsNormalizable(string text) => !text.EnumerateRunes().Contains(Rune.ReplacementChar);
}
