using System.Buffers;
using System.Globalization;
using System.Text;

namespace McpSecure.Files.Names;

/// <summary>Why a path from a client is refused before anything is opened: a reason that a model can act on, and a record that tells an attack from a mistake.</summary>
/// <remarks>
/// No guarantee: that is the open's. So it may refuse what would do no harm as long as nobody has such files, and it decodes to look, never
/// to use.
/// </remarks>
internal static class LexicalCheck
{
    private const int MaximumNameBytes = 255;
    private const int MaximumRounds = 4;

    // Of these, only the start of the path and two dots in a row can mean anything.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._- +,=@()[]{}#!&'^$~;`");

    private static readonly SearchValues<char> Lookalikes = SearchValues.Create("\u2044\u2215\u2216\u29f5\u29f8\u29f9\ufe68");

    private static readonly SearchValues<char> Invisible =
        SearchValues.Create("\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff");

    /// <summary>Looks at a path. Plain names cost a few nanoseconds and no memory.</summary>
    public static Outcome Check(ReadOnlySpan<char> path, PathNames names)
    {
        var outcome = Bounds(path);
        if (outcome.IsDone && path.ContainsAnyExcept(Plain))
        {
            outcome = Unusual(path);
        }

        if (outcome.IsDone && path.Contains("..", StringComparison.Ordinal) && HasDotDot(path))
        {
            outcome = PathRefusal.DotDot;
        }

        return outcome.IsDone && names == PathNames.Portable ? PortableNames.Check(path) : outcome;
    }

    private static Outcome Bounds(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty)
        {
            return PathRefusal.Empty;
        }

        if (path.Length > PathText.MaximumBytes || (path.Length > MaximumNameBytes / 3 && HasLongName(path)))
        {
            return PathRefusal.TooLong;
        }

        return IsRooted(path) ? PathRefusal.Rooted : Outcome.Done;
    }

    /// <summary>The root of the file system, a share, a device, a drive, or a home directory.</summary>
    private static bool IsRooted(ReadOnlySpan<char> path) =>
        path[0] is '/' or '\\'
        || (path[0] == '~' && (path.Length == 1 || path[1] is '/' or '\\'))
        || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]));

    private static bool HasLongName(ReadOnlySpan<char> path)
    {
        foreach (var part in path.Split('/'))
        {
            if (Encoding.UTF8.GetByteCount(path[part]) > MaximumNameBytes)
            {
                return true;
            }
        }

        return false;
    }

    private static Outcome Unusual(ReadOnlySpan<char> path)
    {
        var outcome = Characters(path);
        if (!outcome.IsDone)
        {
            return outcome;
        }

        if (IsUri(path))
        {
            return PathRefusal.UriLike;
        }

        if (HasDotDot(path))
        {
            return PathRefusal.DotDot;
        }

        if (path.Contains('%') && HidesTraversal(path))
        {
            return PathRefusal.EncodedTraversal;
        }

        outcome = Ascii.IsValid(path) ? Outcome.Done : Foreign(path);
        return outcome.IsDone && path.Contains('\\') ? PathRefusal.Backslash : outcome;
    }

    private static Outcome Characters(ReadOnlySpan<char> path)
    {
        for (var index = 0; index < path.Length; index++)
        {
            var character = path[index];
            if (character == '\0')
            {
                return PathRefusal.Nul;
            }

            if (char.IsControl(character))
            {
                return PathRefusal.ControlCharacter;
            }

            if (char.IsSurrogate(character) && (index + 1 == path.Length || !char.IsSurrogatePair(character, path[++index])))
            {
                return PathRefusal.Malformed;
            }
        }

        return Outcome.Done;
    }

    /// <summary>A scheme of two letters or more, and <c>//</c>; of the schemes that do without, those that mean files or data.</summary>
    private static bool IsUri(ReadOnlySpan<char> path)
    {
        var colon = path.IndexOf(':');
        if (colon < 2 || !char.IsAsciiLetter(path[0]))
        {
            return false;
        }

        foreach (var character in path[1..colon])
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '.' or '-'))
            {
                return false;
            }
        }

        var scheme = path[..colon];
        return path[(colon + 1)..].StartsWith("//", StringComparison.Ordinal)
            || scheme.Equals("file", StringComparison.OrdinalIgnoreCase)
            || scheme.Equals("data", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a name is <c>..</c>, for a reader that separates at backslashes, and drops blanks or what follows a semicolon.</summary>
    private static bool HasDotDot(ReadOnlySpan<char> path)
    {
        foreach (var part in path.SplitAny('/', '\\'))
        {
            if (path[part].Trim(" \t") is ".." or ['.', '.', ';', ..])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether decoding it, once or more, makes another path of it.</summary>
    private static bool HidesTraversal(ReadOnlySpan<char> path)
    {
        var separators = path.Count('/');
        var text = path.ToString();
        for (var round = 0; round < MaximumRounds; round++)
        {
            var decoded = LooseDecoding.Once(text);
            if (string.Equals(decoded, text, StringComparison.Ordinal))
            {
                return false;
            }

            text = decoded;
            if (HasDotDot(text) || text.AsSpan().Count('/') != separators || text.Contains('\\', StringComparison.Ordinal)
                || text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.Contains('\u007f', StringComparison.Ordinal)
                || (!Ascii.IsValid(text) && IsAmbiguous(text)))
            {
                return true;
            }
        }

        return false;
    }

    private static Outcome Foreign(ReadOnlySpan<char> path)
    {
        if (IsAmbiguous(path))
        {
            return PathRefusal.AmbiguousUnicode;
        }

        return path.ContainsAny(Invisible) || HasTags(path) ? PathRefusal.InvisibleUnicode : Outcome.Done;
    }

    /// <summary>Whether a character looks like a separator, or normalizing makes one, or two dots.</summary>
    private static bool IsAmbiguous(ReadOnlySpan<char> path)
    {
        if (path.ContainsAny(Lookalikes))
        {
            return true;
        }

        try
        {
            var normalized = path.ToString().Normalize(NormalizationForm.FormKC).AsSpan();
            return HasDotDot(normalized) || normalized.Count('/') != path.Count('/') || normalized.Count('\\') != path.Count('\\');
        }
        catch (ArgumentException)
        {
            return true; // such as U+FFFE, which is no character
        }
    }

    /// <summary>Whether there are tag characters, a whole invisible alphabet. Flags of regions end with them, after a black flag.</summary>
    private static bool HasTags(ReadOnlySpan<char> path)
    {
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune.Value is >= 0xe0000 and <= 0xe007f && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned)
            {
                return true;
            }
        }

        return false;
    }
}
