using System.Globalization;

namespace McpSecure.Journal;

/// <summary>The files of a journal. Their names sort as they were written.</summary>
internal static class Segments
{
    private const string Prefix = "journal-";
    private const string Suffix = ".jsonl";
    private const int Digits = 8;

    public static string PathOf(string directory, int segment) =>
        Path.Join(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{segment:D8}{Suffix}"));

    /// <summary>The numbers of the files in a directory, in order. Other files are none of the journal's.</summary>
    public static List<int> In(string directory)
    {
        var numbers = Listed(directory);
        if (numbers.Count < 2 || numbers[^1] - numbers[0] < numbers.Count)
        {
            return numbers;
        }

        // A directory that is listed while files are made may lack one and have a later one. What there was before the first list ended is in the second.
        var last = numbers[^1];
        return Listed(directory).FindAll(number => number <= last);
    }

    /// <summary>Whether there is such a file, or what a link leads to, and it is not empty.</summary>
    public static bool HasContent(string path) =>
        File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)) is FileInfo { Exists: true, Length: > 0 };

    /// <summary>The number of a file, or 0 if its name is not that of a journal's.</summary>
    public static int NumberOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return name.Length == Prefix.Length + Digits + Suffix.Length && name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal) &&
            int.TryParse(name.Slice(Prefix.Length, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : 0;
    }

    private static List<int> Listed(string directory)
    {
        var numbers = Directory.EnumerateFiles(directory, $"{Prefix}*{Suffix}").Select(NumberOf).Where(number => number > 0).ToList();
        numbers.Sort();
        return numbers;
    }
}
