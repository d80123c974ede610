using System.Globalization;

namespace McpSecure.Schemas.Patterns;

/// <summary>Finds what .NET would answer in another way than ECMA-262.</summary>
/// <remarks>
/// ECMA-262 forgets what a group matched whenever a repetition around it begins anew. And where what is repeated may match nothing, .NET
/// does not try all ways.
/// </remarks>
internal sealed class ForeignCheck
{
    private readonly ParsedPattern _pattern;
    private readonly List<PatternNode> _path = [];
    private readonly Dictionary<int, PatternNode[]> _complete = [];
    private bool _isExact = true;

    private ForeignCheck(ParsedPattern pattern) => _pattern = pattern;

    /// <summary>Finds what is not exact.</summary>
    /// <param name="pattern">A pattern that is left to .NET.</param>
    /// <returns>A sentence, or <see langword="null"/>.</returns>
    public static string? Problem(ParsedPattern pattern)
    {
        if (PatternFacts.Has(pattern.Root, node => node is PatternNode.Repeat { Maximum: > 1 } repeat && PatternFacts.IsNullable(repeat.Part)))
        {
            return "Beside a look-around or back-reference, what is repeated must not match nothing: say (?:a)* for (?:a*)*.";
        }

        var check = new ForeignCheck(pattern);
        check.Visit(pattern.Root);

        // A look-around settles on the first way it finds; everywhere else the order of the ways says nothing.
        var isExact = check._isExact && !(PatternFacts.Has(pattern.Root, node => node is PatternNode.BackReference)
            && PatternFacts.Has(pattern.Root, node => node is PatternNode.LookAround look && PatternFacts.Has(look, part => part is PatternNode.Repeat { IsLazy: true })));
        return isExact ? null : "A back-reference to a group that comes later, is repeated, may be left out in a repetition, or was found by a lazy quantifier in a look-around, means something else in other engines; say it without.";
    }

    private static bool Repeats(PatternNode node) => node is PatternNode.Repeat { Maximum: > 1 };

    private void Visit(PatternNode node)
    {
        _path.Add(node);
        foreach (var child in PatternFacts.Children(node))
        {
            Visit(child);
        }

        if (node is PatternNode.Capture capture)
        {
            _complete[capture.Number] = [.. _path];
        }
        else if (node is PatternNode.BackReference reference)
        {
            var number = _pattern.Names.TryGetValue(reference.Group, out var named) ? named : int.Parse(reference.Group, CultureInfo.InvariantCulture);
            _isExact &= _complete.TryGetValue(number, out var group) && IsExact(group);
        }

        _path.RemoveAt(_path.Count - 1);
    }

    private bool IsExact(PatternNode[] group)
    {
        if (group.Concat(_path).Any(node => node is PatternNode.LookAround { IsAhead: false }))
        {
            return false;
        }

        // Repeated without the reference: which of the rounds it means depends on the engine.
        var common = group.Zip(_path).TakeWhile(pair => pair.First == pair.Second).Count();
        if (group.Skip(common).Any(Repeats))
        {
            return false;
        }

        // Repeated together with it: the group must take part in every round.
        var outer = Array.FindLastIndex(group, common - 1, Repeats);
        return outer < 0 || !group.Skip(outer + 1).Any(node => node is PatternNode.Choice or PatternNode.Repeat { Minimum: 0 });
    }
}
