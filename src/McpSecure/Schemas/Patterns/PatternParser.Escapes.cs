using System.Buffers;

namespace McpSecure.Schemas.Patterns;

/// <summary>Escapes and character classes.</summary>
internal sealed partial class PatternParser
{
    private static readonly SearchValues<char> Hexadecimals = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>An escape outside a class.</summary>
    private PatternNode? Escape()
    {
        var start = _position++;
        if (!AtEnd && _text[_position] is >= '1' and <= '9')
        {
            var from = _position;
            Number();
            return Reference(start, _text[from.._position]);
        }

        if (Take('k'))
        {
            return Take('<') && Name() is { } name ? Reference(start, name) : Fail("\\k needs a name, as in \\k<name>", start);
        }

        if (SetEscape(start) is { } set)
        {
            return new PatternNode.Character(set);
        }

        return _problem is null && CharacterEscape(start) is { } codePoint ? Literal(codePoint) : null;
    }

    private PatternNode.BackReference Reference(int start, string group)
    {
        Note(start);
        _references.Add((start, group));
        return new(group);
    }

    /// <summary>An escape that stands for several characters.</summary>
    private CodePoints? SetEscape(int start)
    {
        var letter = AtEnd ? '\0' : _text[_position];
        var set = char.ToLowerInvariant(letter) switch
        {
            'd' => CodePoints.Digits,
            'w' => CodePoints.Word,
            's' => CodePoints.Space,
            _ => null,
        };
        if (set is not null)
        {
            _position++;
        }
        else if (letter is 'p' or 'P')
        {
            _position++;
            set = Property(start);
        }

        return char.IsUpper(letter) && _makesSets ? set?.Negated() : set;
    }

    private CodePoints? Property(int start)
    {
        var end = Take('{') ? _text.IndexOf('}', _position) : -1;
        if (end < 0)
        {
            Fail("\\p needs a property, as in \\p{L}", start);
            return null;
        }

        var set = UnicodeProperties.Find(_text[_position..end], out var problem);
        _position = end + 1;
        if (set is null)
        {
            Fail(problem!, start);
        }

        return set;
    }

    /// <summary>An escape that stands for one character.</summary>
    private int? CharacterEscape(int start)
    {
        if (AtEnd)
        {
            return FailCharacter("'\\' escapes nothing", start);
        }

        var c = _text[_position++];
        switch (c)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'v': return '\v';
            case 'f': return '\f';
            case 'r': return '\r';
            case '0' when AtEnd || !char.IsAsciiDigit(_text[_position]): return '\0';
            case 'c' when !AtEnd && char.IsAsciiLetter(_text[_position]): return _text[_position++] % 32;
            case 'x' when Hexadecimal(2) is { } value: return value;
            case 'u' when Unicode() is { } value: return value;
            case >= ' ' and < '\x7F' when !char.IsAsciiLetterOrDigit(c): return c;
            default: return FailCharacter("this is not an escape of ECMA-262", start);
        }
    }

    private int? FailCharacter(string reason, int start)
    {
        Fail(reason, start);
        return null;
    }

    private int? Hexadecimal(int length)
    {
        if (_position + length > _text.Length || _text.AsSpan(_position, length).ContainsAnyExcept(Hexadecimals))
        {
            return null;
        }

        _position += length;
        return Convert.ToInt32(_text.Substring(_position - length, length), 16);
    }

    private int? Unicode()
    {
        if (Take('{'))
        {
            var length = _text.AsSpan(_position).IndexOf('}');
            var digits = length < 1 ? default : _text.AsSpan(_position, length);
            var significant = digits.TrimStart('0');
            if (digits.IsEmpty || significant.Length > 6 || digits.ContainsAnyExcept(Hexadecimals))
            {
                return null;
            }

            _position += length + 1;
            var value = significant.IsEmpty ? 0 : Convert.ToInt32(significant.ToString(), 16);
            return value < CodePoints.Limit ? value : null;
        }

        if (Hexadecimal(4) is not { } unit)
        {
            return null;
        }

        // Two escapes of surrogates are one character.
        var behind = _position;
        if (char.IsHighSurrogate((char)unit) && Take("\\u") && Hexadecimal(4) is { } low && char.IsLowSurrogate((char)low))
        {
            return char.ConvertToUtf32((char)unit, (char)low);
        }

        _position = behind;
        return unit;
    }

    private PatternNode? Class()
    {
        var start = _position++;
        var isNegated = Take('^');
        var ranges = new List<(int First, int Last)>();
        while (!Take(']'))
        {
            if (AtEnd)
            {
                return Fail("this class is not closed", start);
            }

            if (!ClassRange(ranges))
            {
                return null;
            }
        }

        _ranges += ranges.Count;
        if (_ranges > PatternWork.MostOfClasses)
        {
            return Fail("the classes have too many ranges", start);
        }

        var set = CodePoints.Of(ranges);
        return new PatternNode.Character(isNegated ? set.Negated() : set);
    }

    private bool ClassRange(List<(int First, int Last)> ranges)
    {
        var start = _position;
        if (!ClassAtom(out var set, out var first))
        {
            return false;
        }

        // A hyphen at the end of the class is itself.
        var isRange = _text.AsSpan(_position) is ['-', not ']', ..];
        if (!isRange)
        {
            if (set is null)
            {
                ranges.Add((first, first));
            }
            else if (_makesSets)
            {
                ranges.AddRange(set.Ranges());
            }

            return true;
        }

        _position++;
        if (!ClassAtom(out var lastSet, out var last))
        {
            return false;
        }

        if (set is not null || lastSet is not null || first > last)
        {
            Fail(first > last ? "this range is out of order" : "a range cannot begin or end with a set; put '-' last", start);
            return false;
        }

        ranges.Add((first, last));
        return true;
    }

    private bool ClassAtom(out CodePoints? set, out int codePoint)
    {
        set = null;
        codePoint = 0;
        var start = _position;
        if (AtEnd)
        {
            Fail("this class is not closed");
        }
        else if (!Take('\\'))
        {
            codePoint = TakeCodePoint();
        }
        else if (Take('b'))
        {
            codePoint = '\b';
        }
        else
        {
            set = SetEscape(start);
            codePoint = set is null && _problem is null ? CharacterEscape(start) ?? 0 : 0;
        }

        return _problem is null;
    }
}
