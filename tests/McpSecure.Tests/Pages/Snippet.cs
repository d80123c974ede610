using McpSecure.Tests.Support;

namespace McpSecure.Tests.Pages;

/// <summary>A block of code in one of the pages.</summary>
/// <param name="Place">The page and the line on which the block begins: <c>README.md:28</c>.</param>
/// <param name="Language">What stands behind the fence.</param>
/// <param name="Text">The block.</param>
/// <param name="Source">The file it is taken from, if a comment before it names one; that file is compiled.</param>
internal sealed record Snippet(string Place, string Language, string Text, string? Source = null)
{
    private const string Fence = "```";

    private static readonly Lazy<Snippet[]> Found = new(() => [.. Repository.Files(".", "*.md").SelectMany(page => In(page, Repository.Read(page)))]);

    public static IReadOnlyList<Snippet> All => Found.Value;

    public static Snippet At(string place) => All.Single(snippet => snippet.Place == place);

    /// <summary>The first block of a page in some language.</summary>
    public static Snippet First(string page, string language) =>
        All.First(snippet => snippet.Language == language && snippet.Place.StartsWith($"{page}:", StringComparison.Ordinal));

    /// <summary>Whether the block stands in a text, whatever its indentation there.</summary>
    public bool StandsIn(string text) => Trimmed(text).Contains(Trimmed(Text), StringComparison.Ordinal);

    public static IEnumerable<Snippet> In(string page, string text)
    {
        var (language, begin, source, before, block) = ((string?)null, 0, (string?)null, string.Empty, new List<string>());
        foreach (var (index, line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            var isFence = line.TrimStart().StartsWith(Fence, StringComparison.Ordinal);
            if (isFence && language is null)
            {
                (language, begin, source) = (line.Trim()[Fence.Length..].Trim().ToLowerInvariant(), index + 1, SourceIn(before));
                block.Clear();
            }
            else if (isFence)
            {
                yield return new($"{page}:{begin}", language!, string.Join('\n', block), source);
                language = null;
            }
            else
            {
                block.Add(line);
            }

            before = line;
        }
    }

    /// <summary>The file that a line like <c>&lt;!-- samples/Tour/Program.cs --&gt;</c> names.</summary>
    private static string? SourceIn(string line) => line.Trim() is ['<', '!', '-', '-', .. var name, '-', '-', '>'] ? name.Trim() : null;

    private static string Trimmed(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));
}
