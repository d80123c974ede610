using System.Buffers;

namespace McpSecure.Execution.Statements;

/// <summary>Reads the text of a statement by the rules of one dialect.</summary>
internal static class DialectReader
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Whether the character can be a part of a name, or of a number.</summary>
    public static bool IsName(char character) => character >= 0x80 || NameCharacters.Contains(character);

    /// <summary>Goes on from where the last text ended.</summary>
    /// <returns>Whether it holds a placeholder.</returns>
    public static bool Read(ref DialectState state, Dialect dialect, ReadOnlySpan<char> text)
    {
        var found = false;
        for (var index = 0; index < text.Length; index++)
        {
            if (state.Place == Place.Code)
            {
                found |= dialect.HasFlag(Dialect.Placeholders) && IsPlaceholder(text, index);
                index += Enter(ref state, dialect, text, index);
            }
            else
            {
                index += Leave(ref state, dialect, text, index);
            }
        }

        return found;
    }

    private static char At(ReadOnlySpan<char> text, int index) => (uint)index < (uint)text.Length ? text[index] : '\0';

    /// <summary>What begins here, if anything.</summary>
    /// <returns>How many characters more belong to its beginning.</returns>
    private static int Enter(ref DialectState state, Dialect dialect, ReadOnlySpan<char> text, int index)
    {
        var next = At(text, index + 1);
        switch (text[index])
        {
            case '\'':
                return Quote(ref state, '\'', dialect.HasFlag(Dialect.Backslash) || (dialect.HasFlag(Dialect.EscapeText) && IsEscapeText(text, index)));
            case '"':
                return Quote(ref state, '"', dialect.HasFlag(Dialect.Backslash));
            case '`' when dialect.HasFlag(Dialect.Backticks):
                return Quote(ref state, '`', escapes: false);
            case '[' when dialect.HasFlag(Dialect.Brackets):
                return Quote(ref state, ']', escapes: false);
            case '-' when next == '-' && (!dialect.HasFlag(Dialect.DashesAndBlank) || At(text, index + 2) <= ' '):
            case '#' when dialect.HasFlag(Dialect.Hash):
                state.Place = Place.Line;
                return 0;
            case '/' when next == '*':
                state = new DialectState { Place = Place.Block, Depth = 1 };
                return 1;
            case '$' when dialect.HasFlag(Dialect.Dollars) && TagAt(text, index) is > 0 and var length:
                state = new DialectState { Place = Place.Dollars, Tag = text.Slice(index, length).ToString() };
                return length - 1;
            default:
                return 0;
        }
    }

    private static int Quote(ref DialectState state, char close, bool escapes)
    {
        state = new DialectState { Place = Place.Quotation, Close = close, Escapes = escapes };
        return 0;
    }

    /// <summary>What ends here, if it does.</summary>
    /// <returns>How many characters more belong to this one.</returns>
    private static int Leave(ref DialectState state, Dialect dialect, ReadOnlySpan<char> text, int index)
    {
        var next = At(text, index + 1);
        switch (state.Place, text[index])
        {
            case (Place.Quotation, '\\') when state.Escapes:
                return 1;
            case (Place.Quotation, var character) when character == state.Close:
            case (Place.Line, '\n'):
            case (Place.Line, '\r') when dialect.HasFlag(Dialect.CarriageReturn):
                state = default;
                return 0;
            case (Place.Block, '*') when next == '/':
                state = state.Depth > 1 ? state with { Depth = state.Depth - 1 } : default;
                return 1;
            case (Place.Block, '/') when next == '*' && dialect.HasFlag(Dialect.Nested):
                state.Depth++;
                return 1;
            case (Place.Dollars, '$') when text[index..].StartsWith(state.Tag, StringComparison.Ordinal):
                var rest = state.Tag!.Length - 1;
                state = default;
                return rest;
            default:
                return 0;
        }
    }

    // Of a text of its own: in name'…' the letter ends a name.
    private static bool IsEscapeText(ReadOnlySpan<char> text, int quote) => At(text, quote - 1) is 'e' or 'E' && !IsName(At(text, quote - 2));

    /// <summary>The length of <c>$tag$</c>; 0 if it is none, or a part of a name.</summary>
    private static int TagAt(ReadOnlySpan<char> text, int dollar)
    {
        if (IsName(At(text, dollar - 1)) || char.IsAsciiDigit(At(text, dollar + 1)))
        {
            return 0;
        }

        var end = dollar + 1;
        while (IsName(At(text, end)))
        {
            end++;
        }

        return At(text, end) == '$' ? end - dollar + 1 : 0;
    }

    // A type follows two colons, and an operator is no name.
    private static bool IsPlaceholder(ReadOnlySpan<char> text, int index) => text[index] switch
    {
        '?' => true,
        '@' => IsName(At(text, index + 1)),
        ':' => IsName(At(text, index + 1)) && At(text, index - 1) != ':',
        '$' => IsName(At(text, index + 1)) && !IsName(At(text, index - 1)) && TagAt(text, index) == 0,
        _ => false,
    };
}
