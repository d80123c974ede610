using System.Globalization;
using System.Text;
using System.Text.Json;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.BadInput;

/// <summary>What every answer and every record has to look like, whatever was asked.</summary>
internal static class Form
{
    /// <summary>One JSON-RPC 2.0 answer: an id, and either a result or an error of a code and a message.</summary>
    public static void AssertWellFormed(JsonElement answer) => Assert.Null(AnswerForm.ProblemOf(answer));

    /// <summary>Short enough to be no amplifier, and nothing in it that a terminal or a model would take for more than text.</summary>
    public static void AssertBounded(JsonElement answer)
    {
        Assert.InRange(answer.GetRawText().Length, 1, AnswerForm.MaximumAnswer);
        foreach (var text in TextsOf(answer))
        {
            // What is wrong with arguments is a list for the model.
            AssertPrintable(text.Replace("\n- ", " - ", StringComparison.Ordinal));
        }
    }

    /// <summary>One line, bounded, printable: in the message, in every value, and in what an exception says.</summary>
    public static void AssertClean(LogEntry record)
    {
        AssertOneLine(record.Message);
        foreach (var text in record.State.Select(pair => pair.Value).OfType<string>())
        {
            AssertPrintable(text);
        }

        for (var exception = record.Exception; exception is not null; exception = exception.InnerException)
        {
            AssertOneLine(exception.Message);
        }
    }

    /// <summary>What a line of a log has to be.</summary>
    public static void AssertOneLine(string text)
    {
        Assert.InRange(text.Length, 0, 1000);
        AssertPrintable(text);
    }

    private static void AssertPrintable(string text)
    {
        var raw = text.EnumerateRunes().Where(IsUnprintable).Select(rune => $"U+{rune.Value:X4}").Distinct(StringComparer.Ordinal).ToArray();
        Assert.True(raw.Length == 0, $"{string.Join(' ', raw)} in: {text[..Math.Min(text.Length, 200)]}");
    }

    private static bool IsUnprintable(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;

    private static IEnumerable<string> TextsOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(TextsOf),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => TextsOf(member.Value).Prepend(member.Name)),
        _ => [],
    };
}
