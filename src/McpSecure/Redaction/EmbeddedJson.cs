using System.Runtime.InteropServices;

namespace McpSecure.Redaction;

/// <summary>
/// JSON that is a text or a part of one. As often as it was put into a text of JSON, its quotes are escaped: <c>"</c>, <c>\"</c>, <c>\\\"</c>; the writer of
/// .NET escapes them as <c>\u0022</c>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct EmbeddedJson
{
    private const string CodeOfQuote = "u0022";
    private const string Code = "\\" + CodeOfQuote;
    private const int MostEscapes = 15;
    private const int LongestName = 64;

    private static readonly string[] Quotes = [.. Enumerable.Range(0, MostEscapes + 1).Select(count => new string('\\', count) + '"')];
    private static readonly string[] Codes = [.. Enumerable.Range(0, MostEscapes + 1).Select(count => new string('\\', count) + CodeOfQuote)];

    private readonly int _escapes;
    private readonly int _escapesOfBlank;
    private readonly bool _isCode;

    private EmbeddedJson(ReadOnlySpan<char> text, int quote)
    {
        Text = text;
        _isCode = text[quote] != '"';
        _escapes = EscapesBefore(quote, Math.Max(0, quote - MostEscapes));
        _escapesOfBlank = _isCode ? _escapes : (_escapes + 1) / 2;
        Quote = (_isCode ? Codes : Quotes)[_escapes];
        NameEnd = quote - _escapes;
    }

    public ReadOnlySpan<char> Text { get; }

    /// <summary>Gets how a quote is written.</summary>
    public string Quote { get; }

    /// <summary>Gets where the text that the quote closes ends.</summary>
    public int NameEnd { get; }

    /// <summary>Gets behind the quote.</summary>
    public int NameClosed => NameEnd + Quote.Length;

    /// <summary>The JSON in which a colon stands behind a quote, blanks aside.</summary>
    public static bool TryBefore(ReadOnlySpan<char> text, int colon, out EmbeddedJson json)
    {
        json = default;
        var at = colon;
        while (at > 1 && (IsBlank(text[at - 1]) || (text[at - 1] is 'n' or 'r' or 't' && text[at - 2] == '\\')))
        {
            at--;
            while (at > 0 && text[at - 1] == '\\')
            {
                at--;
            }
        }

        if (at > 0 && text[at - 1] == '"')
        {
            json = new(text, at - 1);
        }
        else if (text[..at].EndsWith(Code, StringComparison.Ordinal))
        {
            json = new(text, at - CodeOfQuote.Length);
        }

        return json.Quote is not null && json.AfterBlanks(json.NameClosed) == colon;
    }

    /// <summary>Whether a text begins here.</summary>
    public bool Opens(int at) => Text[at..].StartsWith(Quote, StringComparison.Ordinal);

    /// <summary>Where the text ends that begins here, behind its quote: a quote that is escaped once more belongs to it.</summary>
    public int Close(int from)
    {
        var period = _isCode ? 2 * _escapes : 2 * (_escapes + 1);
        for (var at = from; at < Text.Length; at++)
        {
            var ahead = _isCode ? Text[at..].IndexOf(CodeOfQuote, StringComparison.Ordinal) : Text[at..].IndexOf('"');
            if (ahead < 0)
            {
                break;
            }

            at += ahead;
            if (EscapesBefore(at, from) % period == _escapes)
            {
                return at - _escapes;
            }
        }

        return Text.Length;
    }

    /// <summary>The text before a quote that closes it, if it is short enough to be a name.</summary>
    /// <param name="end">Where the quote begins.</param>
    /// <param name="start">Where the quote before the text begins.</param>
    public ReadOnlySpan<char> TextBefore(int end, out int start)
    {
        var before = Text[Math.Max(0, end - LongestName)..end];
        var open = _isCode ? before.LastIndexOf(CodeOfQuote, StringComparison.Ordinal) : before.LastIndexOf('"');
        start = end - before.Length + open - _escapes;
        return open >= _escapes ? before[(open - _escapes + Quote.Length)..] : default;
    }

    /// <summary>Behind the blanks that begin here, line ends too, escaped or not.</summary>
    public int AfterBlanks(int at)
    {
        while (at < Text.Length)
        {
            if (IsBlank(Text[at]))
            {
                at++;
            }
            else if (Text[at] == '\\' && IsEscapedBlank(at + _escapesOfBlank))
            {
                at += _escapesOfBlank + 1;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    /// <summary>Before the blanks that end here.</summary>
    public int BeforeBlanks(int at)
    {
        while (at > 0)
        {
            if (IsBlank(Text[at - 1]))
            {
                at--;
            }
            else if (IsEscapedBlank(at - 1))
            {
                at -= _escapesOfBlank + 1;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static bool IsBlank(char character) => character is ' ' or '\t' or '\r' or '\n';

    private bool IsEscapedBlank(int letter) =>
        letter < Text.Length
        && Text[letter] is 'n' or 'r' or 't'
        && _escapesOfBlank > 0
        && letter >= _escapesOfBlank
        && !Text[(letter - _escapesOfBlank)..letter].ContainsAnyExcept('\\');

    private int EscapesBefore(int at, int from)
    {
        var count = 0;
        while (at - count > from && Text[at - count - 1] == '\\')
        {
            count++;
        }

        return count;
    }
}
