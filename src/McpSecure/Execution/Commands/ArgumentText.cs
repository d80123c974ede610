using System.Text;

namespace McpSecure.Execution.Commands;

/// <summary>What a value may hold, wherever it stands.</summary>
internal static class ArgumentText
{
    /// <summary>Looks for what no argument should hold.</summary>
    /// <param name="value">The text.</param>
    /// <param name="permitsLines">Whether tabs and line feeds are permitted.</param>
    /// <param name="bytes">How many bytes it has as UTF-8.</param>
    /// <returns><see cref="CommandRefusal.None"/> if there is nothing of it.</returns>
    public static CommandRefusal Check(ReadOnlySpan<char> value, bool permitsLines, out int bytes)
    {
        bytes = value.Length;
        var rest = value;
        var isAscii = true;
        while (rest.IndexOfAnyExceptInRange(' ', '~') is >= 0 and var next)
        {
            if (Rune.DecodeFromUtf16(rest[next..], out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                return CommandRefusal.Malformed;
            }

            if (Rune.IsControl(rune) && !(permitsLines && rune.Value is '\t' or '\n'))
            {
                return CommandRefusal.ControlCharacter;
            }

            isAscii &= rune.IsAscii;
            rest = rest[(next + length)..];
        }

        bytes = isAscii ? value.Length : Encoding.UTF8.GetByteCount(value);
        return CommandRefusal.None;
    }

    /// <summary>Whether a name in a path is <c>..</c>. On Windows, trailing dots and blanks do not count.</summary>
    public static bool GoesUp(ReadOnlySpan<char> path)
    {
        foreach (var range in path.SplitAny('/', System.IO.Path.DirectorySeparatorChar))
        {
            var name = path[range];
            if (name is ".." || (OperatingSystem.IsWindows() && name.StartsWith("..") && name.Trim(". ").IsEmpty))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a program could take it for an option, or for a file to read its arguments from.</summary>
    /// <remarks>Dashes of other alphabets: Windows makes a plain one of some of them on their way into a program (CVE-2024-4577).</remarks>
    public static bool BeginsLikeOption(ReadOnlySpan<char> value) => value is [var first, ..] && first switch
    {
        '-' or '+' or '@' => true,
        '/' => OperatingSystem.IsWindows(),
        '\u00ad' or (>= '\u2010' and <= '\u2015') or '\u2212' or '\u207b' or '\u208b' or '\u2e3a' or '\u2e3b' or '\ufe58' or '\ufe63' or '\uff0d' => true,
        _ => false,
    };
}
