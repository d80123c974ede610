using System.Buffers;

namespace McpSecure.Files.Names;

/// <summary>Whether each name of a path means the same file, and a file, on Windows as elsewhere.</summary>
internal static class PortableNames
{
    private static readonly SearchValues<char> Reserved = SearchValues.Create("<>\"|?*");
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"];

    public static Outcome Check(ReadOnlySpan<char> path)
    {
        if (path.Contains('\\'))
        {
            return PathRefusal.Backslash;
        }

        foreach (var part in path.Split('/'))
        {
            if (CheckName(path[part]) is { IsDone: false } refused)
            {
                return refused;
            }
        }

        return Outcome.Done;
    }

    private static Outcome CheckName(ReadOnlySpan<char> name)
    {
        if (name is "" or "." or "..")
        {
            return Outcome.Done;
        }

        if (name.ContainsAnyInRange('\0', '\u001f') || name.Contains('\u007f'))
        {
            return PathRefusal.ControlCharacter;
        }

        if (IsDevice(name))
        {
            return PathRefusal.DeviceName;
        }

        if (name.Contains(':'))
        {
            return PathRefusal.Stream;
        }

        if (name[^1] is '.' or ' ')
        {
            return PathRefusal.TrailingDotOrSpace;
        }

        if (name.ContainsAny(Reserved))
        {
            return PathRefusal.ReservedCharacter;
        }

        return IsShort(name) ? PathRefusal.ShortName : Outcome.Done;
    }

    /// <summary>Windows looks at what stands before the first dot or colon, without blanks at its end.</summary>
    private static bool IsDevice(ReadOnlySpan<char> name)
    {
        var end = name.IndexOfAny('.', ':');
        var stem = (end < 0 ? name : name[..end]).TrimEnd(' ');
        foreach (var device in Devices)
        {
            if (stem.Equals(device, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return stem.Length == 4
            && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
            && stem[3] is (>= '0' and <= '9') or '\u00b9' or '\u00b2' or '\u00b3';
    }

    /// <summary>Up to six characters, a tilde and a number, then perhaps an extension of three: <c>GIT~1</c> opens <c>.git</c> where short names are on.</summary>
    private static bool IsShort(ReadOnlySpan<char> name)
    {
        var dot = name.LastIndexOf('.');
        var stem = dot < 0 ? name : name[..dot];
        var tilde = stem.LastIndexOf('~');
        return tilde is > 0 and <= 6 && stem.Length is > 0 and <= 8 && tilde + 1 < stem.Length
            && !stem[(tilde + 1)..].ContainsAnyExceptInRange('0', '9')
            && (dot < 0 || name.Length - dot - 1 <= 3);
    }
}
