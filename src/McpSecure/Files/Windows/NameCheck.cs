using System.Buffers;
using System.Text;
using McpSecure.Files.Names;

namespace McpSecure.Files.Windows;

/// <summary>Names that Windows is asked for. What it would read as something else than a plain name never gets there.</summary>
internal static class NameCheck
{
    private const int MaximumLength = 255;
    private const int ShortStem = 8;
    private const int ShortExtension = 3;

    /// <summary>Whether a name of a path that somebody sent may be opened.</summary>
    public static Outcome Of(ReadOnlySpan<char> name) =>
        name is "" or "." or ".." || name.Contains('/') || !IsText(name) ? PathRefusal.Malformed
        : name.Length > MaximumLength ? PathRefusal.TooLong
        : PortableNames.Check(name) is { IsDone: false } refused ? refused
        : IsShort(name) ? PathRefusal.ShortName
        : Outcome.Done;

    /// <summary>
    /// Whether a file system may have made the name up for a longer one. Windows puts a number after the tilde; servers that share a directory
    /// with it, and Wine, put letters there too.
    /// </summary>
    private static bool IsShort(ReadOnlySpan<char> name)
    {
        var dot = name.LastIndexOf('.');
        var stem = dot < 0 ? name : name[..dot];
        return stem.Length <= ShortStem
            && name.Length - stem.Length - 1 <= ShortExtension
            && stem.IndexOf('~') is > 0 and var tilde
            && tilde < stem.Length - 1;
    }

    /// <summary>Whether the name has no lone surrogate: Windows takes one, and no text holds it.</summary>
    public static bool IsText(ReadOnlySpan<char> name)
    {
        while (!name.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(name, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            name = name[length..];
        }

        return true;
    }
}
