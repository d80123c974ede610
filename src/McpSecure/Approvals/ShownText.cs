using System.Globalization;
using System.Text;
using McpSecure.Calls;
using McpSecure.Redaction;

namespace McpSecure.Approvals;

/// <summary>Writes what a client chose so that a person sees all of it: on one line, bounded, and never like a part of the message around it.</summary>
/// <remarks>
/// <para>
/// Quotes, backslashes and line breaks are written as in JSON. What cannot be seen, long runs of blanks, and marks piled upon one character become
/// <c>&lt;U+200B&gt;</c>; so does what looks like such a mark, or like a mask, and the backtick, which would end the quotation where a client renders Markdown.
/// </para>
/// <para>
/// A text of the server's own that is not set apart keeps its quotes and backslashes, and what would begin an HTML element in it is marked.
/// </para>
/// <para>Something is written whole or left out. From the first that does not fit, everything is left out, and counted.</para>
/// </remarks>
internal sealed class ShownText(int limit, bool isQuoted = true)
{
    private const int MostBlanks = 3;
    private const int MostBlanksInColumns = 40;
    private const int MostCombining = 2;

    private readonly StringBuilder _text = new();
    private int _combining;

    /// <summary>Gets how many characters, as they were sent, are left out.</summary>
    public int LeftOut { get; private set; }

    public bool IsCut => LeftOut > 0;

    /// <summary>What stands in place of a secret.</summary>
    public static string Mask(int length) => $"••• ({Count(length)} characters)";

    public static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Writes punctuation, or a value that is all ASCII.</summary>
    public ShownText Plain(string text) => Put(text, text.Length);

    /// <summary>Writes a mask in place of what is that long.</summary>
    public ShownText Masked(string mask, int length) => Put(mask, length);

    /// <summary>Writes a text, without quotes. Secrets that can be told by their shape are masked.</summary>
    public ShownText Text(string text)
    {
        _combining = MostCombining; // a first one would be drawn upon what stands before
        var scan = new CredentialScan(text, SecretNames.Default, isShown: true);
        var hasSecret = scan.TryNext(out var secret);
        for (var index = 0; index < text.Length;)
        {
            if (IsCut)
            {
                LeftOut += text.Length - index;
                break;
            }

            if (hasSecret && index == secret.Start)
            {
                Put(Mask(secret.End - secret.Start), secret.End - secret.Start);
                index = secret.End;
                hasSecret = scan.TryNext(out secret);
                continue;
            }

            var (shown, length) = Next(text, index);
            Put(shown, length);
            index += length;
        }

        return this;
    }

    public override string ToString() => _text.ToString();

    private ShownText Put(string shown, int length)
    {
        if (!IsCut && _text.Length + shown.Length <= limit)
        {
            _text.Append(shown);
        }
        else
        {
            LeftOut += length;
        }

        return this;
    }

    private (string Shown, int Length) Next(string text, int index)
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var length) != System.Buffers.OperationStatus.Done)
        {
            return (Mark(text[index]), length);
        }

        var isCombining = HiddenCharacters.IsCombining(rune);
        _combining = isCombining ? _combining + 1 : 0;
        return rune.Value switch
        {
            '"' when isQuoted => ("\\\"", 1),
            '\\' when isQuoted => ("\\\\", 1),
            '\n' when isQuoted => ("\\n", 1),
            '\r' when isQuoted => ("\\r", 1),
            '\t' when isQuoted => ("\\t", 1),
            '`' when isQuoted => (Mark('`'), 1),
            ' ' => Blanks(text, index),
            '<' when IsMarkup(text.AsSpan(index + 1)) => (Mark('<'), 1),
            '•' when text.AsSpan(index).StartsWith("•••", StringComparison.Ordinal) => (Mark('•'), 1),
            _ when HiddenCharacters.Contains(rune) || (isCombining && _combining > MostCombining) => (Mark(rune.Value), length),
            _ => (text.Substring(index, length), length),
        };
    }

    /// <summary>Whether what follows a <c>&lt;</c> makes it look like a mark of ours, or like HTML.</summary>
    private bool IsMarkup(ReadOnlySpan<char> rest) =>
        rest.StartsWith("U+", StringComparison.Ordinal) || (!isQuoted && rest is [var first, ..] && (char.IsAsciiLetter(first) || first is '!' or '/' or '?'));

    private (string Shown, int Length) Blanks(string text, int index)
    {
        var length = text.AsSpan(index).IndexOfAnyExcept(' ') is >= 0 and var end ? end : text.Length - index;
        return length <= (isQuoted ? MostBlanks : MostBlanksInColumns) ? (" ", 1) : ($"<U+0020 ×{Count(length)}>", length);
    }

    private static string Mark(int value) => $"<U+{value:X4}>";
}
