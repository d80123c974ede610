using System.Globalization;
using System.Text;

namespace McpSecure.SchemaSuite;

/// <summary>Makes strings that match a pattern: enough of the syntax for those of real tools.</summary>
internal sealed class PatternSampler(string pattern, Random random)
{
    private int _at;

    public static string Sample(string pattern, Random random) => new PatternSampler(pattern, random).Alternatives();

    private string Alternatives()
    {
        var all = new List<string> { Sequence() };
        while (_at < pattern.Length && pattern[_at] == '|')
        {
            _at++;
            all.Add(Sequence());
        }

        return all[random.Next(all.Count)];
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (_at < pattern.Length && pattern[_at] is not ('|' or ')'))
        {
            var start = _at;
            Atom();
            var (least, most) = Quantifier();
            var after = _at;
            for (var count = random.Next(least, most + 1); count > 0; count--)
            {
                // Again, for another choice each time.
                _at = start;
                text.Append(Atom());
            }

            _at = after;
        }

        return text.ToString();
    }

    private string Atom()
    {
        var sign = pattern[_at++];
        switch (sign)
        {
            case '^' or '$':
                return string.Empty;
            case '(':
                _at += pattern.AsSpan(_at).StartsWith("?:", StringComparison.Ordinal) ? 2 : 0;
                var inner = Alternatives();
                _at++;
                return inner;
            case '[':
                return Class();
            case '\\':
                return Pick(Escape());
            default:
                return sign.ToString();
        }
    }

    private string Class()
    {
        var signs = new StringBuilder();
        while (pattern[_at] != ']')
        {
            var sign = pattern[_at++];
            if (sign == '\\')
            {
                signs.Append(Escape());
            }
            else if (pattern[_at] == '-' && pattern[_at + 1] != ']')
            {
                signs.Append([.. Enumerable.Range(sign, pattern[_at + 1] - sign + 1).Select(code => (char)code)]);
                _at += 2;
            }
            else
            {
                signs.Append(sign);
            }
        }

        _at++;
        return Pick(signs.ToString());
    }

    private string Escape() => pattern[_at++] switch
    {
        'd' => "0123456789",
        'w' or 'S' => "abcXYZ019",
        's' => " ",
        var itself => itself.ToString(),
    };

    private string Pick(string signs) => signs[random.Next(signs.Length)].ToString();

    private (int Least, int Most) Quantifier()
    {
        switch (_at < pattern.Length ? pattern[_at] : ' ')
        {
            case '*':
                _at++;
                return (0, 3);
            case '+':
                _at++;
                return (1, 3);
            case '?':
                _at++;
                return (0, 1);
            case '{':
                var end = pattern.IndexOf('}', _at);
                var parts = pattern[(_at + 1)..end].Split(',');
                _at = end + 1;
                var least = int.Parse(parts[0], CultureInfo.InvariantCulture);
                return (least, parts.Length == 1 ? least : parts[1].Length == 0 ? least + 1 : int.Parse(parts[1], CultureInfo.InvariantCulture));
            default:
                return (1, 1);
        }
    }
}
