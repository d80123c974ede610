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
        var words = Split(name);
        var last = words.Count > 1 && words[^1].ToUpperInvariant() is "NAME" or "NAMES" ? words.Count - 2 : words.Count - 1;
        return words.Exists(Anywhere.Contains) || (last >= 0 && AtEnd.Contains(words[last]));
    }

    /// <summary>The words of a name in camelCase, snake_case or kebab-case. Several capitals in a row are one word: <c>fileURI</c>, <c>URIPath</c>.</summary>
    private static List<string> Split(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var index = 0; index <= name.Length; index++)
        {
            var isEnd = index == name.Length || !char.IsLetterOrDigit(name[index]);
            if ((isEnd || IsStart(name, index)) && index > start)
            {
                words.Add(name[start..index]);
                start = index;
            }

            start = isEnd ? index + 1 : start;
        }

        return words;
    }

    private static bool IsStart(string name, int index) =>
        index > 0 && char.IsUpper(name[index])
        && (!char.IsUpper(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));
}
