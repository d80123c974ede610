namespace McpSecure.Schemas.Patterns;

/// <summary>A set of code points, lone surrogates included, as ECMA-262 sees characters under its <c>u</c> flag.</summary>
internal sealed class CodePoints : IEquatable<CodePoints>
{
    /// <summary>The first number that is no code point.</summary>
    public const int Limit = 0x110000;

    // Ascending: the set begins at every even index and ends before every odd one.
    private readonly int[] _bounds;

    private CodePoints(int[] bounds) => _bounds = bounds;

    public static CodePoints None { get; } = new([]);

    public static CodePoints All { get; } = new([0, Limit]);

    public static CodePoints Digits { get; } = Of(('0', '9'));

    /// <summary>Gets what ECMA-262 calls a word character: ASCII only, unlike .NET.</summary>
    public static CodePoints Word { get; } = Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    /// <summary>Gets WhiteSpace and LineTerminator of ECMA-262: unlike .NET with U+FEFF, and without U+0085.</summary>
    public static CodePoints Space { get; } = Of(
        ('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    /// <summary>Gets what a dot matches: all but the line terminators of ECMA-262.</summary>
    public static CodePoints Dot { get; } = Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Negated();

    public ReadOnlySpan<int> Bounds => _bounds;

    public static CodePoints Of(params IEnumerable<(int First, int Last)> ranges)
    {
        var bounds = new List<int>();
        foreach (var (first, last) in ranges.OrderBy(range => range.First))
        {
            if (bounds.Count > 0 && first <= bounds[^1])
            {
                bounds[^1] = Math.Max(bounds[^1], last + 1);
            }
            else
            {
                bounds.Add(first);
                bounds.Add(last + 1);
            }
        }

        return new([.. bounds]);
    }

    public IEnumerable<(int First, int Last)> Ranges()
    {
        for (var i = 0; i < _bounds.Length; i += 2)
        {
            yield return (_bounds[i], _bounds[i + 1] - 1);
        }
    }

    public CodePoints Negated()
    {
        var bounds = new List<int>(_bounds);
        Toggle(0, 0);
        Toggle(bounds.Count, Limit);
        return new([.. bounds]);

        void Toggle(int index, int bound)
        {
            var neighbour = index == 0 ? 0 : bounds.Count - 1;
            if (bounds.Count > 0 && bounds[neighbour] == bound)
            {
                bounds.RemoveAt(neighbour);
            }
            else
            {
                bounds.Insert(index, bound);
            }
        }
    }

    public bool Contains(int codePoint)
    {
        var index = Array.BinarySearch(_bounds, codePoint);
        return ((index >= 0 ? index : ~index - 1) & 1) == 0;
    }

    public bool Equals(CodePoints? other) => other is not null && _bounds.AsSpan().SequenceEqual(other._bounds);

    public override bool Equals(object? obj) => Equals(obj as CodePoints);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var bound in _bounds)
        {
            hash.Add(bound);
        }

        return hash.ToHashCode();
    }
}
