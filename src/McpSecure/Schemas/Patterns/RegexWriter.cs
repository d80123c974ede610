using System.Globalization;
using System.Text;

namespace McpSecure.Schemas.Patterns;

/// <summary>Writes a pattern in the language of .NET.</summary>
/// <remarks>It is for strings as they are: a code point beyond 16 bits is a pair, and a half of a pair is a character only where it is alone.</remarks>
internal sealed class RegexWriter
{
    private const string Word = "[0-9A-Z_a-z]";
    // A match may begin anywhere, but not between the halves of a pair.
    private const string NotInside = $"(?<!{High}(?={Low}))";
    private const string High = @"[\uD800-\uDBFF]";
    private const string Low = @"[\uDC00-\uDFFF]";

    private readonly StringBuilder _text = new();
    private readonly IReadOnlyDictionary<string, int> _names;

    private RegexWriter(ParsedPattern pattern) => _names = pattern.Names;

    public static string Write(ParsedPattern pattern)
    {
        var writer = new RegexWriter(pattern);
        writer._text.Append(NotInside);
        writer.WriteGroup("(?:", pattern.Root);
        return writer._text.ToString();
    }

    private void Write(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.Character character:
                _text.Append(Pairs(character.Set));
                break;
            case PatternNode.Sequence sequence:
                WriteAll(sequence.Parts);
                break;
            case PatternNode.Choice choice:
                WriteChoice(choice.Alternatives);
                break;
            case PatternNode.Repeat repeat:
                WriteGroup("(?:", repeat.Part);
                _text.Append(Count(repeat));
                break;
            case PatternNode.Capture capture:
                WriteGroup($"(?<g{capture.Number}>", capture.Part);
                break;
            case PatternNode.Assertion assertion:
                _text.Append(Anchor(assertion.Place));
                break;
            case PatternNode.LookAround look:
                WriteGroup((look.IsAhead ? "(?" : "(?<") + (look.IsNegative ? "!" : "="), look.Part);
                break;
            case PatternNode.BackReference reference:
                // A group that matched nothing: ECMA-262 takes that for an empty match, .NET for none.
                var number = _names.TryGetValue(reference.Group, out var named) ? named : int.Parse(reference.Group, CultureInfo.InvariantCulture);
                _text.Append(CultureInfo.InvariantCulture, $@"(?(g{number})\k<g{number}>)");
                break;
        }
    }

    private void WriteAll(IReadOnlyList<PatternNode> parts)
    {
        foreach (var part in parts)
        {
            Write(part);
        }
    }

    private void WriteChoice(IReadOnlyList<PatternNode> alternatives)
    {
        for (var i = 0; i < alternatives.Count; i++)
        {
            WriteGroup(i == 0 ? "(?:(?:" : "|(?:", alternatives[i]);
        }

        _text.Append(')');
    }

    private void WriteGroup(string opening, PatternNode part)
    {
        _text.Append(opening);
        Write(part);
        _text.Append(')');
    }

    private static string Count(PatternNode.Repeat repeat)
    {
        // Always greedy: whether there is a match does not depend on it, and nested lazy loops of .NET give wrong answers or take all memory.
        var maximum = repeat.Maximum == PatternNode.Unbounded ? string.Empty : repeat.Maximum.ToString(CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{{{repeat.Minimum},{maximum}}}");
    }

    private static string Anchor(Place place) => place switch
    {
        Place.Start => @"\A",
        Place.End => @"\z",

        // Those of .NET know words in other scripts.
        Place.WordBoundary => $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))",
        _ => $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))",
    };

    private static string Pairs(CodePoints set)
    {
        var single = new StringBuilder();
        var high = new StringBuilder();
        var low = new StringBuilder();
        var pairs = new StringBuilder();
        foreach (var (first, last) in set.Ranges())
        {
            Clip(single, first, last, 0, 0xD7FF);
            Clip(high, first, last, 0xD800, 0xDBFF);
            Clip(low, first, last, 0xDC00, 0xDFFF);
            Clip(single, first, last, 0xE000, 0xFFFF);
            AppendPairs(pairs, Math.Max(first, 0x10000), last);
        }

        var alternatives = new List<string> { Class(single) };
        if (high.Length > 0)
        {
            alternatives.Add($"{Class(high)}(?!{Low})");
        }

        if (low.Length > 0)
        {
            alternatives.Add($"(?<!{High}){Class(low)}");
        }

        return alternatives.Count == 1 && pairs.Length == 0 ? alternatives[0] : $"(?:{string.Join('|', alternatives)}{pairs})";
    }

    private static void AppendPairs(StringBuilder pairs, int first, int last)
    {
        while (first <= last)
        {
            // As many whole blocks of 1,024 as there are, or a part of one.
            var end = first % 0x400 == 0 && last - first >= 0x3FF ? first + ((last - first + 1) / 0x400 * 0x400) - 1 : Math.Min(last, first | 0x3FF);
            var (from, to) = (char.ConvertFromUtf32(first), char.ConvertFromUtf32(end));
            pairs.Append(CultureInfo.InvariantCulture, $"|[{Range(from[0], to[0])}][{Range(from[1], to[1])}]");
            first = end + 1;
        }
    }

    private static void Clip(StringBuilder members, int first, int last, int lower, int upper)
    {
        if (Math.Max(first, lower) is var from && Math.Min(last, upper) is var to && from <= to)
        {
            members.Append(Range(from, to));
        }
    }

    private static string Class(StringBuilder members) => members.Length == 0 ? @"[^\s\S]" : $"[{members}]";

    private static string Range(int first, int last) => first == last ? Unit(first) : $"{Unit(first)}-{Unit(last)}";

    private static string Unit(int unit) => $@"\u{unit:X4}";
}
