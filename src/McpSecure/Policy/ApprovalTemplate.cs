using System.Diagnostics.CodeAnalysis;
using System.Text;
using McpSecure.Calls;
using McpSecure.Policy.Rules;

namespace McpSecure.Policy;

/// <summary>The sentence of an <see cref="ApprovalPromptAttribute"/>, taken apart.</summary>
internal sealed class ApprovalTemplate
{
    /// <summary>UTF-16 code units of a sentence as it is written.</summary>
    public const int MaximumLength = 500;

    public const int MaximumHoles = 8;

    private ApprovalTemplate(IReadOnlyList<Part> parts) => Parts = parts;

    public IReadOnlyList<Part> Parts { get; }

    public IEnumerable<ArgumentPath> Holes => Parts.Select(part => part.Hole).OfType<ArgumentPath>();

    /// <summary>Takes a sentence apart.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="template">What it consists of.</param>
    /// <param name="problem">What is wrong with it, the end of a sentence about it; empty if nothing is.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ApprovalTemplate? template, out string problem)
    {
        template = null;
        var parts = new List<Part>();
        problem = Unfit(text) ?? Split(text, parts) ?? string.Empty;
        if (problem.Length > 0)
        {
            return false;
        }

        template = new(parts);
        problem = template.Holes.Count() > MaximumHoles ? $"has more than {MaximumHoles} names in braces. Name fewer; all arguments are shown below it." : string.Empty;
        return problem.Length == 0;
    }

    private static string? Unfit(string text) => text switch
    {
        { Length: > MaximumLength } => $"is longer than {MaximumLength} characters. Shorten it.",
        _ when text.Contains('`', StringComparison.Ordinal) => "has a backtick. Remove it; what stands for a name is set apart without it.",
        _ when !IsVisible(text) => "has a line break, or another character that cannot be seen. Remove it.",
        _ => null,
    };

    // What joins the parts of an emoji, and makes it one, is the author's to use.
    private static bool IsVisible(string text) =>
        text.EnumerateRunes().All(rune => rune.Value is 0x200D or 0xFE0F || !HiddenCharacters.Contains(rune));

    private static string? Split(string text, List<Part> parts)
    {
        var literal = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (character is not ('{' or '}'))
            {
                literal.Append(character);
                continue;
            }

            if (index + 1 < text.Length && text[index + 1] == character)
            {
                literal.Append(character);
                index++;
                continue;
            }

            var end = character == '{' ? text.IndexOf('}', index) : -1;
            if (end < 0)
            {
                return $"has a lone '{character}'. Close it, or write '{character}{character}' for the character itself.";
            }

            var name = text[(index + 1)..end];
            if (!ArgumentPath.TryParse(name, out var hole) || Array.Exists(hole.Steps, step => step is null))
            {
                return $"has '{{{name}}}', which is no name of an argument, such as path or filter.status.";
            }

            Flush(literal, parts);
            parts.Add(new(null, hole));
            index = end;
        }

        Flush(literal, parts);
        return null;
    }

    private static void Flush(StringBuilder literal, List<Part> parts)
    {
        if (literal.Length > 0)
        {
            parts.Add(new(literal.ToString(), null));
            literal.Clear();
        }
    }

    /// <summary>A text of the author's, or what stands for an argument.</summary>
    internal readonly record struct Part(string? Literal, ArgumentPath? Hole);
}
