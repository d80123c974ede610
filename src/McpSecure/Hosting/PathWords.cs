using System.Collections.Frozen;

namespace McpSecure.Hosting;

/// <summary>Whether a name means a path: <c>path</c>, <c>sourceFile</c>, <c>output_dir</c>.</summary>
internal static class PathWords
{
    /// <summary>Wherever they stand in a name.</summary>
    private static readonly FrozenSet<string> Anywhere = new[]
    {
        "path", "paths", "filename", "filenames", "filepath", "filepaths", "pathname", "dir", "dirs", "directory", "directories", "folder", "folders", "cwd",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>At the end of a name, or before <c>name</c>: a <c>file_type</c> or a <c>rootCause</c> is no path.</summary>
    private static readonly FrozenSet<string> AtEnd = new[] { "file", "files", "root", "uri", "uris" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Mean(string name)
    {
        var words = NameWords.Of(name);
        var last = words.Count > 1 && words[^1].ToUpperInvariant() is "NAME" or "NAMES" ? words.Count - 2 : words.Count - 1;
        return words.Exists(Anywhere.Contains) || (last >= 0 && AtEnd.Contains(words[last]));
    }
}
