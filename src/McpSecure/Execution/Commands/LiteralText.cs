using System.Buffers;

namespace McpSecure.Execution.Commands;

/// <summary>What the text of a command itself may hold.</summary>
internal static class LiteralText
{
    private static readonly SearchValues<char> Faults = SearchValues.Create(
        "\"'`\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\v\f\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f");

    /// <summary>What is wrong with it, if anything.</summary>
    public static string? Fault(ReadOnlySpan<char> text)
    {
        var place = text.IndexOfAny(Faults);
        return place < 0 ? null
            : char.IsControl(text[place]) ? "It holds a control character."
            : "It holds a quote. There is no shell that would take it away: a value is one argument without quotes, and literal text with blanks in it belongs in a constant.";
    }
}
