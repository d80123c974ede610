using System.Globalization;

namespace McpSecure.Schemas.Patterns;

/// <summary>Reads ECMA-262 regular expressions as under the <c>u</c> flag, which JSON Schema asks for. Throws on no text.</summary>
/// <remarks>
/// Two liberties: an escaped ASCII punctuation mark stands for itself everywhere, as many authors write <c>\-</c> or <c>\@</c>, and
/// nothing else could be meant; and groups nest no deeper than <see cref="MaxDepth"/>, because every reader of the tree recurses.
/// </remarks>
internal sealed partial class PatternParser
{
    public const int MaxDepth = 100;

    private const string NotAlone = "must be escaped with '\\' to stand for itself";

    private readonly string _text;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly List<(int Position, string Group)> _references = [];
    private int _position;
    private int _depth;
    private int _groups;
    private int _needsBacktracking = -1;
    private long _ranges;
    private string? _problem;

    // Who only wants to know whether it is a pattern needs no sets.
    private bool _makesSets = true;

    private PatternParser(string text) => _text = text;

    private bool AtEnd => _position >= _text.Length;

    /// <summary>Parses a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="problem">Where it is not valid, and why.</param>
    /// <param name="work">What it costs.</param>
    /// <returns>The pattern, or <see langword="null"/>.</returns>
    public static ParsedPattern? TryParse(string pattern, out string? problem, PatternWork? work = null)
    {
        var parser = new PatternParser(pattern);
        var root = parser.Parse();
        work?.Add(pattern.Length + parser._ranges);
        problem = parser._problem;
        return root is null ? null : new(root, parser._names, parser._needsBacktracking);
    }

    /// <summary>Whether a text is a pattern.</summary>
    public static bool IsPattern(string text) => new PatternParser(text) { _makesSets = false }.Parse() is not null;

    private PatternNode? Parse()
    {
        var root = Disjunction();
        if (root is not null && !AtEnd)
        {
            root = Fail("')' closes no group");
        }

        foreach (var (position, group) in _references)
        {
            var isNumber = char.IsAsciiDigit(group[0]);
            if (root is not null && (isNumber ? !IsUpTo(group, _groups) : !_names.ContainsKey(group)))
            {
                root = Fail($"there is no group {group}", position);
            }
        }

        return root;
    }

    private static bool IsUpTo(string number, int limit) => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= limit;

    private PatternNode? Fail(string reason, int? position = null)
    {
        _problem ??= $"At position {position ?? _position}: {reason}.";
        return null;
    }

    private bool Take(char c)
    {
        if (AtEnd || _text[_position] != c)
        {
            return false;
        }

        _position++;
        return true;
    }

    private bool Take(string s)
    {
        if (string.CompareOrdinal(_text, _position, s, 0, s.Length) != 0)
        {
            return false;
        }

        _position += s.Length;
        return true;
    }

    /// <summary>Takes a code point: a surrogate pair is one.</summary>
    private int TakeCodePoint()
    {
        var c = _text[_position++];
        return char.IsHighSurrogate(c) && !AtEnd && char.IsLowSurrogate(_text[_position]) ? char.ConvertToUtf32(c, _text[_position++]) : c;
    }

    private PatternNode? Disjunction()
    {
        if (++_depth > MaxDepth)
        {
            return Fail($"groups nest deeper than {MaxDepth}");
        }

        var alternatives = new List<PatternNode>(1);
        do
        {
            if (Alternative() is not { } alternative)
            {
                return null;
            }

            alternatives.Add(alternative);
        }
        while (Take('|'));

        _depth--;
        return alternatives.Count == 1 ? alternatives[0] : new PatternNode.Choice(alternatives);
    }

    private PatternNode? Alternative()
    {
        var parts = new List<PatternNode>();
        while (!AtEnd && _text[_position] is not ('|' or ')'))
        {
            if ((Assertion() ?? Quantified()) is not { } part || _problem is not null)
            {
                return null;
            }

            parts.Add(part);
        }

        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts);
    }

    private PatternNode? Assertion()
    {
        var start = _position;
        var place = Take('^') ? Place.Start : Take('$') ? Place.End : Take("\\b") ? Place.WordBoundary : Take("\\B") ? Place.NoWordBoundary : Place.None;
        if (place != Place.None)
        {
            return new PatternNode.Assertion(place);
        }

        var isAhead = _text.AsSpan(start) is ['(', '?', '=' or '!', ..];
        if (!isAhead && _text.AsSpan(start) is not ['(', '?', '<', '=' or '!', ..])
        {
            return null;
        }

        _position += isAhead ? 3 : 4;
        var isNegative = _text[_position - 1] == '!';
        Note(start);
        return Closed(start) is { } part ? new PatternNode.LookAround(part, isAhead, isNegative) : null;
    }

    private void Note(int position) => _needsBacktracking = _needsBacktracking < 0 ? position : _needsBacktracking;

    /// <summary>The rest of a group.</summary>
    private PatternNode? Closed(int start)
    {
        var inner = Disjunction();
        return inner is null || Take(')') ? inner : Fail("this group is not closed", start);
    }

    private PatternNode? Quantified()
    {
        if (_problem is not null || Atom() is not { } atom)
        {
            return null;
        }

        var (minimum, maximum) = Take('*') ? (0, PatternNode.Unbounded) : Take('+') ? (1, PatternNode.Unbounded) : Take('?') ? (0, 1) : Counts();
        if (minimum < 0)
        {
            return _problem is null ? atom : null;
        }

        return new PatternNode.Repeat(atom, minimum, maximum, Take('?'));
    }

    /// <summary>The counts in braces; negative if there are none, or if they are wrong.</summary>
    private (int Minimum, int Maximum) Counts()
    {
        var start = _position;
        if (!Take('{'))
        {
            return (-1, -1);
        }

        var minimum = Number();
        var maximum = !Take(',') ? minimum : !AtEnd && char.IsAsciiDigit(_text[_position]) ? Number() : PatternNode.Unbounded;
        if (minimum < 0 || !Take('}'))
        {
            Fail($"'{{' begins no count such as {{1,64}}; it {NotAlone}", start);
            return (-1, -1);
        }

        if (minimum > maximum)
        {
            Fail("the counts are out of order", start);
            return (-1, -1);
        }

        return (minimum, maximum);
    }

    /// <summary>A decimal number, negative if there is none. One that is too large for .NET is too large for anything here.</summary>
    private int Number()
    {
        var start = _position;
        while (!AtEnd && char.IsAsciiDigit(_text[_position]))
        {
            _position++;
        }

        var digits = _text.AsSpan(start, _position - start);
        return digits.IsEmpty ? -1 : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, PatternNode.Unbounded - 1) : PatternNode.Unbounded - 1;
    }

    private PatternNode? Atom()
    {
        switch (_text[_position])
        {
            case '.':
                _position++;
                return new PatternNode.Character(CodePoints.Dot);
            case '[':
                return Class();
            case '(':
                return Group();
            case '\\':
                return Escape();
            case '*' or '+' or '?':
                return Fail($"'{_text[_position]}' repeats nothing; it {NotAlone}");
            case '{' or '}' or ']':
                return Fail($"'{_text[_position]}' {NotAlone}");
            default:
                return Literal(TakeCodePoint());
        }
    }

    private PatternNode? Group()
    {
        var start = _position++;
        if (Take("?:"))
        {
            return Closed(start);
        }

        var number = ++_groups;
        if (Take("?<"))
        {
            if (Name() is not { } name)
            {
                return Fail("a name of a group begins with a letter, and '>' ends it");
            }

            if (!_names.TryAdd(name, number))
            {
                return Fail($"there are two groups with the name {name}", start);
            }
        }
        else if (!AtEnd && _text[_position] == '?')
        {
            return Fail("ECMA-262 has no such group; it has (…), (?:…), (?<name>…) and look-arounds", start);
        }

        return Closed(start) is { } part ? new PatternNode.Capture(part, number) : null;
    }

    /// <summary>A name and the bracket that ends it.</summary>
    private string? Name()
    {
        var start = _position;
        while (!AtEnd && (char.IsLetter(_text[_position]) || _text[_position] is '_' or '$' || (_position > start && char.IsLetterOrDigit(_text[_position]))))
        {
            _position++;
        }

        return _position > start && Take('>') ? _text[start..(_position - 1)] : null;
    }

    private static PatternNode.Character Literal(int codePoint) => new(CodePoints.Of((codePoint, codePoint)));
}
