using System.Buffers;

namespace McpSecure.Redaction;

/// <summary>Goes through a text once and finds credentials by the shape that they have, wherever they stand.</summary>
/// <param name="text">The text.</param>
/// <param name="names">The names that a secret can stand behind.</param>
/// <param name="isShown">
/// Whether a person has to see what is done. Then only what has the letters of a key is one: anything else could stand where a password is expected, and he
/// would not see it.
/// </param>
/// <remarks>A help for what stands in an ordinary field, no promise: a secret without a known shape is not found.</remarks>
internal ref struct CredentialScan(ReadOnlySpan<char> text, SecretNames names, bool isShown = false)
{
    private const int AsciiLetters = 128;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Not a range: until it is optimized, that would allocate.</summary>
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    private static readonly SearchValues<string> Anchors = SearchValues.Create(
        [.. TokenShapes.All.Select(shape => shape.Prefix), .. Formats.Anchors], StringComparison.OrdinalIgnoreCase);

    /// <summary>The shapes by the small letter that they begin with.</summary>
    private static readonly TokenShape[][] ByLetter =
        [.. Enumerable.Range(0, AsciiLetters).Select(letter => TokenShapes.All.Where(shape => char.ToLowerInvariant(shape.Prefix[0]) == letter).ToArray())];

    private readonly ReadOnlySpan<char> _text = text;
    private Credential? _member;
    private Credential? _token;
    private Credential? _card;
    private int _membersFrom;
    private int _tokensFrom;
    private int _cardsFrom;
    private int _openEnd;
    private int _keyEnd = Formats.Unknown;

    /// <summary>Gets how often a place was looked at closely; in proportion to the length of the text, whatever stands in it.</summary>
    public int Looks { get; private set; }

    /// <summary>The next credential, behind those found before.</summary>
    public bool TryNext(out Credential found)
    {
        _member ??= NextMember();
        _token ??= NextToken();
        _card ??= NextCard();
        if (First(First(_member, _token), _card) is not { } first)
        {
            found = default;
            return false;
        }

        var end = (found = first).End;
        (_membersFrom, _tokensFrom, _cardsFrom) = (Math.Max(_membersFrom, end), Math.Max(_tokensFrom, end), Math.Max(_cardsFrom, end));
        _member = _member?.Start >= end ? _member : null;
        _token = _token?.Start >= end ? _token : null;
        _card = _card?.Start >= end ? _card : null;
        return true;
    }

    /// <summary>The one that begins first; the one that is more, if both begin at once.</summary>
    private static Credential? First(Credential? more, Credential? less) => more is null || less?.Start < more.Value.Start ? less : more;

    private Credential? NextMember()
    {
        while (!isShown && _membersFrom < _text.Length && _text[_membersFrom..].IndexOf(NamedMembers.Anchor) is >= 0 and var ahead)
        {
            var at = _membersFrom + ahead;
            Looks++;
            if (NamedMembers.TryAt(_text, at, names, ref _openEnd, out var found))
            {
                _membersFrom = found.End;
                return found;
            }

            _membersFrom = at + 1;
        }

        _membersFrom = _text.Length;
        return null;
    }

    private Credential? NextToken()
    {
        while (_tokensFrom < _text.Length && _text[_tokensFrom..].IndexOfAny(Anchors) is >= 0 and var ahead)
        {
            var at = _tokensFrom + ahead;
            Looks++;
            if (TryShapes(at, out var found) || Formats.TryAt(_text, at, isShown ? null : names, ref _keyEnd, out found))
            {
                _tokensFrom = found.End;
                return found;
            }

            _tokensFrom = at + 1;
        }

        _tokensFrom = _text.Length;
        return null;
    }

    private readonly bool TryShapes(int at, out Credential found)
    {
        var first = char.ToLowerInvariant(_text[at]);
        foreach (var shape in first < AsciiLetters && IsBeginning(_text, at) ? ByLetter[first] : [])
        {
            if (!(shape.IsApart && at > 0 && _text[at - 1] is '-' or '_') && shape.LengthOf(_text[at..]) is > 0 and var length)
            {
                found = new(at, at, at + length);
                return true;
            }
        }

        found = default;
        return false;
    }

    private Credential? NextCard()
    {
        while (!isShown && _cardsFrom < _text.Length && _text[_cardsFrom..].IndexOfAny(Digits) is >= 0 and var ahead)
        {
            var at = _cardsFrom + ahead;
            Looks++;
            at += PartOfEscape(_text, at);
            if (PaymentCards.LengthAt(_text, at, out var passed) is > 0 and var length)
            {
                _cardsFrom = at + length;
                return new(at, at, at + length);
            }

            _cardsFrom = passed;
        }

        _cardsFrom = _text.Length;
        return null;
    }

    /// <summary>How much of what is escaped begins with this digit: the digits of <c>%20</c> and <c>\u0022</c> are no number.</summary>
    private static int PartOfEscape(ReadOnlySpan<char> text, int at)
    {
        var before = text[Math.Max(0, at - 2)..at];
        var length = before switch
        {
            [.., '%'] => 2,
            ['%', var hex] when char.IsAsciiHexDigit(hex) => 1,
            ['\\', 'u'] => 4,
            _ => 0,
        };
        return at + length <= text.Length && !text.Slice(at, length).ContainsAnyExcept(Hex) ? length : 0;
    }

    /// <summary>Whether no word is cut by beginning here. What is escaped for a URL or for JSON is no word: <c>%20</c>, <c>\n</c>, <c>\u0022</c>.</summary>
    internal static bool IsBeginning(ReadOnlySpan<char> text, int at) =>
        at == 0
        || !char.IsAsciiLetterOrDigit(text[at - 1])
        || (at >= 3 && text[at - 3] == '%' && char.IsAsciiHexDigit(text[at - 2]) && char.IsAsciiHexDigit(text[at - 1]))
        || (at >= 2 && text[at - 2] == '\\' && text[at - 1] is 'n' or 'r' or 't')
        || (at >= 6 && text[at - 6] == '\\' && text[at - 5] is 'u' && !text[(at - 4)..at].ContainsAnyExcept(Hex));
}
