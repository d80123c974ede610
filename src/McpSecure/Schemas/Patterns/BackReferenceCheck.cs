using System.Globalization;

namespace McpSecure.Schemas.Patterns;

/// <summary>Finds back-references that .NET would answer in another way than ECMA-262, which forgets what a group matched whenever a repetition around it begins anew.</summary>
internal sealed class BackReferenceCheck
{
    private readonly ParsedPattern _pattern;
    private readonly List<PatternNode> _path = [];
    private readonly Dictionary<int, PatternNode[]> _complete = [];
    private bool _isExact = true;

    private BackReferenceCheck(ParsedPattern pattern) => _pattern = pattern;

    public static bool IsExact(ParsedPattern pattern)
    {
        var check = new BackReferenceCheck(pattern);
        check.Visit(pattern.Root);
        return check._isExact;
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
